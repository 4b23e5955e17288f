from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from oase.conversations.models.conversation import Conversation

Person = settings.AUTH_USER_MODEL


class LateSolution(models.Model):
    """A solution that is late, on its way to one of those who lead the company: once for each promise."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="late_solutions")
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    was_due = models.DateTimeField()
    """The time that was promised."""
    seq = models.PositiveIntegerField()
    """Where it stands in the concern: who has read that far knows it."""
    at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    """When it may be mailed: what is late together is told together."""
    sent_at = models.DateTimeField(null=True, blank=True)
    """When the mail about it left, or was no longer needed."""
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "recipient", "was_due"], name="late_solution_told_once")
        ]
        indexes = [
            models.Index(fields=["recipient", "-at"], name="late_solution_of_leader"),
            models.Index(fields=["not_before"], name="late_solution_to_mail", condition=Q(sent_at=None)),
        ]
