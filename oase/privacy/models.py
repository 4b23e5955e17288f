from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7


class VaultKey(models.Model):
    """The check value of a key of the house: which keys this database needs, and which one wraps new data keys.

    Never the key itself. The application may read rows and add the first ones, never change them.
    """

    CURRENT, OLD, RETIRED, SECRETS = "current", "old", "retired", "secrets"
    STATES: ClassVar = [
        (CURRENT, "wraps new data keys"),
        (OLD, "being replaced"),
        (RETIRED, "wraps nothing any more"),
        (SECRETS, "the secrets of the house"),
    ]

    id = models.CharField(max_length=16, primary_key=True)
    """`key_id` of the key (privacy/keyring.py)."""
    state = models.CharField(max_length=8, choices=STATES)
    since = models.DateTimeField(default=timezone.now)
    """First used."""
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state__in=["current", "secrets"]), name="one_current_vault_key"
            )
        ]


class PersonKey(models.Model):
    """The data key of one person, wrapped by a key-encryption key. Without it nothing of theirs can be read.

    Of an erased person the row stays, empty: it keeps a new key from being made for them.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    wrapped = models.BinaryField()
    key_id = models.CharField(max_length=16, blank=True, db_index=True)
    """Which key-encryption key wraps it; empty for those made before keys had ids."""
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(wrapped=b""), name="erased_key_is_destroyed"
            )
        ]


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

    ORIGINALS, FILE, CONTACT, EXPORT, PAYMENT, FOUND = "originals", "file", "contact", "export", "payment", "found"
    KINDS: ClassVar = [
        (ORIGINALS, "originals"),
        (FILE, "file"),
        (CONTACT, "contact"),
        (EXPORT, "everything"),
        (PAYMENT, "where money goes"),
        (FOUND, "found by name, address or number"),
    ]

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about = models.UUIDField()
    """The conversation it was opened in, of FOUND their latest one at the company; of EXPORT the archive that was
    fetched, of PAYMENT the closed month."""
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
