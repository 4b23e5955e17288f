from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class PersonKey(models.Model):
    """The data key of one person, wrapped by the key-encryption key. Without this row nothing of theirs can be read."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)


class Sealed(models.Model):
    """One original in the vault: AES-GCM ciphertext that only opens in this row, for this person and this kind."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    """Whose data it is."""
    kind = models.CharField(max_length=20)
    ciphertext = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)


class SealedFile(models.Model):
    """An attachment: an encrypted file in the vault folder; name and type are sealed too."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    description = models.BinaryField()
    """Sealed JSON: name, content type."""
    size = models.PositiveBigIntegerField()
    """Bytes before encryption."""
    created_at = models.DateTimeField(default=timezone.now)


class AccessLog(models.Model):
    """Who looked at whose data, what kind, when and for what. The application may insert and read, never change."""

    ORIGINALS, FILE, CONTACT = "originals", "file", "contact"
    KINDS: ClassVar = [(ORIGINALS, "originals"), (FILE, "file"), (CONTACT, "contact")]

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about = models.UUIDField()
    """The conversation it was opened in."""
    kind = models.CharField(max_length=12, choices=KINDS)
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    hour = models.DateTimeField()
    """`at` cut to the hour: the same viewer, matter and purpose are written once an hour."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "person", "about", "kind", "purpose", "hour"], name="access_logged_once_an_hour"
            ),
            models.CheckConstraint(condition=~models.Q(purpose=""), name="access_has_a_purpose"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="access_of_person")]
