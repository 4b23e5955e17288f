"""Whose turn it is in a team that deals out what comes to it.

Given to whoever is there and carries least of what they should, in points; among equals to who was given something by
the team longest ago. Whoever speaks the customer's language comes first.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from django.db import connection

from oase.companies.models import Customer, Membership
from oase.companies.points import with_points
from oase.companies.presence import hold_still, is_there
from oase.companies.teams.models import Team
from oase.conversations.models import Assignment

LOCK = 0x0A5E_0002
"""The first key of the advisory lock of a team; the second is the team."""
LATELY = 500
"""Of what the team was given last this many are looked at: enough to know the turns, however long it has worked."""
NEVER = datetime.min.replace(tzinfo=UTC)


def turn_of(team: Team, customer: Customer, *, besides: Collection[int] = ()) -> Membership | None:
    """Who of the team gets the next one of this customer's; None while nobody who could is there.

    `besides` are people who do not get it; nobody looks after their own concern. Until the caller's transaction ends
    nobody else is dealt anything by this team, so that two at once do not go to the same one.
    """
    hold_still([team.company_id])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", [LOCK, team.pk % 2**31])
    members = Membership.objects.filter(teams=team, left_at=None, person__is_active=True)
    closed = {*besides, customer.person_id}
    free = with_points(members.select_related("person", "company").exclude(person_id__in=closed))
    there = [one for one in free if is_there(one)]
    if not there:
        return None
    given, language = _given(team), customer.person.language
    return min(
        there,
        key=lambda one: (language not in one.languages, _carried(one), given.get(one.person_id, NEVER), one.pk),
    )


def _carried(one: Membership) -> float:
    points: int = one.points  # type: ignore[attr-defined]  # annotated in `turn_of`
    return points / one.capacity if one.capacity else float("inf")


def _given(team: Team) -> dict[int, datetime]:
    """When each was given something by the team last, by person."""
    rows = Assignment.objects.filter(team=team).order_by("-started_at").values_list("holder_id", "started_at")
    last: dict[int, datetime] = {}
    for holder_id, at in rows[:LATELY]:
        if holder_id is not None:
            last.setdefault(holder_id, at)
    return last
