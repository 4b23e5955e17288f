from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from oase.conversations.models.conversation import Conversation
from oase.jobs import clock

Person = settings.AUTH_USER_MODEL


class Assignment(models.Model):
    """Who holds the conversation, and by when the next step is promised. One current row for each open conversation."""

    NETWORK, EXPERT, ADVISOR, DEPUTY, TEAM, SUPERVISORS = (
        "network",
        "expert",
        "advisor",
        "deputy",
        "team",
        "supervisors",
    )
    LEVELS: ClassVar = [(level, level) for level in (NETWORK, EXPERT, ADVISOR, DEPUTY, TEAM, SUPERVISORS)]
    HOLDER, CUSTOMER = "holder", "customer"
    TURNS: ClassVar = [(HOLDER, "holder"), (CUSTOMER, "customer")]
    FIRST, NEXT, PROGRESS = "first", "next", "progress"
    PROMISES: ClassVar = [(promise, promise) for promise in (FIRST, NEXT, PROGRESS)]

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="assignments")
    level = models.CharField(max_length=12, choices=LEVELS)
    holder = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="holding")
    """The one who holds it; empty while a group (network, team, supervisors) does and nobody has taken it yet."""
    team = models.ForeignKey(
        "oase.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    """Which team is meant at the level of teams; empty: all of the company's staff."""
    stands_in_for = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """Who would hold it if they were there; when they are back it goes to them (`second_level/advisors`)."""
    turn = models.CharField(max_length=10, choices=TURNS, default=HOLDER)
    """Whose step is next. On the customer's turn `due_at` is when we remind, and then take silence for a yes."""
    due_at = models.DateTimeField()
    promise = models.CharField(max_length=10, choices=PROMISES, default=NEXT, db_default=NEXT)
    """What is owed by then on the holder's turn."""
    promised_at = models.DateTimeField(default=timezone.now)
    """When `due_at` was promised: the ring on the page is full at this time and empty at `due_at`."""
    late_since = models.DateTimeField(null=True, blank=True)
    """The first promise that was missed since the customer last had an answer; empty while all were kept."""
    reminded_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    """When whoever holds it was told that the promise is due soon; anew for each promise."""
    told_early_at = models.DateTimeField(null=True, blank=True)
    """When the customer was told that this promise will not be kept, before it was late."""
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation"], condition=Q(ended_at=None), name="one_current_assignment"),
            models.CheckConstraint(
                condition=(Q(level="network") & Q(holder=None))
                | (Q(level__in=["expert", "advisor", "deputy"]) & ~Q(holder=None))
                | Q(level__in=["team", "supervisors"]),
                name="level_fits_holder",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="assignment_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="assignment_due", condition=Q(ended_at=None)),
            models.Index(fields=["holder", "due_at"], name="assignment_of_holder", condition=Q(ended_at=None)),
            models.Index(fields=["conversation", "started_at"], name="assignment_history"),
            # Whose turn it is in a team that deals out is read off what it was given last.
            models.Index(fields=["team", "-started_at"], name="assignment_of_team", condition=~Q(team=None)),
            models.Index(
                fields=["stands_in_for"],
                name="assignment_stood_in",
                condition=Q(ended_at=None) & ~Q(stands_in_for=None),
            ),
            # What came to an end in the network is looked for again and again, to learn from it.
            models.Index(
                fields=["ended_at"],
                name="assignment_ended_in_network",
                condition=Q(level__in=["network", "expert"]) & ~Q(ended_at=None),
            ),
            models.Index(
                fields=["holder", "ended_at"],
                name="assignment_ended_lately",
                condition=Q(level="expert") & ~Q(ended_at=None),
            ),
        ]

    @property
    def is_late(self) -> bool:
        """Whether the customer waits longer than they were promised, here or at an earlier holder."""
        return self.missed_since(clock.now()) is not None

    def missed_since(self, now: datetime) -> datetime | None:
        """Since when the customer waits longer than they were promised; None while no promise was missed."""
        if self.turn != self.HOLDER:
            return None
        return self.late_since or (self.due_at if self.due_at <= now else None)
