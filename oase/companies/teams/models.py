from django.db import models

from oase.companies.models import Company, Membership, in_language


class Team(models.Model):
    """Colleagues who share concerns of one kind; a topic may have its team, and one person may be in several."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="teams")
    name_de = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    members = models.ManyToManyField(Membership, related_name="teams", blank=True)
    deals = models.BooleanField(default=False, db_default=False)
    """Whether what comes to it is dealt out by turns among those who are there; else whoever wants takes it."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name_de"], name="team_once_de"),
            models.UniqueConstraint(fields=["company", "name_en"], name="team_once_en"),
        ]

    @property
    def name(self) -> str:
        return in_language(self.name_de, self.name_en)
