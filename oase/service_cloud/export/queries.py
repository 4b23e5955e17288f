"""A person's exports, and what is kept about them in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from oase.companies.models import Customer
from oase.conversations.models import Draft, Message
from oase.experts.models import Expert
from oase.people.known import contact_of
from oase.people.models import Person
from oase.privacy.models import AccessLog
from oase.ratings.models import Rating
from oase.service_cloud.export.files import files_of
from oase.service_cloud.export.models import Export


@dataclass(frozen=True)
class Kept:
    """How much of each kind is kept about a person."""

    concerns: int
    messages: int
    files: int
    accesses: int
    ratings: int
    drafts: int
    contact: bool
    helps: bool
    """Whether they also help others, as expert or staff."""


def exports_visible_to(person: Person) -> "QuerySet[Export]":
    """The person's own, newest first."""
    return Export.objects.filter(person_id=person.pk).select_related("file").order_by("-asked_at", "-pk")


def export_visible_to(person: Person, export_id: UUID) -> Export | None:
    """One of the person's own; None for anybody else's."""
    return exports_visible_to(person).filter(pk=export_id).first()


def kept_about(person: Person) -> Kept:
    """What is kept, counted."""
    own = Message.objects.filter(conversation__customer__person=person, audience=Message.CONVERSATION)
    messages = own.aggregate(all=Count("pk"), concerns=Count("conversation", distinct=True))
    return Kept(
        concerns=messages["concerns"],
        messages=messages["all"],
        files=files_of(person).count(),
        accesses=AccessLog.objects.filter(person=person).exclude(viewer=person).count(),
        ratings=Rating.objects.filter(conversation__customer__person=person).count(),
        drafts=Draft.objects.filter(person=person).count(),
        contact=any(contact_of(person).values()),
        helps=Expert.objects.filter(person=person).exists() or person.memberships.exists(),
    )


def customers_of(person: Person) -> Sequence[Customer]:
    """Where the person is a customer, with how many concerns there are and how many still open."""
    customers = Customer.objects.filter(person=person).select_related("company", "advisor__person", "deputy__person")
    counted = customers.annotate(
        concerns=Count("conversations"), still_open=Count("conversations", filter=Q(conversations__solved_at=None))
    )
    return list(counted.order_by("company__name"))
