"""Being forgotten: who asked for it and until when they may think again, and what was done."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from oase.jobs import clock


def fresh_token() -> str:
    """256 bits that open one report."""
    return secrets.token_urlsafe(32)


class Erasure(models.Model):
    """One person's wish to be forgotten: waiting until `due_at`, taken back, or carried out.

    What remains of it afterwards names nobody: the number of an empty row, times and counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="erasures")
    token = models.CharField(max_length=43, unique=True, default=fresh_token)
    """Opens the report; whoever has the link may read it."""
    language = models.CharField(max_length=2, default="de")
    """Of the report."""
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    """When a mail said that this was asked for, so that nobody is forgotten behind their back."""
    key_destroyed_at = models.DateTimeField(null=True, blank=True)
    """From here on there is no way back."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often the last mail was tried in vain."""
    not_before = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=dict)
    """Counts per kind, and what stays until when (`service_cloud/erasure/report.py`)."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None, done_at=None), name="one_erasure_under_way"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(key_destroyed_at=None), name="no_way_back_from_erasure"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="erasure_waiting", condition=Q(revoked_at=None, done_at=None))]

    @property
    def is_due(self) -> bool:
        """Whether the time to think again is over."""
        return self.due_at <= clock.now()

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be taken back."""
        return self.revoked_at is None and self.key_destroyed_at is None and self.done_at is None
