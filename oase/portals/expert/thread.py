"""A held conversation as lines of a page: messages and events in their common order."""

from collections.abc import Collection, Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oase.experts.desk import Desk, Happened, Held, Said
from oase.portals.look import talk
from oase.portals.look.text import line

ICONS = {
    "claimed": "hand",
    "given_back": "pass",
    "rested": "pass",
    "offered": "building",
    "solution_proposed": "circle-check",
    "solution_declined": "undo",
    "reminded": "bell",
    "reopened": "refresh",
}


def thread_of(desk: Desk, held: Held, said: Sequence[Said]) -> SafeString:
    """The history of a held conversation as its expert may know it, in its order, as safe HTML."""
    found: list[Said | Happened] = [*said]
    found += [event for event in desk.events(held.id) if event.kind in ICONS]
    found.sort(key=lambda one: one.seq)
    days = [timezone.localtime(one.at).date() for one in found]
    # Among today's words no one needs to be told that it is today.
    told = set(days) != {timezone.localdate()}
    shown: list[str] = []
    for place, (one, that) in enumerate(zip(found, days, strict=True)):
        if told and (place == 0 or days[place - 1] != that):
            shown.append(talk.day_between(that))
        shown.append(said_in(held, one, under_day=True) if isinstance(one, Said) else _event(one, held))
    return SafeString("".join(shown))


def said_in(held: Held, said: Said, *, under_day: bool = False) -> SafeString:
    """One message; what the shield has not vouched for is not shown."""
    who: dict[str, str] | None = None
    name = pseudonym = role = ""
    if said.author_role == "customer":
        name, pseudonym = held.name, held.picture
    elif not said.mine:
        who = {"first_name": said.author_name, "face": said.author_face}
        role = held.company if said.author_role == "agent" else _("Expert")
    return talk.said(
        who=who,
        name=name,
        pseudonym=pseudonym,
        role=role,
        body=said.body,
        at=said.at,
        seq=said.seq,
        mine=said.mine and said.author_role != "customer",
        checking=not said.shielded,
        under_day=under_day,
    )


def _event(event: Happened, held: Held) -> SafeString:
    words = _words(event, held)
    html = talk.happened(icon_name=ICONS[event.kind], text=words, at=event.at, seq=event.seq, under_day=True)
    if not event.hint:
        return html
    return SafeString(f'{html}<p class="card sand tight small hint">{line(event.hint)}</p>\n')


def _words(event: Happened, held: Held) -> str:
    name = {"name": held.name}
    match event.kind, bool(event.mine):
        case "claimed", True:
            return _("You took this over.")
        case "claimed", False:
            return _("Another expert took this over.")
        case "given_back", _mine:
            return _("Another expert gave it on: it was not their field.")
        case "rested", _mine:
            return _("Whoever had it cannot go on at the moment.")
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


def placeholders_told(request: HttpRequest, masked: Collection[str]) -> None:
    """Say on the next page which placeholders stand in what was just sent."""
    if masked:
        words = _(
            "Your answer is sent. In it %(placeholders)s stands for personal data: askers and experts meet here only, "
            "and neither learns who the other is."
        )
        messages.warning(request, words % {"placeholders": ", ".join(masked)})
