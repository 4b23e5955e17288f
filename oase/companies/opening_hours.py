"""When a company is there, and when a promise counted in its opening hours falls due."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from oase.companies.models import Company

Opening = tuple[int, time, time]
"""Weekday (0 is Monday), opens, closes; in the company's time zone."""

HORIZON_DAYS = 400


def hours_of(company: Company) -> list[Opening]:
    """The weekly openings; a company without any is there around the clock."""
    return [(row.weekday, row.opens, row.closes) for row in company.opening_hours.all()]


def _openings(hours: Sequence[Opening], zone: ZoneInfo, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Openings from the day of `start` on, in UTC: adding in UTC is right across summer time."""
    first: date = start.astimezone(zone).date()
    for day in (first + timedelta(days=n) for n in range(HORIZON_DAYS)):
        for weekday, opens, closes in sorted(hours):
            if weekday == day.weekday():
                begin = datetime.combine(day, opens, zone).astimezone(UTC)
                end = datetime.combine(day, closes, zone).astimezone(UTC)
                # In the hour that summer time skips, an opening may end before it begins: it is left out.
                if begin < end:
                    yield begin, end


def due_after(hours: Sequence[Opening], zone: ZoneInfo, start: datetime, minutes: int) -> datetime:
    """The moment at which `minutes` of opening time have passed since `start`; `HORIZON_DAYS` later at the latest.

    Openings may overlap: no minute is counted twice.
    """
    # In UTC: a local time plus a span is the wall clock's sum, which is an hour off when summer time changes.
    start, left = start.astimezone(UTC), timedelta(minutes=minutes)
    if not hours:
        return start + left
    counted = start
    for opens, closes in _openings(hours, zone, start):
        begin = max(opens, counted)
        if begin >= closes:
            continue
        if closes - begin >= left:
            return begin + left
        left -= closes - begin
        counted = closes
    return start + timedelta(days=HORIZON_DAYS)


def opens_next(hours: Sequence[Opening], zone: ZoneInfo, moment: datetime) -> datetime:
    """When somebody is there: `moment` itself while open, else the beginning of the next opening."""
    if not hours:
        return moment
    return next(max(opens, moment) for opens, closes in _openings(hours, zone, moment) if closes > moment)


def is_open(hours: Sequence[Opening], zone: ZoneInfo, moment: datetime) -> bool:
    """Whether somebody is there at `moment`."""
    return opens_next(hours, zone, moment) == moment


def due_in_hours_of(company: Company, start: datetime, minutes: int) -> datetime:
    """`due_after` for a company's own hours and time zone."""
    return due_after(hours_of(company), ZoneInfo(company.time_zone), start, minutes)
