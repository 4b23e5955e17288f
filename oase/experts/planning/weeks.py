"""The hours of a week that come again every week. Moments are seconds since a Monday, 00:00, in one time zone.

Summer time is left out: a week has 168 hours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from oase.experts.planning.wrong import WrongPlan

MINUTE, HOUR, DAY, WEEK = 60.0, 3600.0, 86_400.0, 604_800.0
WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
"""As in iCalendar (RFC 5545), lower case."""
HOURS_OF_WEEK = 168

_SPAN = re.compile(r"([a-z,\s-]+?)\s+(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")


@dataclass(frozen=True)
class Hours:
    """Spans of the week, each [begin, end) in seconds since Monday 00:00: in order, apart, within the week."""

    spans: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, spans: Iterable[tuple[float, float]]) -> "Hours":
        """These spans, put in order; what overlaps is joined, and what runs over Sunday goes on on Monday."""
        parts: list[tuple[float, float]] = []
        for begin, end in spans:
            length, begin = min(end - begin, WEEK), begin % WEEK
            if length > 0:
                parts.append((begin, min(begin + length, WEEK)))
            if begin + length > WEEK:
                parts.append((0.0, begin + length - WEEK))
        joined: list[tuple[float, float]] = []
        for begin, end in sorted(parts):
            if joined and begin <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(joined[-1][1], end)
            else:
                joined.append((begin, end))
        return cls(tuple(joined))

    @property
    def seconds(self) -> float:
        """How long they are in one week."""
        return sum(end - begin for begin, end in self.spans)

    @property
    def always(self) -> bool:
        return self.spans == ((0.0, WEEK),)

    def cover(self, moment: float) -> bool:
        """Whether `moment`, in any week, lies within."""
        inside = moment % WEEK
        return any(begin <= inside < end for begin, end in self.spans)

    def next(self, moment: float) -> float:
        """`moment` itself while it lies within, else the next beginning; for ever away when there are no hours."""
        if self.cover(moment):
            return moment
        inside = moment % WEEK
        waits = [(begin - inside) % WEEK for begin, _ in self.spans]
        return moment + min(waits) if waits else float("inf")


ALWAYS = Hours(((0.0, WEEK),))


def hours_in(text: str) -> Hours:
    """Read `mo-fr 17:00-22:00; sa,su 10:00-20:00`, or `always`. Until `24:00`, or over midnight, as in `22:00-02:00`.

    Raises:
        WrongPlan: it cannot be read so.
    """
    if text.strip().lower() == "always":
        return ALWAYS
    spans: list[tuple[float, float]] = []
    for part in filter(None, (part.strip().lower() for part in text.split(";"))):
        if (found := _SPAN.fullmatch(part)) is None:
            raise WrongPlan(f"“{part}” are no hours. Write them like “mo-fr 17:00-22:00; sa,su 10:00-20:00”.")
        begin, end = _time(part, found[2], found[3]), _time(part, found[4], found[5])
        if begin == end:
            raise WrongPlan(f"“{part}” ends when it begins.")
        length = end - begin if end > begin else end + DAY - begin
        spans += [(day * DAY + begin, day * DAY + begin + length) for day in _days(part, found[1])]
    if not spans:
        raise WrongPlan("Hours are missing. Write them like “mo-fr 17:00-22:00”, or “always”.")
    return Hours.of(spans)


def _time(part: str, hours: str, minutes: str) -> float:
    seconds = int(hours) * HOUR + int(minutes) * MINUTE
    if int(minutes) > 59 or seconds > DAY:
        raise WrongPlan(f"“{part}” names a time that no day has.")
    return seconds


def _days(part: str, text: str) -> list[int]:
    days: list[int] = []
    for piece in text.replace(" ", "").split(","):
        first, _, last = piece.partition("-")
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            raise WrongPlan(f"“{part}”: weekdays are {', '.join(WEEKDAYS)}.")
        begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        days += [day % 7 for day in range(begin, (end if end >= begin else end + 7) + 1)]
    return days
