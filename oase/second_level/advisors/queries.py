"""Reading who cares for whom, who is away when, and how much each one carries. Always for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from oase.companies.care import candidates
from oase.companies.models import Customer, Membership
from oase.companies.points import points_of
from oase.companies.presence import is_there
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.advisors.absences import reason_of
from oase.second_level.advisors.models import Absence, AdvisorChange
from oase.second_level.rules import leads


@dataclass(frozen=True)
class Planned:
    """An absence as its reader sees it; the reason is empty for everybody but the one whose it is."""

    absence: Absence
    reason: str


def absences_visible_to(reader: Membership, membership: Membership) -> list[Planned]:
    """What lies ahead and what is now, soonest first: one's own, or anybody's of the team for who leads it."""
    if reader.pk != membership.pk and not (leads(reader) and reader.company_id == membership.company_id):
        return []
    ahead = Absence.objects.filter(membership=membership, over_at=None, ends_at__gt=clock.now())
    return [Planned(one, reason_of(one, reader)) for one in ahead.select_related("by")]


def uncovered(membership: Membership, starts_at: datetime, ends_at: datetime) -> int:
    """How many of their customers have a deputy who is away as well at the beginning or the end of that time."""
    deputies = Membership.objects.filter(deputises__advisor=membership).distinct()
    away = [one.pk for one in deputies if not (one.is_there_at(starts_at) and one.is_there_at(ends_at))]
    return Customer.objects.filter(advisor=membership, deputy__in=away, person__is_active=True).count()


@dataclass(frozen=True)
class Choice:
    """Somebody who could be a customer's advisor."""

    membership: Membership
    there: bool
    points: int
    over: bool
    """They carry more than their capacity; no wall."""


def choices_for(customer: Customer) -> list[Choice]:
    """Who else could care for this customer, best first."""
    found = candidates(customer, [customer.advisor])
    return [Choice(one, is_there(one), _points(one), _points(one) > one.capacity) for one in found]


def _points(one: Membership) -> int:
    points: int = one.points  # type: ignore[attr-defined]  # annotated by `candidates`
    return points


def care_at(person: Person, slug: str) -> Customer | None:
    """This person as a customer of the company, with who cares for them; None where they are no customer."""
    found = Customer.objects.filter(person_id=person.pk, company__slug=slug)
    return found.select_related(
        "person", "company", "advisor__person", "advisor__company", "deputy__person", "deputy__company"
    ).first()


def advisor_since(customer: Customer) -> datetime:
    """Since when they have this advisor."""
    last = AdvisorChange.objects.filter(customer=customer, after=customer.advisor).first()
    return last.at if last is not None else customer.since


@dataclass(frozen=True)
class Carried:
    """What somebody carries, in points, against what they should."""

    points: int
    capacity: int

    @property
    def over(self) -> bool:
        """More than their capacity."""
        return self.points > self.capacity


def carried_visible_to(reader: Membership, members: Sequence[Membership]) -> dict[int, Carried]:
    """By membership: everybody's for who leads the team, else one's own alone."""
    shown = [one for one in members if one.pk == reader.pk or (leads(reader) and one.company_id == reader.company_id)]
    points = points_of(shown)
    return {one.pk: Carried(points[one.pk], one.capacity) for one in shown}
