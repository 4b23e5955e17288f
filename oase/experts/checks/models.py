from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Check(models.Model):
    """A newcomer's answer that a senior expert looks at before the customer reads it.

    It stands while nobody decided and its author holds the conversation. No message exists until then.
    """

    AGREED, REPLACED, UNSEEN, WITHDRAWN, OVERTAKEN = "agreed", "replaced", "unseen", "withdrawn", "overtaken"
    OUTCOMES: ClassVar = [(outcome, outcome) for outcome in (AGREED, REPLACED, UNSEEN, WITHDRAWN, OVERTAKEN)]

    assignment = models.ForeignKey("oase.Assignment", on_delete=models.CASCADE, related_name="checks", db_index=False)
    """Under which its author holds the conversation."""
    author = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="checks")
    client_id = models.UUIDField()
    """Of the message that it becomes."""
    body = models.TextField()
    """Shielded, as the customer would read it."""
    shielded_at = models.DateTimeField()
    solved = models.BooleanField(default=False)
    """Whether it is also proposed as solved."""
    inserted = models.JSONField(default=list)
    """Ids of the saved answers that went into it."""
    written_seq = models.PositiveIntegerField()
    """The last entry of the conversation when it was written: what came later its author did not know."""
    written_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField()
    """When it goes out by itself."""
    checker = models.ForeignKey(
        "oase.Expert", null=True, blank=True, on_delete=models.SET_NULL, related_name="checks_taken"
    )
    """The senior expert who looks at it, alone; empty while nobody does."""
    taken_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True, default="")
    """`unseen`: the window ended first; `overtaken`: the conversation left its author's hands; empty: still open."""
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)
    """From the senior expert to the author, shielded."""
    failed_at = models.DateTimeField(null=True, blank=True)
    """Since when it could not go out by itself; it is tried again, and holds up no lapsed promise any more."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment"], condition=Q(decided_at=None), name="one_check_at_a_time"),
            models.UniqueConstraint(
                fields=["assignment", "client_id"], condition=~Q(outcome="withdrawn"), name="checked_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & ~Q(decided_at=None)),
                name="check_is_open_or_decided",
            ),
            models.CheckConstraint(
                condition=Q(checker=None) | ~Q(checker=F("author")), name="nobody_checks_themselves"
            ),
        ]
        indexes = [
            models.Index(fields=["until_at"], name="check_open", condition=Q(decided_at=None)),
            models.Index(fields=["checker", "-decided_at"], name="check_of_checker"),
        ]


class AskedToCheck(models.Model):
    """A senior expert who was asked to look at an answer."""

    check_of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="asked", db_index=False)
    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="asked_to_check")
    asked_at = models.DateTimeField(default=timezone.now)
    passed_at = models.DateTimeField(null=True, blank=True)
    """When they let it go by."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_of", "expert"], name="asked_to_check_once")]
