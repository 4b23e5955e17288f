"""What may stand as hours, days and promises. Each refusal names its field, and its place among rows."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oase.companies.opening.calendar import MIDNIGHT, Opening, Span
from oase.companies.opening.public_holidays import is_region
from oase.companies.words import Wrong, clean_line
from oase.second_level.promising.terms import Day, Promises

MOST_OPENINGS = 100
MOST_DAYS = 500
LONGEST_NAME = 80
LONGEST_ANSWER: Final = 7 * 24 * 60
"""Minutes of a week."""
LONGEST_SOLUTION: Final = 365 * 24 * 60


def checked_week(openings: Sequence[Opening]) -> tuple[Opening, ...]:
    """Weekly hours in their order.

    Raises:
        Wrong: `openings`, with the place in the sequence: an end before its start, or two that overlap.
    """
    if len(openings) > MOST_OPENINGS:
        raise Wrong("openings", _("Please keep to %(most)d openings a week.") % {"most": MOST_OPENINGS})
    placed = []
    for place, (weekday, opens, closes) in enumerate(openings):
        if weekday not in range(7):
            raise Wrong("openings", _("A week has seven days, from Monday to Sunday."), place=place)
        _in_order("openings", place, str(WEEKDAYS[weekday]), (opens, closes))
        placed.append((weekday, opens, closes, place))
    for before, after in pairwise(sorted(placed, key=lambda one: (one[0], one[1], one[3]))):
        if before[0] == after[0]:
            _apart("openings", max(before[3], after[3]), str(WEEKDAYS[before[0]]), before[1:3], after[1:3])
    return tuple((weekday, opens, closes) for weekday, opens, closes, _place in sorted(placed))


def checked_zone(name: str) -> ZoneInfo:
    """A time zone by its name, such as Europe/Berlin.

    Raises:
        Wrong: `time_zone`: there is none of this name.
    """
    if name not in available_timezones():
        raise Wrong("time_zone", _("There is no time zone “%(name)s”. Choose one such as Europe/Berlin.") % {
            "name": clean_line(name)[:60]
        })  # fmt: skip
    return ZoneInfo(name)


def checked_region(code: str) -> str:
    """Whose holidays are kept, such as DE-BY; empty for none.

    Raises:
        Wrong: `region`: its holidays are not known.
    """
    code = clean_line(code)
    if code and not is_region(code):
        raise Wrong("region", _("The holidays of “%(code)s” are not known. Choose a country or a part of it.") % {
            "code": code[:60]
        })  # fmt: skip
    return code


def checked_days(days: Sequence[Day]) -> tuple[Day, ...]:
    """Days of one's own in their order.

    Raises:
        Wrong: `own_days`, with the place in the sequence: a day that stands twice, hours that cannot be, a long name.
    """
    if len(days) > MOST_DAYS:
        raise Wrong("own_days", _("Please keep to %(most)d days of your own.") % {"most": MOST_DAYS})
    seen: set[object] = set()
    checked: list[Day] = []
    for place, day in enumerate(days):
        # A day of one year may stand beside the same day of every year: it goes before it.
        key = (day.day.month, day.day.day) if day.yearly else day.day
        if key in seen or any(one.day == day.day for one in checked):
            raise Wrong("own_days", _("%(day)s stands here twice.") % {"day": _written(day.day)}, place=place)
        seen.add(key)
        name = clean_line(day.name)
        if len(name) > LONGEST_NAME:
            raise Wrong(
                "own_days", _("Please keep the name under %(most)d characters.") % {"most": LONGEST_NAME}, place=place
            )
        if not 1 < day.day.year < 9999:
            raise Wrong("own_days", _("Please look at the year of this day again."), place=place)
        spans = sorted(day.openings)
        for span in spans:
            _in_order("own_days", place, _written(day.day), span)
        for before, after in pairwise(spans):
            _apart("own_days", place, _written(day.day), before, after)
        checked.append(Day(day.day, name, day.yearly, tuple(spans)))
    return tuple(sorted(checked, key=lambda one: one.day))


def checked_promises(wanted: Promises) -> Promises:
    """Promises that can be meant.

    Raises:
        Wrong: `first_answer`, `next_answer`, `progress` or `solution`.
    """
    answers: Iterable[tuple[str, int | None]] = (
        ("first_answer", wanted.first_answer),
        ("next_answer", wanted.next_answer),
        ("progress", wanted.progress),
    )
    for name, minutes in answers:
        if minutes is not None and not 1 <= minutes <= LONGEST_ANSWER:
            raise Wrong(name, _("Please promise between one minute and a week (%(most)d minutes).") % {
                "most": LONGEST_ANSWER
            })  # fmt: skip
    if wanted.solution is not None and not 0 <= wanted.solution <= LONGEST_SOLUTION:
        raise Wrong("solution", _("Please promise a solution within a year (%(most)d minutes), or none.") % {
            "most": LONGEST_SOLUTION
        })  # fmt: skip
    if wanted.solution and wanted.solution < wanted.first_answer:
        raise Wrong("solution", _("A solution cannot be promised before the first answer. Please give it more time."))
    return wanted


def _in_order(field: str, place: int, day: str, span: Span) -> None:
    opens, closes = span
    if any((one.second, one.microsecond, one.tzinfo) != (0, 0, None) for one in span):
        raise Wrong(field, _("Please write times in hours and minutes, such as 09:30."), place=place)
    if closes != MIDNIGHT and closes <= opens:
        raise Wrong(
            field,
            _("%(day)s: %(opens)s to %(closes)s ends before it begins. For hours past midnight, end at 24:00 and "
              "begin the next day at 00:00.")
            % {"day": day, "opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"},
            place=place,
        )  # fmt: skip


def _apart(field: str, place: int, day: str, before: Sequence[time], after: Sequence[time]) -> None:
    if before[1] == MIDNIGHT or before[1] > after[0]:
        raise Wrong(
            field,
            _("%(day)s: %(one)s and %(other)s overlap. Please make one of them, or leave a gap.")
            % {"day": day, "one": _span(before), "other": _span(after)},
            place=place,
        )


def _span(span: Sequence[time]) -> str:
    closes = "24:00" if span[1] == MIDNIGHT else f"{span[1]:%H:%M}"
    return f"{span[0]:%H:%M}–{closes}"


def _written(day: date) -> str:
    return date_format(day, "j F Y" if (get_language() or "de").startswith("en") else "j. F Y")
