from django.conf import settings
from django.db import models
from django.db.models import F, Q

from oase.conversations.models import Message

Person = settings.AUTH_USER_MODEL


class ReadMark(models.Model):
    """How far somebody came in a conversation: a row for each reader and the role they read in (`reading.py`).

    When they read is not kept: how far is all that the other side needs, and nobody's hours are watched.
    """

    conversation = models.ForeignKey("oase.Conversation", on_delete=models.CASCADE, related_name="read_marks")
    reader = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    """Empty for whoever came by the conversation's link."""
    role = models.CharField(max_length=10, choices=Message.AUTHORS)
    delivered_seq = models.PositiveIntegerField(default=0)
    """The newest entry that reached one of their pages."""
    read_seq = models.PositiveIntegerField(default=0)
    """The newest entry that was before their eyes."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "role", "reader"], nulls_distinct=False, name="one_read_mark_each"
            ),
            models.CheckConstraint(condition=Q(delivered_seq__gte=F("read_seq")), name="read_after_delivered"),
            models.CheckConstraint(condition=~Q(reader=None) | Q(role="customer"), name="guests_are_customers"),
        ]
