from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from oase.conversations.models import Conversation, Message

Person = settings.AUTH_USER_MODEL


class Mention(models.Model):
    """A colleague who was named in an internal note, and is told so: `@Dora`."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    """Since when they have dealt with it: they ticked it off, or wrote in the concern themselves."""
    sent_at = models.DateTimeField(null=True, blank=True)
    """When the mail about it left, or was no longer needed."""
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    """Nobody is mailed who reads it on the page before."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="mentioned_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="mention_open", condition=Q(done_at=None)),
            models.Index(fields=["not_before"], name="mention_to_mail", condition=Q(sent_at=None)),
        ]
