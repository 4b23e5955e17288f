from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from uuid_utils.compat import uuid7


class Export(models.Model):
    """A person asked for all that is held about them. One is made at a time; its archive lies sealed in the vault."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    file = models.OneToOneField(
        "oase.SealedFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="export"
    )
    """The archive, until it has run out and was swept."""
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    """Pieces of work that are behind us, of `total`: entries twice (for people, for programs), files by the MiB."""
    total = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ready_at=None, failed_at=None), name="one_export_at_a_time"
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="export_done_at_most_all"),
            models.CheckConstraint(
                condition=Q(ready_at=None, expires_at=None) | Q(ready_at__isnull=False, expires_at__gt=F("ready_at")),
                name="export_ready_for_a_while",
            ),
        ]
        indexes = [models.Index(fields=["person", "-asked_at"], name="export_of_person")]

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100, rounded down: 100 is only said when it is."""
        return self.done * 100 // self.total if self.total else 0
