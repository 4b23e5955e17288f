"""When they want to be asked, how much, and how they are told. Four forms, each saved alone."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.conversations.words import Refused
from oase.experts.availability import actions
from oase.experts.desk import Desk, desk_of
from oase.experts.desk.availability import asked_of
from oase.jobs import clock
from oase.people.models import Person
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.hours_form import spans_of, week_in, week_of
from oase.portals.expert.pages import framed
from oase.portals.expert.ready import state_of
from oase.portals.expert.responses import see_other

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix")))
PARTS = ("hours", "pause", "amounts", "told")
MORNING = 8
"""O'clock: when a pause until another day ends."""


@expert_page
def _page(request: HttpRequest, desk: Desk, part: str = "", error: str = "") -> HttpResponse:
    asked = asked_of(desk)
    typed = request.POST if part else None
    hours = typed if part == "hours" else None
    amounts = typed if part == "amounts" else None
    context: dict[str, Any] = {
        "asked": asked,
        "error": error,
        "part": part,
        "parts": PARTS,
        "week": week_in(hours.dict()) if hours is not None else week_of(asked.spans),
        "zone": hours.get("zone", "") if hours is not None else asked.time_zone,
        "zones": ZONES if asked.time_zone in ZONES else [asked.time_zone, *ZONES],
        "languages": settings.LANGUAGES,
        "chosen": amounts.getlist("languages") if amounts is not None else asked.languages,
        "at_once": amounts.get("at_once", "") if amounts is not None else asked.at_once,
        "offers_at_once": amounts.get("offers_at_once", "") if amounts is not None else asked.offers_at_once,
        "most_at_once": actions.MOST_AT_ONCE,
        "most_offers": actions.MOST_OFFERS,
        "until": typed.get("until", "") if typed is not None and part == "pause" else "",
        **state_of(desk, asked),
    }
    return framed(request, desk, "availability", context, status=422 if error else 200)


@expert_verb
def _save(request: HttpRequest) -> HttpResponseBase:
    part = request.POST.get("part", "")
    try:
        said = _saved(request, part, expert_of(request))
    except Refused as refused:
        return _page(request, part, str(refused))
    messages.success(request, said)
    return see_other("desk-availability", anchor=part if part != "pause" else "")


def _saved(request: HttpRequest, part: str, person: Person) -> str:
    typed = request.POST
    match part:
        case "hours":
            actions.set_hours(by=person, spans=spans_of(week_in(typed.dict())), time_zone=typed.get("zone", ""))
            return _("Saved. Outside these times nothing is offered to you.")
        case "amounts":
            actions.set_amounts(
                by=person,
                languages=typed.getlist("languages"),
                at_once=_number(typed.get("at_once", "")),
                offers_at_once=_number(typed.get("offers_at_once", "")),
            )
            return _("Saved.")
        case "told":
            actions.set_mails(by=person, offers="offers" in typed, replies="replies" in typed)
            return _("Saved.")
        case "pause":
            actions.pause(by=person, until=_until(typed.get("for", ""), typed.get("until", ""), person))
            return _("You pause. What you hold stays with you.")
    raise Refused(_("Please choose what you want to change."))


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else -1


def _until(preset: str, typed: str, person: Person) -> datetime:
    """When a pause ends, on the expert's own clock."""
    with desk_of(person.pk) as desk:
        zone = ZoneInfo(asked_of(desk).time_zone)
    here = clock.now().astimezone(zone)
    if preset == "hour":
        return clock.now() + timedelta(hours=1)
    if preset in {"tomorrow", "monday"}:
        days = 1 if preset == "tomorrow" else 7 - here.weekday()
        return datetime(here.year, here.month, here.day, MORNING, tzinfo=zone) + timedelta(days=days)
    try:
        moment = parse_datetime(typed)
    except ValueError:
        moment = None
    if moment is None:
        raise Refused(_("Please say until when."))
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


@require_http_methods(["GET", "HEAD", "POST"])
def availability(request: HttpRequest) -> HttpResponseBase:
    """When and how they want to be asked, and its changes."""
    return _save(request) if request.method == "POST" else _page(request)
