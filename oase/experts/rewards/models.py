from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from oase.companies.models import MOST_REWARD_CENTS


class Price(models.Model):
    """What a solved question on a topic earns under a condition, in euro cents (`prices.py` says which one stands)."""

    WORKDAYS, WEEKEND = "workdays", "weekend"
    DAYS: ClassVar = [("", "every day"), (WORKDAYS, "Monday to Friday"), (WEEKEND, "Saturday and Sunday")]

    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="prices")
    language = models.CharField(max_length=2, blank=True)
    """Of the question; empty for all."""
    days = models.CharField(max_length=10, choices=DAYS, blank=True)
    begins = models.TimeField(null=True, blank=True)
    """In the company's own time; with an end before it the window runs past midnight."""
    ends = models.TimeField(null=True, blank=True)
    cents = models.PositiveIntegerField()

    class Meta:
        ordering = ["language", "days", "begins", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "language", "days", "begins", "ends"], name="price_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(cents__gte=1, cents__lte=MOST_REWARD_CENTS), name="price_is_sane"),
            models.CheckConstraint(
                condition=Q(begins=None, ends=None)
                | (Q(begins__isnull=False, ends__isnull=False) & ~Q(begins=F("ends"))),
                name="price_has_two_ends",
            ),
            models.CheckConstraint(
                condition=~Q(language="") | ~Q(days="") | Q(begins__isnull=False), name="price_has_a_condition"
            ),
        ]


class Shares(models.Model):
    """What part of the offered reward a company pays for less than solving, in per cent."""

    company = models.OneToOneField(
        "oase.Company", primary_key=True, on_delete=models.CASCADE, related_name="reward_shares"
    )
    handover = models.PositiveSmallIntegerField(default=20)
    """To an expert who answered and then gave it on with a reason."""
    checked = models.PositiveSmallIntegerField(default=20)
    """To a senior who looked over a newcomer's answer, on top of what the newcomer earns."""
    reuse = models.PositiveSmallIntegerField(default=10)
    """To the author of an answer that somebody else used, on top of what they earn."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(handover__lte=50, checked__lte=50, reuse__lte=50), name="shares_are_parts"
            )
        ]


class Reward(models.Model):
    """What an expert earned with one conversation, in euro cents. Written once, with its lines in the ledger."""

    SOLVED, HANDOVER, CHECK, REUSE = "solved", "handover", "check", "reuse"
    REASONS: ClassVar = [(reason, reason) for reason in (SOLVED, HANDOVER, CHECK, REUSE)]

    expert = models.ForeignKey("oase.Expert", on_delete=models.PROTECT, related_name="rewards")
    company = models.ForeignKey("oase.Company", null=True, on_delete=models.PROTECT, related_name="rewards")
    """Who owes it; empty where it was earned before there was a ledger and nothing tells any more."""
    conversation = models.ForeignKey("oase.Conversation", null=True, on_delete=models.SET_NULL, related_name="+")
    """Empty once it was deleted; what was earned stays."""
    cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=12, choices=REASONS)
    earned_at = models.DateTimeField(default=timezone.now)
    """When the question was solved; when it was booked stands in its transaction."""
    transaction = models.OneToOneField("oase.LedgerTransaction", on_delete=models.PROTECT, related_name="reward")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expert", "conversation", "reason"], name="rewarded_once_for_each"),
            # Who solved it earns nothing for having handed it over too.
            models.UniqueConstraint(
                fields=["expert", "conversation"], name="rewarded_once", condition=Q(reason__in=["solved", "handover"])
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="reward_is_something"),
        ]


class Unsettled(models.Model):
    """A solved conversation that nobody has looked at for rewards yet; gone once that was done.

    Written by the database itself (`ledger/ledger.sql`) when one is solved or rated.
    """

    conversation = models.OneToOneField(
        "oase.Conversation", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    due_at = models.DateTimeField(db_index=True)
    """From when it can be settled: its customer said how it was, or was silent for the company's days."""


class TakenBack(models.Model):
    """A reward that a company takes back. The reward stays as it was written; the books hold a counter-booking."""

    FRAUD, REPORT, MISTAKE = "fraud", "report", "mistake"
    REASONS: ClassVar = [(reason, reason) for reason in (FRAUD, REPORT, MISTAKE)]

    reward = models.OneToOneField(Reward, primary_key=True, on_delete=models.PROTECT, related_name="taken_back")
    reason = models.CharField(max_length=10, choices=REASONS)
    """`report`: one about this conversation was upheld."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    transaction = models.OneToOneField("oase.LedgerTransaction", on_delete=models.PROTECT, related_name="taken_back")
    was_paid = models.BooleanField()
    """It had been paid out by then, so that it is taken off a later payout."""
