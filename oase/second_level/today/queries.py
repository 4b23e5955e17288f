"""The team today, for those who lead it; for everybody else there is nothing."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from oase.companies.models import Membership
from oase.conversations.listing.models import Listing
from oase.conversations.models import Conversation, Event
from oase.conversations.queries import office_visible_to
from oase.jobs import clock
from oase.second_level.rules import leads

SOON = timedelta(hours=2)
SHOWN = 8
COUNTED = 1000
"""Beyond it a page says "more than": counting costs no more however many there are."""

_CHANGED = """
SELECT e.id FROM oase_event e JOIN oase_conversation c ON c.id = e.conversation_id
  JOIN oase_customer customer ON customer.id = c.customer_id
 WHERE e.kind IN ('handed_over', 'assigned', 'lapsed', 'stepped_in', 'came_back', 'taken', 'advisor_changed')
   AND e.at >= %s::timestamptz AND c.company_id = %s::bigint AND customer.person_id <> %s::bigint
 ORDER BY e.at DESC, e.id DESC LIMIT %s::int
"""
"""The kinds stand in the statement, so that the index for them is used however it is planned."""


@dataclass(frozen=True)
class Promises:
    """The first of them, the one promised soonest first, and how many there are (at most `COUNTED` + 1)."""

    shown: list[Conversation]
    count: int


@dataclass(frozen=True)
class Hands:
    """Something that changed hands today."""

    event: Event
    conversation: Conversation


def late_visible_to(membership: Membership) -> Promises:
    """Promises of the second level that were missed, and nobody has answered since."""
    now = clock.now()
    missed = _owed(membership).filter(due_at__lte=now)
    passed = _owed(membership).filter(due_at__gt=now, late_since__isnull=False)
    count = missed[: COUNTED + 1].count()
    count = min(COUNTED + 1, count + passed[: COUNTED + 1].count())
    ids = list(missed.order_by("due_at", "pk").values_list("pk", flat=True)[:SHOWN])
    ids += list(passed.order_by("due_at", "pk").values_list("pk", flat=True)[: SHOWN - len(ids)])
    return Promises(_shown(membership, ids), count)


def soon_visible_to(membership: Membership) -> Promises:
    """Promises of the second level that fall due within `SOON` and can still be kept."""
    now = clock.now()
    soon = _owed(membership).filter(due_at__gt=now, due_at__lte=now + SOON, late_since=None)
    ids = list(soon.order_by("due_at", "pk").values_list("pk", flat=True)[:SHOWN])
    return Promises(_shown(membership, ids), soon[: COUNTED + 1].count())


def unheld_by_team(membership: Membership) -> list[tuple[str, int]]:
    """What waits for somebody to take it, by team; the name is empty for what belongs to everybody."""
    if not leads(membership):
        return []
    nobody = _open(membership).filter(holder_id=None)
    # A sum over rows that stop at a number: it costs no more when a thousand wait.
    teams = {team.pk: team.name for team in membership.company.teams.all()}
    counts: dict[str, int] = {}
    for team_id in nobody.values_list("team_id", flat=True)[: COUNTED + 1]:
        name = teams.get(team_id or 0, "")
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items())


def hands_visible_to(membership: Membership, *, most: int = 12) -> list[Hands]:
    """What changed hands since midnight where the company is, the newest first."""
    if not leads(membership):
        return []
    zone = ZoneInfo(membership.company.time_zone)
    midnight = datetime.combine(clock.now().astimezone(zone).date(), time(0), zone)
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [midnight, membership.company_id, membership.person_id, most])
        ids = [row[0] for row in cursor.fetchall()]
    events = Event.objects.select_related("actor", "to", "conversation__customer__person").in_bulk(ids)
    return [Hands(events[one], events[one].conversation) for one in ids if one in events]


def _open(membership: Membership) -> QuerySet[Listing]:
    return Listing.objects.filter(
        company_id=membership.company_id, is_open=True, with_experts=False, customers_turn=False
    ).exclude(person_id=membership.person_id)


def _owed(membership: Membership) -> QuerySet[Listing]:
    return _open(membership) if leads(membership) else Listing.objects.none()


def _shown(membership: Membership, ids: list[UUID]) -> list[Conversation]:
    found = office_visible_to(membership).in_bulk(ids)
    return [found[one] for one in ids if one in found]
