"""Figures: one's own to oneself, and of a team together. Nobody's minutes, and no order of people."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from oase.companies.models import Membership
from oase.companies.teams.models import Team
from oase.jobs import clock
from oase.ratings.models import Rating
from oase.second_level.people.thanks import GLAD
from oase.second_level.rules import leads

DAYS = 30
FEWEST = 3
"""Of fewer people nothing is shown together: who knows their own figures would know the other's."""


@dataclass(frozen=True)
class Figures:
    """What came back in the last thirty days."""

    rated: int
    stars: float | None
    """Mean of the ratings, 1 to 5."""
    glad: int
    """Ratings of four stars and more."""
    words: int
    """With a word of thanks."""


@dataclass(frozen=True)
class Together:
    """A team's figures, or the whole company's; None where too few people would stand behind them."""

    name: str
    people: int
    figures: Figures | None


def own_figures(membership: Membership) -> Figures:
    """One's own, for oneself alone."""
    return _figures(_lately(membership).filter(helpers=membership.person_id))


def figures_together(membership: Membership) -> list[Together]:
    """Of the teams the member is in, or of all where they lead; the whole company's staff (named "") comes last."""
    company = membership.company
    teams = Team.objects.filter(company=company) if leads(membership) else membership.teams.all()
    found = []
    for team in teams:
        members = team.members.filter(left_at=None, person__is_active=True)
        found.append(_together(membership, team.name, members))
    staff = company.memberships.filter(left_at=None, person__is_active=True)
    return [*found, _together(membership, "", staff)]


def _together(membership: Membership, name: str, members: QuerySet[Membership]) -> Together:
    number = members.count()
    return Together(name, number, _of(membership, members.values("person_id")) if number >= FEWEST else None)


def _of(membership: Membership, people: QuerySet[Membership, Any]) -> Figures:
    helped = Rating.helpers.through.objects.filter(person_id__in=people).values("rating_id")
    return _figures(_lately(membership).filter(pk__in=helped))


def _lately(membership: Membership) -> QuerySet[Rating]:
    since = clock.now() - timedelta(days=DAYS)
    return Rating.objects.filter(conversation__company_id=membership.company_id, at__gte=since)


def _figures(ratings: QuerySet[Rating]) -> Figures:
    counted = ratings.aggregate(
        rated=Count("pk"),
        mean=Avg("stars"),
        glad=Count("pk", filter=Q(stars__gte=GLAD)),
        words=Count("pk", filter=~Q(thanks="")),
    )
    return Figures(counted["rated"], counted["mean"], counted["glad"], counted["words"])
