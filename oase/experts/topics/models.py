from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

Person = settings.AUTH_USER_MODEL


class Recognition(models.Model):
    """What a company's recogniser of topics has learned: numbers only (numpy's .npz without objects), no pickle."""

    company = models.OneToOneField(
        "oase.Company", primary_key=True, on_delete=models.CASCADE, related_name="recognition"
    )
    version = models.PositiveIntegerField(default=1)
    """One more with every training: who keeps it in memory sees that there is a new one."""
    data = models.BinaryField(default=bytes)
    """Empty while there is too little to learn from: then keywords alone decide."""
    learned_from = models.CharField(max_length=64)
    """Digest of the topics, their examples and the corrections it was taught with."""
    examples = models.PositiveIntegerField(default=0)
    conversations = models.PositiveIntegerField(default=0)
    """How many of the examples were conversations."""
    right = models.FloatField(null=True)
    """Share of its examples that it recognises without having learned from them."""
    seconds = models.FloatField(default=0)
    learned_at = models.DateTimeField(default=timezone.now)


class TopicCorrection(models.Model):
    """Somebody on the staff said what a conversation is really about; the last word counts."""

    conversation = models.ForeignKey("oase.Conversation", on_delete=models.CASCADE, related_name="topic_corrections")
    was = models.ForeignKey("oase.Topic", null=True, on_delete=models.SET_NULL, related_name="+")
    topic = models.ForeignKey("oase.Topic", null=True, on_delete=models.CASCADE, related_name="+")
    """Empty: none of the company's topics."""
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["conversation", "-at"], name="correction_last")]
