"""What a change of teams or staff means for open concerns and customers, before it is made. Nothing is stored."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from oase.companies.models import Customer, Membership
from oase.companies.points import points_of
from oase.companies.presence import is_there
from oase.companies.teams.models import Team
from oase.conversations.listing.models import Listing
from oase.conversations.models import Assignment
from oase.conversations.rules import SECOND_LEVEL
from oase.second_level.dealing import waiting
from oase.second_level.queries import colleagues_visible_to


@dataclass(frozen=True)
class TeamEffect:
    """`people` of whom `there` now; `concerns` open on the topics; `moved`: topic and the team it has today."""

    people: int
    there: int
    concerns: int
    moved: list[tuple[str, str]]
    freed: list[str]
    """Topics that would belong to everybody again."""
    dealt: int = 0
    """Concerns nobody has taken yet that would be dealt out at once."""


def effect_of_team(
    membership: Membership, team: Team | None, topics: Collection[int], members: Collection[int], *, deals: bool = False
) -> TeamEffect:
    """What a team with these topics and members means."""
    people = [one for one in colleagues_visible_to(membership).select_related("company") if one.pk in set(members)]
    chosen = [one for one in membership.company.topics.select_related("team") if one.pk in set(topics)]
    freed = [] if team is None else [one.name for one in team.topics.all() if one.pk not in set(topics)]
    theirs = Q(team=None, conversation__topic__in=[one.pk for one in chosen]) | (Q(team=team) if team else Q())
    open_ones = Listing.objects.filter(company_id=membership.company_id, is_open=True)
    return TeamEffect(
        people=len(people),
        there=sum(is_there(one) for one in people),
        concerns=open_ones.filter(topic_id__in=[one.pk for one in chosen]).count() if chosen else 0,
        moved=[(one.name, one.team.name) for one in chosen if one.team is not None and one.team != team],
        freed=freed,
        dealt=waiting(membership.company).filter(theirs).count() if deals else 0,
    )


@dataclass(frozen=True)
class Carried:
    """What somebody has in hands: concerns they hold now, customers they advise or stand in for, their points."""

    held: int
    advises: int
    deputises: int
    points: int
    capacity: int


def carried_by(member: Membership) -> Carried:
    """What would have to go to others if they left."""
    held = Assignment.objects.filter(
        holder_id=member.person_id,
        ended_at=None,
        level__in=SECOND_LEVEL,
        conversation__company_id=member.company_id,
    )
    theirs = Customer.objects.filter(Q(advisor=member) | Q(deputy=member))
    return Carried(
        held=held.count(),
        advises=theirs.filter(advisor=member).count(),
        deputises=theirs.filter(deputy=member).count(),
        points=points_of([member]).get(member.pk, 0),
        capacity=member.capacity,
    )
