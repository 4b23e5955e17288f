"""Hours and lengths of time as people type them, and back; what is not understood is said in a sentence."""

import re
from collections.abc import Iterable
from datetime import time

from django.utils.translation import gettext as _

from oase.companies.words import Refused

Span = tuple[time, time]
"""Opens, closes; what closes at 00:00 closes at midnight."""
_SPAN = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?\s*(?:-|–|—|to|bis)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?", re.I
)
_LENGTH = re.compile(
    r"(?:(?P<days>\d{1,3})\s*(?:d|days?|tage?|t))?\s*"
    r"(?:(?P<hours>\d{1,4})\s*(?:h|hrs?|hours?|std\.?|stunden?))?\s*"
    r"(?:(?P<minutes>\d{1,6})\s*(?:m|min\.?|minutes?|minuten?)?)?",
    re.I,
)
MINUTES_OF_A_DAY = 24 * 60


def spans_in(text: str) -> list[Span]:
    """Hours of one day, such as "9:00–12:30, 13:30–18" or "9-24"; nothing is closed.

    Raises:
        Refused: a part of it is no span of time.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]+", text) if part.strip()]
    return [_span(part) for part in parts]


def _span(part: str) -> Span:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise Refused(_("“%(part)s” is not understood. Please write it as 9:00–17:00.") % {"part": part[:40]})
    return _moment(found[1], found[2], part), _moment(found[3], found[4], part, ends=True)


def _moment(hour: str, minute: str | None, part: str, *, ends: bool = False) -> time:
    hours, minutes = int(hour), int(minute or 0)
    if ends and (hours, minutes) == (24, 0):
        return time(0)
    if hours > 23 or minutes > 59:
        raise Refused(_("“%(part)s” is no time of a day.") % {"part": part[:40]})
    return time(hours, minutes)


def written_spans(spans: Iterable[Span]) -> str:
    """The same as a person would write it."""
    return ", ".join(f"{opens:%H:%M}–{'24:00' if closes == time(0) else f'{closes:%H:%M}'}" for opens, closes in spans)


def minutes_in(text: str) -> int | None:
    """A length of time in minutes, such as "45", "45 min", "2 h" or "1 h 30"; None for nothing. A day is 24 hours.

    Raises:
        Refused: it is none.
    """
    text = text.strip()
    if not text:
        return None
    found = _LENGTH.fullmatch(text)
    if found is None or not any(found.groupdict().values()):
        raise Refused(_("“%(text)s” is not understood. Please write it as 45 min or 2 h.") % {"text": text[:40]})
    days, hours, minutes = (int(found[name] or 0) for name in ("days", "hours", "minutes"))
    return days * MINUTES_OF_A_DAY + hours * 60 + minutes


def written_minutes(minutes: int | None) -> str:
    """The same as a person would write it."""
    if minutes is None:
        return ""
    hours, left = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{left} min" if left or not hours else "") if part
    )
