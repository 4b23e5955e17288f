from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

Person = settings.AUTH_USER_MODEL


class PaymentDetails(models.Model):
    """Where an expert's money goes and what a credit note must say of them: sealed, theirs, gone with them."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="payment_details")
    sealed = models.OneToOneField("oase.Sealed", on_delete=models.CASCADE, related_name="payment_details")
    """JSON of `details.Details`. A change seals anew: what a payout was made with stays as it was."""
    agreed_at = models.DateTimeField(default=timezone.now)
    """When they agreed that the company bills for them (§ 14 Abs. 2 UStG)."""


class Payer(models.Model):
    """From which account a company pays its experts, and what its credit notes say of it."""

    company = models.OneToOneField("oase.Company", primary_key=True, on_delete=models.PROTECT, related_name="payer")
    name = models.CharField(max_length=70)
    """The legal name, as it stands on the account."""
    street = models.CharField(max_length=70)
    postcode = models.CharField(max_length=16)
    town = models.CharField(max_length=35)
    country = models.CharField(max_length=2, default="DE")
    tax_number = models.CharField(max_length=20)
    """Tax number or VAT id."""
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    """The number of the newest credit note: they follow one another without a gap."""


class PayoutRun(models.Model):
    """One month of a company, closed: once, whoever asks and however often."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    company = models.ForeignKey("oase.Company", on_delete=models.PROTECT, related_name="payout_runs")
    month = models.DateField()
    """Its first day."""
    closed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    pay_on = models.DateField()
    """When the bank is asked to carry it out."""
    payer = models.JSONField(default=dict)
    """`Payer` as it was then."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "month"], name="month_closed_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_begins_on_its_first"),
        ]


class Payout(models.Model):
    """What one expert is paid in one run: one credit note, one transfer, one transaction in the ledger."""

    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="payouts")
    company = models.ForeignKey("oase.Company", on_delete=models.PROTECT, related_name="+")
    expert = models.ForeignKey("oase.Expert", on_delete=models.PROTECT, related_name="payouts")
    number = models.PositiveIntegerField()
    """Of the credit note, counted up in each company."""
    net_cents = models.PositiveBigIntegerField()
    tax_cents = models.PositiveBigIntegerField()
    sealed = models.ForeignKey("oase.Sealed", null=True, on_delete=models.SET_NULL, related_name="+")
    """The details it was made with; empty once they were forgotten."""
    transaction = models.OneToOneField("oase.LedgerTransaction", on_delete=models.PROTECT, related_name="payout")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "expert"], name="paid_once_a_run"),
            models.UniqueConstraint(fields=["company", "number"], name="credit_note_number_once"),
            models.CheckConstraint(condition=Q(net_cents__gt=0), name="payout_is_something"),
        ]

    @property
    def name(self) -> str:
        """The number of the credit note as it is written: the month that was closed, and its place among all."""
        return f"GS-{self.run.month:%Y-%m}-{self.number:05}"

    @property
    def cents(self) -> int:
        """What is transferred, tax included."""
        return self.net_cents + self.tax_cents


class PaidReward(models.Model):
    """A reward and the payout it went out with: never two."""

    reward = models.OneToOneField("oase.Reward", primary_key=True, on_delete=models.PROTECT, related_name="paid")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="paid_rewards")


class TakenOff(models.Model):
    """A reward that was paid, taken back, and taken off this later payout: never twice."""

    taken_back = models.OneToOneField(
        "oase.TakenBack", primary_key=True, on_delete=models.PROTECT, related_name="taken_off"
    )
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="taken_off")


class Returned(models.Model):
    """A transfer that the bank sent back: what was paid is owed again, and its credit note stands."""

    REASONS: ClassVar = [(reason, reason) for reason in ("AC01", "AC04", "AC06", "MD07", "RR04", "MS03", "NARR")]

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="returns")
    reason = models.CharField(max_length=4, choices=REASONS)
    """Of the bank (ISO 20022, ExternalReturnReason1Code)."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Who wrote it down."""
    at = models.DateTimeField(default=timezone.now)
    transaction = models.OneToOneField("oase.LedgerTransaction", on_delete=models.PROTECT, related_name="returned")


class SentAgain(models.Model):
    """That a returned transfer goes out once more, with a later month: to where its expert says by then."""

    returned = models.OneToOneField(Returned, primary_key=True, on_delete=models.PROTECT, related_name="sent_again")
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="sent_again")
    sealed = models.ForeignKey("oase.Sealed", null=True, on_delete=models.SET_NULL, related_name="+")
    """The details it is sent with; empty once they were forgotten."""
    transaction = models.OneToOneField("oase.LedgerTransaction", on_delete=models.PROTECT, related_name="sent_again")
