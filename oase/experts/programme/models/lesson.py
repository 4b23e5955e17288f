from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from oase.companies.models import in_language

Person = settings.AUTH_USER_MODEL


class Lesson(models.Model):
    """A short text every expert reads before the test: of one topic, or of all of a company's."""

    company = models.ForeignKey("oase.Company", on_delete=models.CASCADE, related_name="lessons")
    topic = models.ForeignKey("oase.Topic", null=True, blank=True, on_delete=models.CASCADE, related_name="lessons")
    """Empty: it belongs to every topic."""
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]


class LessonVersion(models.Model):
    """The words of a lesson from a moment on; the highest number is the one to read. Never changed, only followed."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title_de = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    body_de = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    """Markdown without HTML."""
    material = models.BooleanField(default=False)
    """It says something new: who read an earlier one reads it again, and their qualification lapses with notice."""
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["lesson", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "number"], name="lesson_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="lesson_versions_from_one"),
        ]

    @property
    def title(self) -> str:
        return in_language(self.title_de, self.title_en)

    @property
    def body(self) -> str:
        return in_language(self.body_de, self.body_en)


class Acknowledgement(models.Model):
    """An expert says that they read a version of a lesson."""

    expert = models.ForeignKey("oase.Expert", on_delete=models.CASCADE, related_name="acknowledgements")
    version = models.ForeignKey(LessonVersion, on_delete=models.CASCADE, related_name="acknowledgements")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["expert", "version"], name="acknowledged_once")]
