"""The week as a form: for each day some pairs of times, and what was typed comes back as it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from oase.conversations.words import Refused
from oase.experts.availability.hours import Span

MOST_ROWS = 4


@dataclass(frozen=True)
class Row:
    """Two fields, as typed."""

    name: str
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True)
class Day:
    """A weekday with its rows; 0 is Monday."""

    weekday: int
    rows: list[Row]

    @property
    def name(self) -> str:
        return str(WEEKDAYS[self.weekday])


def week_of(spans: Iterable[Span]) -> list[Day]:
    """The week as it is kept, with a free row on each day."""
    kept: dict[int, list[Span]] = {}
    for span in spans:
        kept.setdefault(span.weekday, []).append(span)
    return [_day(day, [(f"{one.begins:%H:%M}", f"{one.ends:%H:%M}") for one in kept.get(day, [])]) for day in range(7)]


def week_in(typed: Mapping[str, str]) -> list[Day]:
    """The week as it was typed, right or wrong."""
    return [
        _day(day, [(typed.get(f"{name}-begins", "")[:20], typed.get(f"{name}-ends", "")[:20]) for name in _names(day)])
        for day in range(7)
    ]


def spans_of(week: Iterable[Day]) -> list[Span]:
    """The spans that were typed; rows left empty are none.

    Raises:
        Refused: a row lacks one of its times, or has one that is none.
    """
    filled = [(day, row) for day in week for row in day.rows if row.begins or row.ends]
    return [Span(day.weekday, _time(row.begins, day.name), _time(row.ends, day.name)) for day, row in filled]


def _day(weekday: int, pairs: list[tuple[str, str]]) -> Day:
    filled = [pair for pair in pairs if any(pair)]
    filled += [("", "")] * (min(len(filled) + 1, MOST_ROWS) - len(filled))
    return Day(weekday, [Row(name, *pair) for name, pair in zip(_names(weekday), filled, strict=False)])


def _names(weekday: int) -> list[str]:
    return [f"day{weekday}-{number}" for number in range(MOST_ROWS)]


def _time(typed: str, day: str) -> time:
    if not typed:
        raise Refused(_("%(day)s: please say from when and until when.") % {"day": day})
    try:
        # "24:00" is what many write for midnight (ISO 8601-1:2019/Amd 1:2022).
        return time.fromisoformat("00:00" if typed == "24:00" else typed).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise Refused(_("%(day)s: “%(typed)s” is no time.") % {"day": day, "typed": typed}) from error
