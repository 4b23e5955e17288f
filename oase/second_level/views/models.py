from typing import ClassVar

from django.db import models
from django.utils import timezone

from oase.companies.models import Company, Person
from oase.companies.teams.models import Team


class OwnView(models.Model):
    """A view of the inbox that somebody made from filters; for themself, their team, or all of the staff."""

    PRIVATE, TEAM, COMPANY = "private", "team", "company"
    SHARED: ClassVar = [(PRIVATE, PRIVATE), (TEAM, TEAM), (COMPANY, COMPANY)]

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="own_views")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="own_views")
    name = models.CharField(max_length=40)
    shared = models.CharField(max_length=8, choices=SHARED, default=PRIVATE)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="own_views")
    """Who sees it where it is shared with a team; without one it is its owner's alone."""
    filters = models.JSONField(default=dict)
    """What `filters.py` reads: only fields and values that were checked when it was saved."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "owner", "name"], name="own_view_once"),
            models.CheckConstraint(
                condition=models.Q(team=None) | models.Q(shared="team"), name="own_view_team_is_shared"
            ),
        ]
