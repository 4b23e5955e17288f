from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from oase.companies.models import Membership, Topic

Person = settings.AUTH_USER_MODEL


class ThanksDigest(models.Model):
    """The thanks of one week for one person, told by mail once; written only where there were any."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="thanks_digests")
    week = models.DateField()
    """The Monday on which it began."""
    not_before = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "week"], name="thanks_told_once_a_week")]
        indexes = [models.Index(fields=["not_before"], name="thanks_waiting", condition=Q(sent_at=None))]


class NoThanksMail(models.Model):
    """Somebody who wants no weekly mail with their thanks."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="no_thanks_mail")
    since = models.DateTimeField(default=timezone.now)


class LearningWish(models.Model):
    """A topic somebody of the staff would like to learn. They say so themselves; colleagues read it and may teach."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="learning")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "topic"], name="learning_once")]
