from typing import ClassVar

from django.db import models
from django.utils import timezone

from oase.companies.models import Company, Person


class SettingChange(models.Model):
    """Who changed which setting from what to what. Written once: `audit.sql` refuses to change or delete a row."""

    AREAS: ClassVar = [
        (area, area)
        for area in ("hours", "holidays", "promises", "topics", "tags", "macros", "teams", "roles", "retention",
                     "goodwill", "programme", "widget", "payouts", "company", "views")
    ]  # fmt: skip

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="setting_changes")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty for what the house did by itself."""
    area = models.CharField(max_length=12, choices=AREAS)
    subject = models.CharField(max_length=120, blank=True)
    """What it was about within its area: a topic, a team, a colleague's first name. Shown as it was then."""
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    """Plain values by the setting's name; None before it was made and after it was taken away."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["company", "-at"], name="setting_change_of_company")]
