"""Reading for the second level: colleagues, the team, and what stands beside a case. Always for a member of staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q, QuerySet

from oase.companies.models import Membership, Purpose
from oase.companies.teams.models import Team
from oase.conversations.models import Assignment, Conversation
from oase.conversations.queries import office_visible_to
from oase.conversations.rules import SECOND_LEVEL
from oase.jobs import clock
from oase.jobs.planned import Planned
from oase.people.models import Person
from oase.privacy import vault
from oase.second_level.rules import leads

WEEK = timedelta(days=7)


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Where this person is on the staff now."""
    return _memberships(person.pk)


def _memberships(person_id: int) -> QuerySet[Membership]:
    there = Membership.objects.filter(person_id=person_id, left_at=None, person__is_active=True)
    return there.select_related("company", "person").order_by("company__name")


_every_membership = Planned(_memberships, int)


def membership_at(person: Person, slug: str) -> Membership | None:
    """Their place on the staff of this company; None when they have none."""
    return next((one for one in _every_membership(person.pk) if one.company.slug == slug), None)


def colleagues_visible_to(membership: Membership) -> QuerySet[Membership]:
    """Everyone on the staff of the member's company now, themself included, by name."""
    return (
        Membership.objects.filter(company_id=membership.company_id, left_at=None, person__is_active=True)
        .select_related("person")
        .order_by("person__first_name", "pk")
    )


def takers_visible_to(membership: Membership, conversation: Conversation, holder_id: int | None) -> list[Membership]:
    """Whom the member may give this concern to: colleagues who are there, the customer's deputy and advisor first."""
    closed = {membership.person_id, conversation.customer.person_id, holder_id}
    takers = [one for one in colleagues_visible_to(membership) if one.is_there and one.person_id not in closed]
    closest = [conversation.customer.deputy_id, conversation.customer.advisor_id]
    return sorted(takers, key=lambda one: closest.index(one.pk) if one.pk in closest else len(closest))


def teams_of(takers: Sequence[Membership]) -> QuerySet[Team]:
    """The teams in which one of these colleagues is, in the company's order."""
    return Team.objects.filter(members__in=[one.pk for one in takers]).distinct().order_by("position", "pk")


def purposes_visible_to(membership: Membership) -> QuerySet[Purpose]:
    """What originals may be opened for in the member's company."""
    return Purpose.objects.filter(company_id=membership.company_id)


def earlier_visible_to(membership: Membership, conversation: Conversation, *, most: int = 5) -> list[Conversation]:
    """The customer's other concerns at this company, newest first."""
    others = office_visible_to(membership).filter(customer_id=conversation.customer_id).exclude(pk=conversation.pk)
    return list(others.order_by("-last_message_at", "-pk")[:most])


def purpose_given_by(membership: Membership, conversation: Conversation) -> str:
    """What the member opened the originals for within this hour; empty while they are closed to them."""
    return vault.purpose_given(viewer_id=membership.person_id, about=conversation.pk) or ""


@dataclass(frozen=True)
class Colleague:
    """One of the team; the figures are None for those who do not lead it."""

    membership: Membership
    held: int | None = None
    waiting: int | None = None
    late: int | None = None
    """Promises now overdue, or that lapsed within seven days."""


def team_visible_to(membership: Membership) -> list[Colleague]:
    """The team by name, never by figures; what each one holds and was late with only for those who lead."""
    colleagues = colleagues_visible_to(membership)
    if not leads(membership):
        return [Colleague(one) for one in colleagues]
    now = clock.now()
    mine = Q(person__holding__conversation__company_id=membership.company_id)
    held = mine & Q(person__holding__ended_at=None, person__holding__level__in=SECOND_LEVEL)
    waiting = held & Q(person__holding__turn=Assignment.HOLDER)
    lapsed = mine & Q(
        person__holding__level__in=SECOND_LEVEL,
        person__holding__turn=Assignment.HOLDER,
        person__holding__ended_at__gte=F("person__holding__due_at"),
        person__holding__due_at__gte=now - WEEK,
    )
    overdue = waiting & Q(person__holding__due_at__lt=now)
    counted = colleagues.annotate(
        held=Count("person__holding", filter=held, distinct=True),
        waiting=Count("person__holding", filter=waiting, distinct=True),
        late=Count("person__holding", filter=lapsed | overdue, distinct=True),
    )
    return [Colleague(one, one.held, one.waiting, one.late) for one in counted]


def unheld_visible_to(membership: Membership) -> int:
    """How many concerns wait for somebody of the team to take them."""
    waiting = Q(assignments__ended_at=None, assignments__holder=None, assignments__level__in=SECOND_LEVEL)
    return office_visible_to(membership).filter(waiting).count()
