"""The form of a macro, taken apart: what was typed, which steps were chosen, and how its words read."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from oase.companies.models import Membership, Topic, in_language
from oase.portals.office.forms import TEAM
from oase.second_level.macros.saving import Wanted, sound
from oase.second_level.macros.steps import ADVISOR, DEPUTY, HAND_OVER, PROPOSE, SNOOZE, TAG, Step, ways_of
from oase.second_level.macros.variables import fill

FIELDS = ("name", "text_de", "text_en", "audience")
PAUSES = (4, 24, 48, 72, 168, 336)
"""Hours that are offered; others may be kept, but are not chosen here."""


def wanted_of(data: QueryDict) -> Wanted:
    """The macro as the form says it."""
    words = {name: data.get(name, "") for name in FIELDS}
    return Wanted(**words, steps=steps_of(data))


def steps_of(data: QueryDict) -> list[Step]:
    """The steps chosen in the form; what cannot be read names nothing, and saving refuses it."""
    steps: list[Step] = [{"kind": TAG, "tag": _number(tag)} for tag in data.getlist("tag")[:50]]
    if data.get("propose"):
        steps.append({"kind": PROPOSE})
    if data.get("snooze"):
        steps.append({"kind": SNOOZE, "hours": _number(data.get("snooze", ""))})
    if to := data.get("hand_over"):
        steps.append({"kind": HAND_OVER} | _taker(to))
    return steps


def _taker(to: str) -> Step:
    if to.startswith(TEAM):
        return {"team": _number(to.removeprefix(TEAM))}
    return {"to": to if to in (ADVISOR, DEPUTY) else _number(to)}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def steps_shown(steps: list[Step], membership: Membership) -> dict[str, Any]:
    """What can be chosen, and what is."""
    ways = ways_of(membership.company_id)
    by_kind = {step["kind"]: step for step in steps}
    snooze = by_kind.get(SNOOZE, {}).get("hours")
    to, team = (by_kind.get(HAND_OVER, {}).get(key) for key in ("to", "team"))
    return {
        "tags": [(pk, name, {"kind": TAG, "tag": pk} in steps) for pk, name in ways.tags.items()],
        "colleagues": [(pk, name, pk == to) for pk, name in ways.colleagues.items()],
        "teams": [(f"{TEAM}{pk}", name, pk == team) for pk, name in ways.teams.items()],
        "pauses": [(hours, hours // 24, hours == snooze) for hours in sorted({*PAUSES, *([snooze] if snooze else [])})],
        "proposes": PROPOSE in by_kind,
        "to": to,
    }


@dataclass(frozen=True)
class Look:
    """How a macro reads to a customer who is called as in the example."""

    german: str
    english: str


def looked_at(wanted: Wanted, membership: Membership) -> Look:
    """The words filled in with an example; nothing is saved.

    Raises:
        Wrong: what saving would refuse, too.
    """
    found = sound(wanted, membership.company_id)
    return Look(*(fill(text, _example(membership, language)).text for text, language in
                  ((found.text_de, "de"), (found.text_en, "en"))))  # fmt: skip


def _example(membership: Membership, language: str) -> dict[str, str]:
    topic = Topic.objects.filter(company_id=membership.company_id).first()
    own = membership.person.first_name
    return {
        "customer.first_name": "Karla",
        "customer.last_name": "Blum",
        "customer.number": "K-4711",
        "advisor.name": own,
        "deputy.name": own,
        "agent.name": own,
        "company.name": membership.company.name,
        "topic": in_language(topic.name_de, topic.name_en, language) if topic else "–",
        "promise": "14:30",
    }
