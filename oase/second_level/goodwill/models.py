from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from oase.companies.models import Company, Membership, in_language
from oase.companies.teams.models import Team
from oase.conversations.models import Conversation

Person = settings.AUTH_USER_MODEL
MOST_CENTS = 100_000
"""No single gesture is worth more, in euro cents."""


class GoodwillKind(models.Model):
    """What a company likes to give: a voucher, flowers, a replacement. Customers read its name and its text."""

    ICONS: ClassVar = [
        (icon, icon) for icon in ("gift", "coins", "package", "hourglass", "leaf", "coffee", "wrench", "heart")
    ]

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="goodwill_kinds")
    name_de = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    text_de = models.CharField(max_length=300, blank=True)
    """How it reaches the customer, such as "is taken off your next invoice"."""
    text_en = models.CharField(max_length=300, blank=True)
    icon = models.CharField(max_length=12, choices=ICONS, default="gift")
    cents = models.PositiveIntegerField()
    """What one is usually worth, in euro cents; what is left of a budget is counted in it."""
    adjustable = models.BooleanField(default=False)
    """Whoever gives may choose another value."""
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    """Since then none is given any more; what was given stands."""

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name_de"], name="goodwill_kind_once_de"),
            models.UniqueConstraint(fields=["company", "name_en"], name="goodwill_kind_once_en"),
            models.CheckConstraint(condition=Q(cents__lte=MOST_CENTS), name="goodwill_kind_is_sane"),
        ]

    @property
    def name(self) -> str:
        return in_language(self.name_de, self.name_en)

    @property
    def text(self) -> str:
        return in_language(self.text_de, self.text_en)


class GoodwillBudget(models.Model):
    """How much may be given in a month without asking: by one member, by one team together, or by everybody else each.

    Where neither member nor team stands it is what each member has who has no budget of their own.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="goodwill_budgets")
    membership = models.OneToOneField(
        Membership, null=True, blank=True, on_delete=models.CASCADE, related_name="goodwill_budget"
    )
    team = models.OneToOneField(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="goodwill_budget")
    cents = models.PositiveIntegerField()
    """A month, in euro cents; what is not given lapses."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(membership=None, team=None), name="goodwill_budget_of_the_others"
            ),
            models.CheckConstraint(condition=Q(membership=None) | Q(team=None), name="goodwill_budget_of_one"),
        ]


class Goodwill(models.Model):
    """A line of the ledger: something given, or taken back. Written once; `goodwill.sql` is the law.

    What was said with it stands in the conversation's event and goes with the conversation.
    """

    OWN, TEAM, BEYOND = "own", "team", "beyond"
    FROM: ClassVar = [(where, where) for where in (OWN, TEAM, BEYOND)]

    client_id = models.UUIDField(unique=True)
    """Of whoever sent it: what is sent twice is given once."""
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="goodwill")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.SET_NULL, related_name="goodwill")
    """Empty once it was deleted; what was given stays counted."""
    kind = models.ForeignKey(GoodwillKind, on_delete=models.PROTECT, related_name="given")
    cents = models.IntegerField()
    """In euro cents; below zero where it was taken back."""
    giver = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="goodwill")
    """Under whose name the customer reads it; also of a line that takes back."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Who wrote this line: the giver, or whoever leads."""
    budget = models.CharField(max_length=6, choices=FROM)
    """Whose budget it came from; `beyond` is none, and then somebody who leads agreed."""
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    """The first day of the month whose budget it uses, by the company's own calendar."""
    withdraws = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="withdrawn")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdraws=None, cents__gte=0, cents__lte=MOST_CENTS)
                | (~Q(withdraws=None) & Q(cents__lte=0, cents__gte=-MOST_CENTS)),
                name="goodwill_gives_or_takes_back",
            ),
            models.CheckConstraint(
                condition=(Q(budget="beyond") & ~Q(approved_by=None)) | (~Q(budget="beyond") & Q(approved_by=None)),
                name="goodwill_beyond_was_approved",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="goodwill_month_begins"),
            models.CheckConstraint(condition=Q(team=None) | Q(budget="team"), name="goodwill_team_fits"),
        ]
        indexes = [
            models.Index(fields=["giver", "month"], name="goodwill_of_giver"),
            models.Index(fields=["team", "month"], name="goodwill_of_team", condition=~Q(team=None)),
            models.Index(fields=["company", "-at"], name="goodwill_of_company"),
        ]


class GoodwillWish(models.Model):
    """Something a member would like to give beyond the budgets; whoever leads decides, and then the customer hears."""

    GRANTED, DECLINED, DROPPED = "granted", "declined", "dropped"
    VERDICTS: ClassVar = [(verdict, verdict) for verdict in (GRANTED, DECLINED, DROPPED)]

    client_id = models.UUIDField(unique=True)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="goodwill_wishes")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="goodwill_wishes")
    kind = models.ForeignKey(GoodwillKind, on_delete=models.PROTECT, related_name="+")
    cents = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    """What the customer is to read with it, shielded."""
    reason = models.TextField()
    """What whoever decides is told, shielded."""
    giver = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="goodwill_wishes")
    at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(max_length=8, choices=VERDICTS, blank=True)
    """Empty while it waits."""
    answer = models.TextField(blank=True)
    """Why it was declined, shielded."""
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", decided_by=None, decided_at=None)
                | (~Q(verdict="") & ~Q(decided_by=None) & ~Q(decided_at=None)),
                name="goodwill_wish_decided_by_somebody",
            ),
            models.CheckConstraint(condition=Q(cents__lte=MOST_CENTS), name="goodwill_wish_is_sane"),
        ]
        indexes = [models.Index(fields=["company", "at"], name="goodwill_wish_waits", condition=Q(verdict=""))]
