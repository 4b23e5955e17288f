from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from oase.conversations.models.conversation import Conversation

Person = settings.AUTH_USER_MODEL


class Message(models.Model):
    """One contribution. `body` is the shielded text; the original, if any, is in the vault."""

    CUSTOMER, EXPERT, AGENT = "customer", "expert", "agent"
    AUTHORS: ClassVar = [(CUSTOMER, "customer"), (EXPERT, "expert"), (AGENT, "agent")]
    CONVERSATION, STAFF = "conversation", "staff"
    AUDIENCES: ClassVar = [(CONVERSATION, "conversation"), (STAFF, "staff")]

    # Every index below begins with it, or is smaller without.
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False)
    seq = models.PositiveIntegerField()
    """Place in the conversation, shared with events: 1, 2, 3, … without a gap."""
    client_id = models.UUIDField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=10, choices=AUTHORS)
    audience = models.CharField(max_length=12, choices=AUDIENCES, default=CONVERSATION)
    body = models.TextField()
    shielded_at = models.DateTimeField(null=True, blank=True)
    """Empty while the shield has not vouched for `body`, which is empty until then."""
    original = models.OneToOneField(
        "oase.Sealed", null=True, blank=True, on_delete=models.SET_NULL, related_name="message"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["conversation", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_in_order"),
            models.UniqueConstraint(fields=["client_id", "conversation"], name="message_once"),
            models.CheckConstraint(condition=~Q(shielded_at=None) | Q(body=""), name="unshielded_body_is_empty"),
            models.CheckConstraint(
                condition=Q(audience="conversation") | Q(author_role="agent"), name="notes_are_by_staff"
            ),
        ]
        indexes = [
            models.Index(
                fields=["conversation", "seq"],
                name="message_waits_for_shield",
                condition=Q(shielded_at=None) & ~Q(original=None),
            ),
        ]


class Attachment(models.Model):
    """A file that came with a message; it exists in the vault only."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.OneToOneField("oase.SealedFile", on_delete=models.CASCADE, related_name="attachment")


class Draft(models.Model):
    """What someone is writing: saved as they type, theirs alone, gone when sent (`drafts.py`)."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=12, choices=Message.AUDIENCES, default=Message.CONVERSATION)
    """Who it is meant for: half an internal note must not come back as half a reply."""
    sealed = models.BinaryField()
    """The words under the writer's own key, bound to this conversation: not shielded yet, and nobody else's."""
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="one_draft_each")]
