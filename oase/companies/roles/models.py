from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from oase.companies.models import Company, Membership, Person
from oase.jobs import clock

OPEN_FOR = timedelta(days=14)


def closes() -> datetime:
    """When an invitation that is written now ends."""
    return clock.now() + OPEN_FOR


class Invitation(models.Model):
    """A place on a company's staff that waits for the one it is offered to; accepted or withdrawn, the row is gone.

    Nobody is made a colleague without saying yes, and until then nobody learns whether we know them.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Membership.ROLES, default=Membership.AGENT)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(default=closes)
    not_before = models.DateTimeField(default=timezone.now)
    """When the mail is due, or tried again."""
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "person"], name="invited_once")]
        indexes = [models.Index(fields=["not_before"], name="invitation_to_mail", condition=models.Q(sent_at=None))]
