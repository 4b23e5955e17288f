from django.db import models

from oase.companies.models import Company


class OwnDay(models.Model):
    """A day on which a company is closed or has other hours than its week says. It goes before a public holiday."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="own_days")
    day = models.DateField()
    name = models.CharField(max_length=80, blank=True)
    """For the company's own people, and for whoever reads when it is open: "Inventory"."""
    yearly = models.BooleanField(default=False)
    """Every year on this day of this month; a day that names its year goes before it."""
    openings = models.JSONField(default=list, blank=True)
    """When it is open: `["09:00", "12:00"]` in the company's time zone, "00:00" as an end is midnight. None: closed."""

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["company", "day"], name="own_day_once")]
