"""A held conversation as lines of a page: messages and events in their common order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from oase.experts.desk import Desk, Happened, Held, Said

ICONS = {
    "claimed": "hand",
    "given_back": "pass",
    "offered": "building",
    "solution_proposed": "circle-check",
    "solution_declined": "undo",
    "reminded": "bell",
    "reopened": "refresh",
}


@dataclass(frozen=True)
class Line:
    """One entry: a message, or the sentence of an event; `day` where a new day begins."""

    seq: int
    at: datetime
    said: Said | None = None
    who: dict[str, Any] | None = None
    role: str = ""
    icon: str = ""
    text: str = ""
    hint: str = ""
    day: bool = False

    @property
    def closed(self) -> bool:
        """A message the shield has not vouched for yet."""
        return self.said is not None and not self.said.shielded


def lines(desk: Desk, held: Held) -> list[Line]:
    """The history of a held conversation, as its expert may know it."""
    found = [_message(said, held) for said in desk.messages(held.id)]
    found += [_event(event, held) for event in desk.events(held.id) if event.kind in ICONS]
    found.sort(key=lambda line: line.seq)
    days = [timezone.localtime(line.at).date() for line in found]
    # Among today's words no one needs to be told that it is today.
    told = set(days) != {timezone.localdate()}
    starts = [told and (place == 0 or days[place - 1] != day) for place, day in enumerate(days)]
    return [Line(**(vars(line) | {"day": start})) for line, start in zip(found, starts, strict=True)]


def _message(said: Said, held: Held) -> Line:
    if said.author_role == "customer":
        return Line(said.seq, said.at, said=said)
    role = held.company if said.author_role == "agent" else _("Expert")
    return Line(said.seq, said.at, said=said, who={"first_name": said.author_name, "face": said.author_face}, role=role)


def _event(event: Happened, held: Held) -> Line:
    return Line(event.seq, event.at, icon=ICONS[event.kind], text=_words(event, held), hint=event.hint or "")


def _words(event: Happened, held: Held) -> str:
    name = {"name": held.name}
    match event.kind, bool(event.mine):
        case "claimed", True:
            return _("You took this over.")
        case "claimed", False:
            return _("Another expert took this over.")
        case "given_back", _mine:
            return _("Another expert gave it on: it was not their field.")
        case "offered", _mine:
            return _("%(company)s asks experts to go on from here.") % {"company": held.company}
        case "solution_proposed", True:
            return _("You proposed this as solved. %(name)s was asked.") % name
        case "solution_proposed", False:
            return _("It was proposed as solved. %(name)s was asked.") % name
        case "solution_declined", _mine:
            return _("%(name)s says: not solved yet.") % name
        case "reminded", _mine:
            return _("%(name)s was reminded.") % name
        case _:
            return _("%(name)s wrote again, so it is open once more.") % name
