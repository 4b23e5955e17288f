"""When a company is there, and when a promise counted in its opening hours falls due. Pure: nothing is read here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from oase.companies.opening.public_holidays import holidays_in

Opening = tuple[int, time, time]
"""Weekday (0 is Monday), opens, closes; in the company's time zone. What closes at 00:00 closes at midnight."""
Span = tuple[time, time]
"""Opens, closes: the same on one day."""

MIDNIGHT = time(0)
HORIZON_DAYS = 400
LOOKED_BACK = timedelta(days=8)
"""A week of hours comes round within it."""
ALL_DAY: tuple[Span, ...] = ((MIDNIGHT, MIDNIGHT),)


@dataclass(frozen=True)
class Calendar:
    """Weekly hours, public holidays and days of one's own. Without any of them somebody is there around the clock.

    A day of one's own goes before one that comes back yearly, and that before a public holiday.
    """

    zone: ZoneInfo
    week: tuple[Opening, ...] = ()
    """Without any every day is open all day, unless it is a holiday or a day of one's own."""
    region: str = ""
    days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    yearly: Mapping[tuple[int, int], tuple[Span, ...]] = field(default_factory=dict)
    """By month and day; on 29 February only where there is one."""

    @property
    def is_always(self) -> bool:
        """Whether there is nothing to count: around the clock, every day."""
        return not (self.week or self.region or self.days or self.yearly)

    def on(self, day: date) -> tuple[Span, ...]:
        """When somebody is there on this day; nothing: closed."""
        if day in self.days:
            return self.days[day]
        if (day.month, day.day) in self.yearly:
            return self.yearly[day.month, day.day]
        if self.region and day in holidays_in(self.region, day.year):
            return ()
        if not self.week:
            return ALL_DAY
        weekday = day.weekday()
        return tuple((opens, closes) for on, opens, closes in self.week if on == weekday)

    def due_after(self, start: datetime, span: timedelta) -> datetime:
        """The moment at which `span` of opening time has passed since `start`; `HORIZON_DAYS` later at the latest.

        Openings may overlap: no minute is counted twice.
        """
        # In UTC: a local time plus a span is the wall clock's sum, which is an hour off when summer time changes.
        start, left = start.astimezone(UTC), span
        if self.is_always:
            return start + left
        for opens, closes in self._openings(start):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        return start + timedelta(days=HORIZON_DAYS)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much opening time lies between two moments; none if `end` is not after `start`."""
        if end <= start:
            return timedelta()
        if self.is_always:
            return end - start
        total = timedelta()
        for opens, closes in self._openings(start, until=end):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def opens_next(self, moment: datetime) -> datetime:
        """When somebody is there: `moment` itself while open, else the beginning of the next opening."""
        moment = moment.astimezone(UTC)
        if self.is_always:
            return moment
        return next((opens for opens, _ in self._openings(moment)), moment + timedelta(days=HORIZON_DAYS))

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is there at `moment`."""
        return self.opens_next(moment) == moment

    def open_last(self, moment: datetime) -> datetime:
        """When somebody was there last: `moment` itself while open, else the end of the last opening before it.

        `LOOKED_BACK` earlier at the earliest.
        """
        moment = moment.astimezone(UTC)
        last = moment - LOOKED_BACK
        if self.is_always:
            return moment
        for opens, closes in self._openings(last, until=moment):
            if opens > moment:
                break
            last = min(closes, moment)
        return last

    def _openings(self, start: datetime, until: datetime | None = None) -> Iterator[tuple[datetime, datetime]]:
        """What is left of openings from `start` on, in UTC and one after another: adding in UTC is right always."""
        first, counted = start.astimezone(self.zone).date(), start.astimezone(UTC)
        last = first + timedelta(days=HORIZON_DAYS) if until is None else until.astimezone(self.zone).date()
        day = first
        while day <= last:
            for opens, closes in sorted(self.on(day)):
                begin = max(self._at(day, opens), counted)
                end = self._at(day + timedelta(days=1) if closes == MIDNIGHT else day, closes)
                # In the hour that summer time skips, an opening may end before it begins: it is left out.
                if begin < end:
                    yield begin, end
                    counted = end
            day += timedelta(days=1)

    def _at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self.zone).astimezone(UTC)
