"""Whether the expert is being asked now, and why not, in words: a few for the bar, a sentence for the page."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from oase.experts.desk.availability import Asked, asked_of
from oase.experts.desk.reading import Desk
from oase.jobs import clock
from oase.portals.look import times


@dataclass(frozen=True)
class Told:
    """`on`: what the switch shows; `asked`: whether new questions come now; `short`: two or three words."""

    state: str
    on: bool
    asked: bool
    short: str
    sentence: str


def told_of(asked: Asked) -> Told:
    """How it stands now, in the active language and on the expert's own clock."""
    ready = asked.ready
    time = _time(ready.until, asked.time_zone)
    short, sentence = _words(ready.state, time, asked)
    return Told(ready.state, asked.presence.there(clock.now()), ready.asked, short, sentence)


def state_of(desk: Desk, asked: Asked | None = None) -> dict[str, Told]:
    """What the frame, the switch and the offers show: `ready`."""
    from_desk = asked if asked is not None else asked_of(desk)
    return {"ready": told_of(from_desk)}


def _time(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return ""
    with timezone.override(ZoneInfo(zone)):
        return times.clock(moment)


def _words(state: str, time: str, asked: Asked) -> tuple[str, str]:
    until = {"time": time}
    match state:
        case "asked" if time:
            return _("asked until %(time)s") % until, _("You are being asked now, until %(time)s.") % until
        case "asked":
            return _("being asked"), _("You are being asked now. A new question appears here by itself.")
        case "beyond":
            sentence = _("You are being asked until %(time)s, outside your hours.") % until
            return _("asked until %(time)s") % until, sentence
        case "suspended":
            return _("suspended"), _("You are suspended: nothing is offered to you until it is decided.")
        case "away":
            return _("not asked"), _("You are away: nothing new is offered. What you hold stays with you.")
        case "silent":
            sentence = _("We offered you questions and did not hear from you, so we leave you in peace. Are you back?")
            return _("left in peace"), sentence
        case "paused":
            sentence = _("You pause until %(time)s. What you hold stays with you.") % until
            return _("paused until %(time)s") % until, sentence
        case "outside" if time:
            sentence = _("It is outside your hours. You are asked again from %(time)s.") % until
            return _("again from %(time)s") % until, sentence
        case "outside":
            return _("outside your hours"), _("It is outside your hours.")
        case "unqualified":
            sentence = _("No topic is open to you yet. As soon as you pass a test, its questions are offered to you.")
            return _("no topic yet"), sentence
        case "full":
            sentence = _("You hold as many questions as you wanted: %(number)d. Finish one, or raise your number.")
            return _("hands full"), sentence % {"number": asked.at_once}
        case _:
            sentence = _("As many questions wait for you as you wanted: %(number)d. Take one, or let one go by.")
            return _("desk full"), sentence % {"number": asked.offers_at_once}
