from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

Person = settings.AUTH_USER_MODEL


class Choice(models.Model):
    """A word of a conversation that its customer opened for experts, or that somebody hid by hand.

    An opened word is a consent: only the customer can give it (laws.sql), and it holds for the whole conversation until
    they withdraw it. The word itself is in the vault alone, as the customer's datum.
    """

    OPENED, MASKED = "opened", "masked"
    WHATS: ClassVar = [(OPENED, "opened"), (MASKED, "masked")]

    conversation = models.ForeignKey("oase.Conversation", on_delete=models.CASCADE, related_name="choices")
    message = models.ForeignKey(
        "oase.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="choices"
    )
    """With which message it was chosen; empty where the whole thread was looked through."""
    what = models.CharField(max_length=8, choices=WHATS)
    word = models.OneToOneField("oase.Sealed", null=True, blank=True, on_delete=models.SET_NULL, related_name="choice")
    """Empty once it was erased."""
    digest = models.CharField(max_length=24)
    """Of the word, of no use in another conversation: one word is chosen once."""
    kind = models.CharField(max_length=20, blank=True)
    """What kind of datum the shield takes it for; empty while the shield has not said."""
    placeholder = models.CharField(max_length=60, blank=True)
    """What stands, or would stand, in its place."""
    was_read = models.BooleanField(default=False)
    """Hidden after it had stood readable: whoever held it then knows the word, and a mask tells them nothing."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "digest"],
                condition=Q(withdrawn_at=None) & ~Q(word=None),
                name="one_choice_a_word",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("at")), name="withdrawn_after_chosen"
            ),
        ]
        indexes = [models.Index(fields=["conversation", "at"], name="choice_of_conversation")]
