from django.conf import settings
from django.db import models
from django.utils import timezone

from oase.companies.models import in_language

Person = settings.AUTH_USER_MODEL


class Expert(models.Model):
    """An independent person who answers other people's questions, for one company or several."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="expert")
    introduction_de = models.TextField(blank=True)
    introduction_en = models.TextField(blank=True)
    languages = models.JSONField(default=list)
    available = models.BooleanField(default=True)
    at_once = models.PositiveSmallIntegerField(default=3)
    """How many conversations they want to hold at the same time."""
    offers_at_once = models.PositiveSmallIntegerField(default=5)
    """How many questions may lie on their desk at the same time, offered and not claimed yet."""
    there = models.BooleanField(default=True)
    """Whether their hours and their pause let them be asked now; kept by `availability`."""
    time_zone = models.CharField(max_length=40, default="Europe/Berlin")
    """IANA name: in which their hours are meant."""
    suspended_at = models.DateTimeField(null=True, blank=True)
    """Since when they may not work here, until somebody decided."""
    since = models.DateTimeField(default=timezone.now)

    @property
    def introduction(self) -> str:
        return in_language(self.introduction_de, self.introduction_en)


class Qualification(models.Model):
    """The right to answer on a topic, earned by introduction, lessons and test."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="qualifications")
    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="qualifications")
    passed_at = models.DateTimeField(default=timezone.now)
    lapses_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "topic"], name="qualified_once")]


class Offer(models.Model):
    """A question offered to one expert. It stands while its assignment is current and the time has not run out."""

    assignment = models.ForeignKey("oase.Assignment", on_delete=models.CASCADE, related_name="offers")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="offers")
    wave = models.PositiveSmallIntegerField()
    reward_cents = models.PositiveIntegerField()
    reason = models.JSONField(default=dict)
    """Why this expert: what `ranking` drew for them, readable as `matching.reasons` says it."""
    offered_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "expert"], name="offered_once")]
        indexes = [models.Index(fields=["expert", "expires_at"], name="offer_of_expert")]
