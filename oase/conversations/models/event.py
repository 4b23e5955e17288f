from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from oase.conversations.models.conversation import Conversation

Person = settings.AUTH_USER_MODEL
CHANGES_OF_HANDS = ("handed_over", "assigned", "lapsed", "stepped_in", "came_back", "taken", "advisor_changed")


class Event(models.Model):
    """What happened in a conversation, in the same order as its messages. Written once, never changed."""

    KINDS: ClassVar = [
        (kind, kind)
        for kind in (
            "asked",
            "offered",
            "claimed",
            "given_on",
            "given_back",
            "company_asked",
            "lapsed",
            "assigned",
            "handed_over",
            "taken",
            "revealed",
            "solution_proposed",
            "solution_declined",
            "solved",
            "reminded",
            "reopened",
            "rated",
            "forgotten",
            "rested",
            "stepped_in",
            "came_back",
            "advisor_changed",
            "progress",
            "told_early",
            "goodwill",
            "goodwill_withdrawn",
            "merged",
            "unmerged",
            "split",
            "snoozed",
            "promise_moved",
            "solution_late",
        )
    ]

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=KINDS)
    actor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who did it; empty for what time did."""
    to = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who holds the conversation after it, where it changed hands."""
    detail = models.JSONField(default=dict)
    """Keys and shielded words: `level`, `reason`, `hint`, `purpose`, `due_at`."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["conversation", "seq"]
        constraints = [models.UniqueConstraint(fields=["conversation", "seq"], name="event_in_order")]
        # What changed hands today is looked for without knowing where.
        indexes = [models.Index(fields=["at"], name="event_changed_hands", condition=Q(kind__in=CHANGES_OF_HANDS))]


class Outbox(models.Model):
    """What must leave the house after the commit: at least once, and once for each key."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["not_before"], name="outbox_waiting", condition=Q(sent_at=None))]
