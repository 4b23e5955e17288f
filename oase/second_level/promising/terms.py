"""What is asked for when promises or hours are set, and all of it together as a company's terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from oase.companies.models import Company, Topic
from oase.companies.opening.calendar import Calendar, Opening, Span
from oase.companies.opening.reading import calendar_of
from oase.companies.promised import FIRST, NEXT, PROGRESS, SOLUTION, promised_minutes

EACH = (FIRST, NEXT, PROGRESS, SOLUTION)


@dataclass(frozen=True)
class Day:
    """A day of one's own: closed without openings, else open then. `yearly`: on this day of every year."""

    day: date
    name: str = ""
    yearly: bool = False
    openings: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Promises:
    """Minutes of opening time. For a topic None says as the company, and a solution of 0 that none is promised.

    For the company None says, for progress, as often as a next answer, and for a solution that none is promised.
    """

    first_answer: int
    next_answer: int
    progress: int | None = None
    solution: int | None = None


@dataclass(frozen=True)
class Terms:
    """By what promises are counted: the calendar, and minutes by topic (None: without one) and promise."""

    calendar: Calendar
    minutes: Mapping[int | None, Mapping[str, int | None]] = field(default_factory=dict)

    def of(self, topic_id: int | None, promise: str) -> int | None:
        """Minutes; None where it is not promised."""
        return self.minutes.get(topic_id, {}).get(promise)


def terms_of(company: Company, topics: Sequence[Topic], calendar: Calendar | None = None) -> Terms:
    """The terms that these rows say; `calendar` instead of the stored one."""
    every: list[Topic | None] = [None, *topics]
    return Terms(
        calendar or calendar_of(company),
        {
            topic.pk if topic else None: {promise: promised_minutes(company, topic, promise) for promise in EACH}
            for topic in every
        },
    )


def written_week(openings: Sequence[Opening]) -> list[list[Any]]:
    """As a change of settings keeps them: weekday (0 is Monday), from, until."""
    return [[weekday, f"{opens:%H:%M}", _end(closes)] for weekday, opens, closes in openings]


def written_days(days: Sequence[Day]) -> list[dict[str, Any]]:
    """The same of days of one's own."""
    return [
        {
            "day": day.day.isoformat(),
            "name": day.name,
            "yearly": day.yearly,
            "openings": [[f"{opens:%H:%M}", _end(closes)] for opens, closes in day.openings],
        }
        for day in days
    ]


def _end(closes: Any) -> str:
    return f"{closes:%H:%M}".replace("00:00", "24:00")
