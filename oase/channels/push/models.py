from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

Person = settings.AUTH_USER_MODEL


class PushDevice(models.Model):
    """One browser that may be rung for one person, as long as that person is signed in there."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="push_devices")
    session_key = models.CharField(max_length=40, db_index=True)
    """The sign-in it belongs to: when that ends, in whatever way, this browser is rung no more."""
    digest = models.CharField(max_length=64, unique=True)
    """Of the address of the browser at its push service: the same browser is one row, whoever signs in there."""
    sealed = models.BinaryField()
    """Address and keys of the subscription (RFC 8030, RFC 8291) as JSON, under the person's key."""
    label = models.CharField(max_length=40)
    """Browser and system in two words, so that its owner knows it again."""
    created_at = models.DateTimeField(default=timezone.now)
    last_sent_at = models.DateTimeField(null=True, blank=True)


class NoticeWishes(models.Model):
    """Which notices somebody wants on their devices, and when they want quiet. Without a row: all, and no quiet."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="notice_wishes")
    off = models.JSONField(default=list)
    """The kinds that were turned off."""
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    """Both or neither; on the clock of `zone`, and over midnight where the first is the later one."""
    zone = models.CharField(max_length=64, default="Europe/Berlin")
    """IANA time zone."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None) | (~Q(quiet_from=None) & ~Q(quiet_until=None)),
                name="quiet_has_two_ends",
            )
        ]


class Push(models.Model):
    """One notice for one device: written once for each key, sent at least once, and gone after some days."""

    KINDS: ClassVar = [(kind, kind) for kind in ("answers", "hands", "offers", "held", "led", "test")]

    device = models.ForeignKey(PushDevice, on_delete=models.CASCADE, related_name="pushes")
    kind = models.CharField(max_length=10, choices=KINDS)
    key = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    """The path that opens when it is touched; whoever opens it is asked anew whether they may."""
    conversation = models.ForeignKey(
        "oase.Conversation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    seq = models.PositiveIntegerField(default=0)
    """What it tells of: once this is read there is nothing to tell any more."""
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    """Later it is no news any more."""
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    """Not sent, and not to be: read by then, not wanted any more, too old, or refused for good."""
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "key"], name="pushed_once")]
        indexes = [
            models.Index(fields=["not_before"], name="push_waiting", condition=Q(sent_at=None, dropped_at=None)),
        ]
