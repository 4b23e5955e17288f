"""Weekly opening hours: looked at before they hold, with the promises they move."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oase.companies.models import Membership
from oase.companies.opening.calendar import Opening
from oase.companies.words import Refused, Wrong
from oase.portals.office.plan.saying import DAYS
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.portals.office.settings.moves import moves
from oase.portals.office.settings.typed import spans_in, written_spans
from oase.second_level.promising.actions import save_hours
from oase.second_level.promising.preview import preview_hours

FIELD = "day_{}"


@dataclass
class Day:
    """One weekday as it was typed, with what is wrong about it."""

    name: Any
    field: str
    text: str
    error: str = ""


@settings_page()
def hours(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Look at which promises other hours move, or let them hold."""
    page = frame(membership, "hours") | {"zones": sorted(available_timezones())}
    if request.method != "POST":
        shown = {"days": _stored(membership), "time_zone": membership.company.time_zone}
        return render(request, "office/settings/hours.html", page | shown)
    days = [Day(name, FIELD.format(n), request.POST.get(FIELD.format(n), "")) for n, name in enumerate(DAYS)]
    zone = request.POST.get("time_zone", "").strip()
    page |= {"days": days, "time_zone": zone}
    openings = _openings(days)
    if not any(day.error for day in days):
        try:
            if "preview" in request.POST:
                seen = moves(preview_hours(by=membership, openings=openings, time_zone=zone))
                seen |= {"previewed": True, "week": _week(openings)}
                return render(request, "office/settings/hours.html", page | seen)
            moved = save_hours(by=membership, openings=openings, time_zone=zone)
        except Wrong as wrong:
            if wrong.field == "time_zone":
                page["zone_error"] = str(wrong)
            else:
                days[openings[wrong.place][0] if wrong.place is not None else 0].error = str(wrong)
        else:
            messages.success(request, saved_words(len(moved)))
            return redirect("office-hours", membership.company.slug)
    return render(request, "office/settings/hours.html", page, status=422)


def saved_words(moved: int) -> str:
    """What is said after saving that moved so many open promises."""
    if not moved:
        return _("Saved. Every open promise stayed as it was.")
    return ngettext(
        "Saved. %(n)s open promise moved.", "Saved. %(n)s open promises moved.", moved
    ) % {"n": moved}  # fmt: skip


def _stored(membership: Membership) -> list[Day]:
    rows = list(membership.company.opening_hours.all())
    return [
        Day(name, FIELD.format(n), written_spans((row.opens, row.closes) for row in rows if row.weekday == n))
        for n, name in enumerate(DAYS)
    ]


def _openings(days: list[Day]) -> list[Opening]:
    found: list[Opening] = []
    for weekday, day in enumerate(days):
        try:
            found += [(weekday, opens, closes) for opens, closes in spans_in(day.text)]
        except Refused as refused:
            day.error = str(refused)
    return found


def _week(openings: list[Opening]) -> str:
    """How long somebody is there in an ordinary week."""
    if not openings:
        return _("Without hours somebody is there around the clock.")
    zone, total = ZoneInfo("UTC"), timedelta()
    for _weekday, opens, closes in openings:
        begin = datetime.combine(datetime(2001, 1, 1, tzinfo=zone), opens, zone)
        end = datetime.combine(begin + timedelta(days=0 if closes > opens else 1), closes, zone)
        total += end - begin
    hours, minutes = divmod(int(total.total_seconds()) // 60, 60)
    return _("Somebody is there for %(hours)s:%(minutes)s hours a week.") % {"hours": hours, "minutes": f"{minutes:02}"}
