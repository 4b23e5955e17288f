from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

Person = settings.AUTH_USER_MODEL


class Rating(models.Model):
    """Stars and a word of thanks after a solved conversation; it reaches everyone who helped."""

    conversation = models.OneToOneField("oase.Conversation", on_delete=models.CASCADE, related_name="rating")
    stars = models.PositiveSmallIntegerField()
    thanks = models.TextField(blank=True)
    """Shielded: experts read it too."""
    helpers: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(Person, related_name="ratings")
    named: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(Person, related_name="named_in", blank=True)
    """Whom of them the customer named as the one who helped; often nobody."""
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="one_to_five_stars")]
