from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7


class LedgerTransaction(models.Model):
    """One thing that happened to money, in at least two lines whose sum is nothing (double entry)."""

    EARNED, PAID = "earned", "paid"
    TAKEN_BACK, RETURNED, SENT_AGAIN = "taken_back", "returned", "sent_again"
    KINDS: ClassVar = [(kind, kind) for kind in (EARNED, PAID, TAKEN_BACK, RETURNED, SENT_AGAIN)]

    id = models.UUIDField(primary_key=True, default=uuid7)
    company = models.ForeignKey("oase.Company", null=True, on_delete=models.PROTECT, related_name="+")
    """Whose books; empty for what was earned before there were any and belongs to no company that is known."""
    kind = models.CharField(max_length=12, choices=KINDS)
    lines = models.PositiveSmallIntegerField()
    """How many entries it has: none can be added later."""
    booked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(lines__gte=2), name="booked_twice_at_least")]
        indexes = [models.Index(fields=["company", "booked_at"], name="ledger_of_company")]


class LedgerEntry(models.Model):
    """One line of a transaction. `cents`: debit above zero, credit below, never zero."""

    REWARDS, TAX, OWED, BANK = "rewards", "tax", "owed", "bank"
    ACCOUNTS: ClassVar = [
        (REWARDS, "what helping costs the company"),
        (TAX, "value added tax paid to experts"),
        (OWED, "what the company owes one expert"),
        (BANK, "what was sent through the bank"),
    ]

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(max_length=8, choices=ACCOUNTS)
    expert = models.ForeignKey("oase.Expert", null=True, on_delete=models.PROTECT, related_name="+")
    """Whose account it is, where the company owes them."""
    cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(cents=0), name="entry_is_something"),
            models.CheckConstraint(
                condition=Q(cents__gte=-100_000_000_000, cents__lte=100_000_000_000), name="entry_is_sane"
            ),
            models.CheckConstraint(
                condition=(Q(account="owed") & Q(expert__isnull=False)) | (~Q(account="owed") & Q(expert__isnull=True)),
                name="owed_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["expert", "account"], name="ledger_of_expert", condition=~Q(expert=None))]
