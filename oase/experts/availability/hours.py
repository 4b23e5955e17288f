"""Weekly hours as spans of time. Pure: no database is asked, no clock is read.

Hours are meant on the clock of a place. What that clock shows twice or not at all, when summer time ends or begins, is
read as RFC 5545 (3.3.5) says: of two the first, and a time that is left out by the offset that held before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time(0)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """A part of a weekday (0 is Monday); one that does not end after it begins ends on the next day."""

    weekday: int
    begins: time
    ends: time

    @property
    def over_midnight(self) -> bool:
        return self.ends <= self.begins


@dataclass(frozen=True)
class Hours:
    """The hours of one expert in their own time zone (an IANA name). Without a span there is no limit."""

    spans: tuple[Span, ...] = ()
    zone: str = "Europe/Berlin"

    def between(self, day: date, days: int) -> list[tuple[datetime, datetime]]:
        """The times in UTC that begin on these days, joined where they touch, in order."""
        here, found = ZoneInfo(self.zone), []
        for number in range(days):
            that = day + number * A_DAY
            for span in self.spans:
                if span.weekday == that.weekday():
                    end = that + A_DAY if span.over_midnight else that
                    found.append((_moment(that, span.begins, here), _moment(end, span.ends, here)))
        return _joined(sorted(found))

    def _around(self, now: datetime) -> list[tuple[datetime, datetime]]:
        # From the day before, because of what goes over midnight; to the same weekday of the next week, twice over,
        # because a span of one week can fall into the hour that the clock leaves out.
        return self.between(now.astimezone(ZoneInfo(self.zone)).date() - A_DAY, 16)

    def hold(self, now: datetime) -> bool:
        """Whether `now` is within them; always, where there is no limit."""
        return not self.spans or any(begin <= now < end for begin, end in self._around(now))

    def until(self, now: datetime) -> datetime | None:
        """When the span that `now` is in ends; None outside of them, and where nothing ends in the next two weeks."""
        around = self._around(now)
        ends = [end for begin, end in around if begin <= now < end]
        return ends[0] if ends and ends[0] < around[-1][1] else None

    def next(self, now: datetime) -> datetime | None:
        """When the next span begins after `now`; None where there is no limit, or no beginning."""
        return next((begin for begin, _ in self._around(now) if begin > now), None)


def overlapping(spans: Iterable[Span]) -> Span | None:
    """The first span that begins before another one has ended, the week being a ring; None when there is none."""
    week = 7 * 24 * 60
    marks = sorted((_minute(span), _minute(span) + _length(span), span) for span in spans)
    if not marks:
        return None
    around = [*marks, (marks[0][0] + week, 0, marks[0][2])]
    for (_, end, _one), (begin, _, another) in zip(marks, around[1:], strict=True):
        if begin < end:
            return another
    return None


def _minute(span: Span) -> int:
    return (span.weekday * 24 + span.begins.hour) * 60 + span.begins.minute


def _length(span: Span) -> int:
    minutes = (span.ends.hour - span.begins.hour) * 60 + span.ends.minute - span.begins.minute
    return minutes + 24 * 60 if span.over_midnight else minutes


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for begin, end in spans:
        if end <= begin:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((begin, end))
    return joined
