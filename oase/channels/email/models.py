from django.conf import settings
from django.db import models
from django.utils import timezone

Person = settings.AUTH_USER_MODEL


class LocalMail(models.Model):
    """A mail that was not sent but kept here, while no mail server is configured."""

    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="local_mail_newest")]


class ReceivedMail(models.Model):
    """A mail that became a message: the same mail twice is the same message."""

    company = models.ForeignKey("oase.Company", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    """SHA-256 of the raw mail."""
    header_id = models.CharField(max_length=500, blank=True)
    """Its Message-ID (RFC 5322), by which replies name it."""
    message = models.ForeignKey("oase.Message", on_delete=models.CASCADE, related_name="+")
    whole = models.ForeignKey("oase.SealedFile", on_delete=models.CASCADE, related_name="+")
    """The raw mail in the vault, quotes and all."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "digest"], name="mail_received_once")]
        indexes = [models.Index(fields=["header_id"], name="mail_by_header_id")]


class RejectedMail(models.Model):
    """A mail that could not become a message: kept whole, with the reason, so that nothing is lost."""

    company = models.ForeignKey("oase.Company", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    raw = models.BinaryField()
    """Sealed by the house key: whose data it is could not be told."""
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "digest"], name="mail_rejected_once")]


class NoLateMail(models.Model):
    """Somebody who leads a company and wants no mail about what is late there."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="no_late_mail")
    since = models.DateTimeField(default=timezone.now)
