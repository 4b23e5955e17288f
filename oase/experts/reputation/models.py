from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

Person = settings.AUTH_USER_MODEL


class Opening(models.Model):
    """That an expert opened a conversation: claimed it, checked it, or read it as a similar one (`guard.py`).

    Also that they read the first words of one on an offer; then `excerpt` says so until they open it.
    """

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="openings", db_index=False)
    conversation = models.ForeignKey("oase.Conversation", on_delete=models.CASCADE, related_name="+")
    session = models.CharField(max_length=16, blank=True)
    """Digest of the session that opened it last."""
    excerpt = models.BooleanField(default=False)
    first_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    """The last time."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "conversation"], name="opened_once")]
        indexes = [models.Index(fields=["expert", "at"], name="opening_lately")]


class Alarm(models.Model):
    """An expert's account opened as many conversations as one may in an hour and was stopped. Written once.

    One row for each company whose conversations were among them; a company learns of its own only.
    """

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="alarms")
    company = models.ForeignKey("oase.Company", on_delete=models.CASCADE, related_name="alarms")
    conversations = models.JSONField(default=list)
    """Ids of this company's conversations that were opened within the hour."""
    sessions = models.PositiveSmallIntegerField()
    """From how many sessions."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["company", "-at"], name="alarm_of_company")]


class Disowned(models.Model):
    """The owner of an account says that an alarm was not their doing: their sessions ended then."""

    alarm = models.OneToOneField(Alarm, primary_key=True, on_delete=models.CASCADE, related_name="disowned")
    at = models.DateTimeField(default=timezone.now)


class AlarmMail(models.Model):
    """An alarm on its way to one person: those who lead the company, and the owner of the account."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="mails")
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    not_before = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "recipient"], name="alarm_mailed_once")]
        indexes = [models.Index(fields=["not_before"], name="alarm_mail_waiting", condition=Q(sent_at=None))]


class AlarmAnswer(models.Model):
    """Who of the company looked at an alarm, and what they found."""

    HARMLESS, SUSPENDED = "harmless", "suspended"
    FOUND: ClassVar = [(found, found) for found in (HARMLESS, SUSPENDED)]

    alarm = models.OneToOneField(Alarm, primary_key=True, on_delete=models.CASCADE, related_name="answer")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    found = models.CharField(max_length=10, choices=FOUND)
    at = models.DateTimeField(default=timezone.now)


class Report(models.Model):
    """Somebody says that an expert's help was not right: a customer, another expert, or staff of the company."""

    CUSTOMER, PEER, AGENT = "customer", "peer", "agent"
    ROLES: ClassVar = [(role, role) for role in (CUSTOMER, PEER, AGENT)]
    WRONG, RUDE, PRIVATE, ADVERTISING, OTHER = "wrong", "rude", "private", "advertising", "other"
    REASONS: ClassVar = [(reason, reason) for reason in (WRONG, RUDE, PRIVATE, ADVERTISING, OTHER)]

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="reports")
    conversation = models.ForeignKey("oase.Conversation", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=ROLES)
    reason = models.CharField(max_length=12, choices=REASONS)
    words = models.TextField(blank=True)
    """Shielded."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "expert", "by"], name="reported_once")]


class Judgement(models.Model):
    """What those who lead the company decided about a report."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.CASCADE, related_name="judgement")
    upheld = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Suspension(models.Model):
    """A company lets an expert rest: nothing is offered to them, and what they held went on. Until it is lifted."""

    CONDUCT, QUALITY, ACCOUNT = "conduct", "quality", "account"
    REASONS: ClassVar = [(reason, reason) for reason in (CONDUCT, QUALITY, ACCOUNT)]

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="suspensions")
    company = models.ForeignKey("oase.Company", on_delete=models.CASCADE, related_name="suspensions")
    reason = models.CharField(max_length=10, choices=REASONS)
    """`account`: somebody else may be using it, so the expert rests with every company until this one lifts it."""
    words = models.TextField()
    """To the expert; shielded."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "company"], condition=Q(lifted_at=None), name="suspended_once_by_a_company"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | (~Q(lifted_at=None) & ~Q(lifted_by=None)),
                name="lifted_by_someone",
            ),
        ]


class Appeal(models.Model):
    """The expert's answer to a suspension, and what was decided on it: by somebody else than who suspended, if any."""

    suspension = models.OneToOneField(Suspension, primary_key=True, on_delete=models.CASCADE, related_name="appeal")
    words = models.TextField()
    """Shielded."""
    at = models.DateTimeField(default=timezone.now)
    granted = models.BooleanField(null=True)
    reply = models.TextField(blank=True)
    """To the expert; shielded."""
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)


class Appointment(models.Model):
    """A company made an expert senior on a topic, whatever the figures say. Until it is taken back."""

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="appointments")
    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="appointments")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expert", "topic"], condition=Q(ended_at=None), name="appointed_once")
        ]


class PublicPage(models.Model):
    """An expert shows the world what they are proud of. The row is their consent: without it there is no page."""

    expert = models.OneToOneField("oase.Expert", primary_key=True, on_delete=models.CASCADE, related_name="public_page")
    name = models.CharField(max_length=24, unique=True)
    """Drawn at random; part of the address. Who ends their page and begins another gets another address."""
    since = models.DateTimeField(default=timezone.now)
