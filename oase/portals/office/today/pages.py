"""The team today: one page for those who lead, read again when something happens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from oase.companies.models import Membership
from oase.conversations.thread import Line
from oase.portals.look.sentences import STAFF, icon_of, sentence
from oase.portals.office import context
from oase.portals.office.access import wants_part
from oase.portals.office.settings.gate import settings_page
from oase.portals.office.showing import name_of, row_of
from oase.portals.office.today.waiting import waiting_today
from oase.second_level.today.people import planned_visible_to, team_today
from oase.second_level.today.queries import (
    COUNTED,
    Hands,
    Promises,
    hands_visible_to,
    late_visible_to,
    soon_visible_to,
    unheld_by_team,
)


@settings_page("GET", "HEAD")
def today(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Who is there and what they carry, promises late and soon late, absences, what changed hands, decisions."""
    people = team_today(membership)
    shown = context.frame(membership, "mine") | {
        "place": "team",
        "people": people,
        "there": sum(one.there for one in people),
        "away": [one for one in people if one.away_until is not None],
        "over": sum(one.over for one in people),
        "planned": planned_visible_to(membership),
        "late": _promises(membership, late_visible_to(membership)),
        "soon": _promises(membership, soon_visible_to(membership)),
        "unheld": unheld_by_team(membership),
        "hands": [_hands(one) for one in hands_visible_to(membership)],
        "waiting": waiting_today(membership),
    }
    return render(request, "office/today/part.html" if wants_part(request) else "office/today/today.html", shown)


def _promises(membership: Membership, promises: Promises) -> dict[str, Any]:
    return {
        "rows": [row_of(conversation, membership) for conversation in promises.shown],
        "count": promises.count,
        "words": f"{COUNTED}+" if promises.count > COUNTED else str(promises.count),
        "more": promises.count > len(promises.shown),
    }


def _hands(one: Hands) -> dict[str, Any]:
    event = one.event
    line = Line(event.seq, event.at, event.kind, event.actor, to=event.to, detail=event.detail)
    customer_id = one.conversation.customer.person_id
    words = sentence(line, reader=STAFF, asked_at=one.conversation.opened_at, customer_id=customer_id)
    return {"at": event.at, "icon": icon_of(line), "words": words, "id": one.conversation.pk,
            "name": name_of(one.conversation)}  # fmt: skip
