from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oase.companies.models import in_language


class Widget(models.Model):
    """How a company's widget looks, what it says, and on whose pages it may stand. Without a row there is none."""

    RIGHT, LEFT = "right", "left"
    SIDES: ClassVar = [(RIGHT, _("right")), (LEFT, _("left"))]

    company = models.OneToOneField("oase.Company", on_delete=models.CASCADE, related_name="widget")
    origins = models.JSONField(default=list)
    """Origins (RFC 6454) whose pages may frame it, as `origins.py` reads them; empty: none."""
    accent = models.CharField(max_length=7, default="#1c5a43")
    on_accent = models.CharField(max_length=7, default="#ffffff")
    """Words on the accent; the contrast of the two is checked on saving (`contrast.py`)."""
    side = models.CharField(max_length=5, choices=SIDES, default=RIGHT)
    label_de = models.CharField(max_length=40, blank=True)
    label_en = models.CharField(max_length=40, blank=True)
    """On the button."""
    greeting_de = models.CharField(max_length=300, blank=True)
    greeting_en = models.CharField(max_length=300, blank=True)
    """Above the question."""

    @property
    def label(self) -> str:
        return in_language(self.label_de, self.label_en)

    @property
    def greeting(self) -> str:
        return in_language(self.greeting_de, self.greeting_en)


class IdentityKey(models.Model):
    """With which a company's server signs who is at its page; an ended one is kept as a trace and verifies nothing."""

    ALGORITHMS: ClassVar = [(name, name) for name in ("HS256", "RS256", "ES256")]

    company = models.ForeignKey("oase.Company", on_delete=models.CASCADE, related_name="identity_keys")
    kid = models.CharField(max_length=16, unique=True)
    """Names the key in the header of a token (RFC 7515 §4.1.4)."""
    algorithm = models.CharField(max_length=5, choices=ALGORITHMS)
    secret = models.BinaryField(null=True, blank=True)
    """HS256: the shared secret, sealed for the house."""
    public = models.TextField(blank=True)
    """RS256 and ES256: the public key as PEM."""
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(algorithm="HS256", public="", secret__isnull=False)
                | (~models.Q(algorithm="HS256") & ~models.Q(public="") & models.Q(secret=None)),
                name="identity_key_fits_algorithm",
            )
        ]


class UsedNonce(models.Model):
    """A token's nonce that was shown once and is good for nothing more; kept until the token would have run out."""

    company = models.ForeignKey("oase.Company", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    """SHA-256 of the nonce."""
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "digest"], name="nonce_used_once")]
        indexes = [models.Index(fields=["expires_at"], name="nonce_expires")]
