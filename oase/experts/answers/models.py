from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class SavedAnswer(models.Model):
    """An answer that an expert keeps to use again; shared, colleagues on the topic may use it, and its author earns."""

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="saved_answers")
    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    """What it answers, as the expert would look for it; shielded."""
    body = models.TextField()
    """Shielded."""
    language = models.CharField(max_length=2, default="de")
    shared = models.BooleanField(default=False)
    likeness = models.BinaryField()
    """What title and words mean, as a vector (`topics/likeness.py`)."""
    encoder = models.CharField(max_length=20)
    """What computed the vector: those of another cannot be compared, and are computed anew."""
    saved_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)


class Reuse(models.Model):
    """A saved answer that went out in an answer to a customer: a fact, from which rewards are worked out."""

    answer = models.ForeignKey(SavedAnswer, null=True, on_delete=models.SET_NULL, related_name="uses")
    """Empty once its author deleted it."""
    author = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="+")
    """Whose saved answer it was."""
    by = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="+")
    """Who used it."""
    conversation = models.ForeignKey("oase.Conversation", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "by", "author"], name="reused_once_in_a_conversation")
        ]


class Imprint(models.Model):
    """What a solved conversation was about, as a vector, so that a similar question finds it."""

    conversation = models.OneToOneField(
        "oase.Conversation", primary_key=True, on_delete=models.CASCADE, related_name="imprint"
    )
    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="+")
    likeness = models.BinaryField()
    encoder = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)


class Similar(models.Model):
    """A solved conversation that was found to be like the one an expert holds; its words show once it was opened."""

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey("oase.Conversation", on_delete=models.CASCADE, related_name="similar")
    other = models.ForeignKey("oase.Conversation", on_delete=models.CASCADE, related_name="+")
    alike = models.FloatField()
    """Cosine of the two questions: 1 is the same."""
    found_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expert", "conversation", "other"], name="similar_once"),
            models.CheckConstraint(condition=~Q(conversation=F("other")), name="similar_is_another"),
        ]
