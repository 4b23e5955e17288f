"""Who is there today and how much they carry; who is away, and who will be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, prefetch_related_objects

from oase.companies.models import Membership
from oase.companies.points import points_of
from oase.companies.presence import is_there
from oase.conversations.models import Assignment
from oase.jobs import clock
from oase.second_level.advisors.models import Absence
from oase.second_level.queries import colleagues_visible_to
from oase.second_level.rules import leads

AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Present:
    """One of the team: what they carry in points against their measure, and until when they are away."""

    membership: Membership
    there: bool
    points: int
    away_until: datetime | None
    with_others: int
    """Concerns that others hold only because they are away."""
    teams: list[str]

    @property
    def over(self) -> bool:
        """Carries more than they are meant to."""
        return self.points > self.membership.capacity

    @property
    def percent(self) -> int:
        """Of their measure, at most 100."""
        if not self.membership.capacity:
            return 100 if self.points else 0
        return min(100, round(100 * self.points / self.membership.capacity))


def team_today(membership: Membership) -> list[Present]:
    """Everybody of the team by name, for those who lead it; nobody is set above another."""
    if not leads(membership):
        return []
    people = list(colleagues_visible_to(membership).prefetch_related("teams"))
    # One company for all: its hours are read once.
    company = membership.company
    prefetch_related_objects([company], "opening_hours")
    for one in people:
        one.company = company
    points, now = points_of(people), clock.now()
    stood_in = Assignment.objects.filter(
        stands_in_for__in=[one.person_id for one in people], ended_at=None, conversation__company_id=company.pk
    )
    others = dict(stood_in.order_by().values_list("stands_in_for").annotate(number=Count("pk")))
    return [
        Present(
            membership=one,
            there=is_there(one, now),
            points=points.get(one.pk, 0),
            away_until=one.back_at(now),
            with_others=others.get(one.person_id, 0),
            teams=[team.name for team in one.teams.all()],
        )
        for one in people
    ]


def planned_visible_to(membership: Membership) -> list[Absence]:
    """Absences that begin within `AHEAD`, the next first. Why somebody is away is theirs alone."""
    if not leads(membership):
        return []
    now = clock.now()
    planned = Absence.objects.filter(
        membership__company_id=membership.company_id,
        membership__left_at=None,
        began_at=None,
        over_at=None,
        starts_at__gt=now,
        starts_at__lte=now + AHEAD,
    )
    return list(planned.select_related("membership__person").defer("sealed").order_by("starts_at", "pk"))
