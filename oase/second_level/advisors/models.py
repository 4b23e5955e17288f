from typing import ClassVar

from django.db import models
from django.utils import timezone

from oase.companies.models import Customer, Membership, Person


class Absence(models.Model):
    """Somebody is not there from one moment to another. Those of one person never overlap (`absences.py`)."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sealed = models.BinaryField(null=True)
    """Why, under their own key and for their own eyes; empty when nothing was said."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Who entered it: themself, or who leads the team when somebody rang in ill."""
    planned_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True, blank=True)
    """When what they held began to move to their deputies; empty while it lies ahead."""
    over_at = models.DateTimeField(null=True, blank=True)
    """When what others held only because of it began to come back."""

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="absence_ends_later"),
            models.UniqueConstraint(
                fields=["membership"],
                condition=~models.Q(began_at=None) & models.Q(over_at=None),
                name="away_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="absence_begins", condition=models.Q(began_at=None, over_at=None)),
            models.Index(fields=["ends_at"], name="absence_ends", condition=models.Q(over_at=None)),
        ]


class AdvisorChange(models.Model):
    """A customer has another advisor since then. Written once; the first advisor of all is no change."""

    CUSTOMER, STAFF, LEFT = "customer", "staff", "left"
    REASONS: ClassVar = [(reason, reason) for reason in (CUSTOMER, STAFF, LEFT)]

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="advisor_changes")
    before = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    after = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty for what the house did when somebody had left."""
    reason = models.CharField(max_length=10, choices=REASONS)
    """Who wanted it: the customer, the staff, or nobody, because the advisor left."""
    at = models.DateTimeField(default=timezone.now)
    note_asked_at = models.DateTimeField(null=True, blank=True)
    """Since when the one before is asked for a word to the one after; empty where it came along, or is not needed."""

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["customer", "-at"], name="advisor_changes_of_customer")]


class HandoverNote(models.Model):
    """What the new advisor should know of a customer: among staff only, kept with the customer, shielded."""

    change = models.OneToOneField(AdvisorChange, on_delete=models.CASCADE, related_name="note")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    """Shielded."""
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    """When the new advisor first had it before them."""
