from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

Person = settings.AUTH_USER_MODEL


class ExpertHours(models.Model):
    """A span of a weekday in which an expert wants to be asked, on the clock of their own time zone; 0 is Monday.

    Without any they are asked at all times. A span that ends at or before its beginning ends on the next day, so
    18:00 to 00:00 is until midnight, 22:00 to 02:00 over it, and 00:00 to 00:00 the whole day.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="expert_hours")
    weekday = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["weekday", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="expert_weekday_of_seven"),
            models.CheckConstraint(condition=~Q(begins=F("ends")) | Q(begins="00:00"), name="expert_hours_last"),
            models.UniqueConstraint(fields=["person", "weekday", "begins"], name="expert_hours_once"),
        ]


class Availability(models.Model):
    """How an expert wants to be told, and what stands beside their hours just now. Without a row: by mail, nothing."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="availability")
    mail_offers = models.BooleanField(default=True)
    """A mail when questions are offered: one for a burst, and without a word of the question."""
    mail_replies = models.BooleanField(default=True)
    """A mail when an asker wrote again in a conversation they hold; their reply to it is an answer."""
    beyond_until = models.DateTimeField(null=True, blank=True)
    """They said that they are here although it is outside their hours: until then."""
    reacted_at = models.DateTimeField(null=True, blank=True)
    """When they last said or changed something about being there."""
    look_at = models.DateTimeField(null=True, blank=True)
    """When time alone may change whether they are there; empty while it cannot."""

    class Meta:
        indexes = [models.Index(fields=["look_at"], name="availability_turns", condition=~Q(look_at=None))]


class Pause(models.Model):
    """An expert is not asked for a while. The row goes when they are back."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="pause")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    """Empty: until they say that they are back."""
    unanswered = models.PositiveSmallIntegerField(default=0)
    """After so many bursts of offers without a reaction the house paused them; nought when they did it themself."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="pause_lasts")]


class ExpertNotice(models.Model):
    """Something to tell an expert by mail: written once for each key, sent at least once, and gone after some days."""

    OFFERS, CHECKS, REPLIES, PAUSED = "offers", "checks", "replies", "paused"
    UNSENT, FILES = "unsent", "files"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="expert_notices")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=120, unique=True)
    conversation = models.ForeignKey(
        "oase.Conversation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(max_length=20, blank=True)
    """Why, where the kind does not say it: a key, never words."""
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    """Not sent, and not to be: seen by then, gone, or not wanted any more."""
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"], name="expert_notice_waiting", condition=Q(sent_at=None, dropped_at=None)
            ),
            models.Index(fields=["person", "kind", "-created_at"], name="expert_notice_newest"),
        ]


class MailedAnswer(models.Model):
    """A mail of an expert that came in at a relay address: the same mail twice is the same answer."""

    SENT, KEPT, REFUSED = "sent", "kept", "refused"
    OUTCOMES: ClassVar = [(outcome, outcome) for outcome in (SENT, KEPT, REFUSED)]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mailed_answers")
    conversation = models.ForeignKey("oase.Conversation", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the raw mail."""
    outcome = models.CharField(max_length=8, choices=OUTCOMES)
    """`kept`: not sent, and their words lie as a draft on the desk; `refused`: not sent, and the mail was set aside."""
    at = models.DateTimeField(default=timezone.now)
