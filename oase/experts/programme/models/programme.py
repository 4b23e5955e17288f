from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from oase.companies.models import in_language

Person = settings.AUTH_USER_MODEL


class Programme(models.Model):
    """What a company asks of its experts. Without a row the defaults hold, and nobody is invited."""

    company = models.OneToOneField("oase.Company", primary_key=True, on_delete=models.CASCADE, related_name="programme")
    inviting = models.BooleanField(default=False)
    """Whether the public page invites experts and applications are taken."""
    welcome_de = models.TextField(blank=True)
    welcome_en = models.TextField(blank=True)
    """Markdown, for the public page."""
    valid_days = models.PositiveSmallIntegerField(default=365)
    """How long a qualification holds."""
    notice_days = models.PositiveSmallIntegerField(default=14)
    """How long it still holds after its lessons changed materially, and how long before its end experts are told."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_days__gte=1), name="qualification_holds_a_day"),
            models.CheckConstraint(condition=Q(notice_days__gte=1), name="notice_is_a_day"),
        ]

    @property
    def welcome(self) -> str:
        return in_language(self.welcome_de, self.welcome_en)


class Application(models.Model):
    """An expert has introduced themself to a company. Faces and languages are the expert's for all companies."""

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="applications")
    company = models.ForeignKey("oase.Company", on_delete=models.CASCADE, related_name="applications")
    experience = models.TextField(blank=True)
    """What they know and how they came to know it; read by the company."""
    applied_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "company"], name="applied_once")]


class ProgrammeNotice(models.Model):
    """Something an expert is told about their programme: on their page, and by mail. Once for each key."""

    LAPSES, LAPSED, PASSED, FAILED = "lapses", "lapsed", "passed", "failed"
    KINDS: ClassVar = [(kind, kind) for kind in (LAPSES, LAPSED, PASSED, FAILED)]
    YEAR, LESSONS = "year", "lessons"
    REASONS: ClassVar = [(reason, reason) for reason in ("", YEAR, LESSONS)]

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="programme_notices")
    topic = models.ForeignKey("oase.Topic", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=KINDS)
    reason = models.CharField(max_length=8, choices=REASONS, blank=True)
    """Why a qualification lapses: it is a year old, or its lessons changed."""
    lapses_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(default=timezone.now)
    """When its mail is due; later and later while no mail server takes it."""
    sent_at = models.DateTimeField(null=True, blank=True)
    """When the mail left."""
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], name="programme_notice_due", condition=Q(sent_at=None)),
            models.Index(fields=["expert", "-at"], name="programme_notice_of_expert"),
        ]


class Portrait(models.Model):
    """A picture an expert uploaded: drawn anew from what came in, so that it holds pixels and nothing else."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="portrait")
    key = models.CharField(max_length=40, unique=True)
    """What stands in `Person.face` while it is worn."""
    jpeg = models.BinaryField()
    """A square of `programme.portraits.SIDE` pixels."""
    at = models.DateTimeField(default=timezone.now)
