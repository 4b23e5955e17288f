"""Public holidays by region, and days of one's own: looked at before they hold, with the promises they move."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.opening.public_holidays import holidays_in
from oase.companies.words import Refused, Wrong
from oase.jobs import clock
from oase.portals.office.settings.frame import frame
from oase.portals.office.settings.gate import settings_page
from oase.portals.office.settings.hours import saved_words
from oase.portals.office.settings.moves import moves
from oase.portals.office.settings.regions import region_choices, region_name
from oase.portals.office.settings.typed import spans_in, written_spans
from oase.second_level.promising.actions import days_of, save_holidays
from oase.second_level.promising.preview import preview_holidays
from oase.second_level.promising.terms import Day

SPARE = 3
"""Empty rows for more days."""
LISTED = 14
"""Public holidays that are shown, the next first."""


@dataclass
class Row:
    """A day of one's own as it was typed, with what is wrong about it."""

    day: str = ""
    name: str = ""
    yearly: bool = False
    hours: str = ""
    error: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.day.strip() or self.name.strip() or self.hours.strip())


@settings_page()
def holidays(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Look at which promises other days move, or let them hold."""
    page = frame(membership, "holidays")
    if request.method != "POST":
        shown = _shown(membership, membership.company.holiday_region, _stored(membership))
        return render(request, "office/settings/holidays.html", page | shown)
    region, rows = request.POST.get("region", ""), _typed(request.POST)
    placed = _days(rows)
    shown = _shown(membership, region, rows)
    if not any(row.error for row in rows):
        days = [day for _row, day in placed]
        try:
            if "preview" in request.POST:
                seen = moves(preview_holidays(by=membership, region=region, own_days=days)) | {"previewed": True}
                return render(request, "office/settings/holidays.html", page | shown | seen)
            moved = save_holidays(by=membership, region=region, own_days=days)
        except Wrong as wrong:
            if wrong.place is not None and wrong.field == "own_days":
                placed[wrong.place][0].error = str(wrong)
            else:
                shown["region_error"] = str(wrong)
        else:
            messages.success(request, saved_words(len(moved)))
            return redirect("office-holidays", membership.company.slug)
    return render(request, "office/settings/holidays.html", page | shown, status=422)


def _shown(membership: Membership, region: str, rows: list[Row]) -> dict[str, Any]:
    return {
        "region": region,
        "regions": region_choices(region),
        "region_name": region_name(region) if region else "",
        "coming": _coming(membership, region),
        "rows": [*rows, *(Row() for _place in range(max(0, SPARE - sum(row.is_empty for row in rows))))],
    }


def _coming(membership: Membership, region: str) -> list[tuple[date, str]]:
    """The next public holidays of the region, with their names."""
    today = clock.now().astimezone(ZoneInfo(membership.company.time_zone)).date()
    language = (get_language() or "de")[:2]
    known = [pair for year in (today.year, today.year + 1) for pair in holidays_in(region, year, language).items()]
    return [pair for pair in known if pair[0] >= today][:LISTED] if region else []


def _stored(membership: Membership) -> list[Row]:
    days = days_of(membership.company)
    return [Row(one.day.isoformat(), one.name, one.yearly, written_spans(one.openings)) for one in days]


def _typed(posted: QueryDict) -> list[Row]:
    columns = [posted.getlist(name) for name in ("day", "called", "yearly", "hours")]
    rows = [Row(day, name, yearly == "yearly", hours) for day, name, yearly, hours in zip(*columns, strict=False)]
    while rows and rows[-1].is_empty:
        rows.pop()
    return rows


def _days(rows: list[Row]) -> list[tuple[Row, Day]]:
    """The rows that say something, as days; what is not understood is said at its row."""
    found: list[tuple[Row, Day]] = []
    for row in rows:
        if row.is_empty:
            continue
        try:
            found.append((row, Day(_day(row.day), row.name, row.yearly, tuple(spans_in(row.hours)))))
        except Refused as refused:
            row.error = str(refused)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(_("Please choose a day.")) from None
