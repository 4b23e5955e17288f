"""What would move if hours, holidays or promises were others: the same checks and the same counting, nothing stored."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from oase.companies.models import Company, Membership, Topic
from oase.companies.opening.calendar import Calendar, Opening
from oase.companies.opening.reading import calendar_of
from oase.companies.words import NotAllowed
from oase.second_level.promising.checking import (
    checked_days,
    checked_promises,
    checked_region,
    checked_week,
    checked_zone,
)
from oase.second_level.promising.moving import Moved, would_move
from oase.second_level.promising.terms import Day, Promises, Terms, terms_of
from oase.second_level.rules import leads


def preview_hours(*, by: Membership, openings: Sequence[Opening], time_zone: str | None = None) -> list[Moved]:
    """What other weekly hours would move.

    Raises:
        Wrong: `openings` or `time_zone`.
        NotAllowed: `by` does not lead.
    """
    company = led_by(by)
    week = checked_week(openings)
    zone = checked_zone(company.time_zone if time_zone is None else time_zone)
    return _with(company, lambda calendar: with_week(calendar, week, zone))


def preview_holidays(*, by: Membership, region: str, own_days: Sequence[Day]) -> list[Moved]:
    """What other holidays would move.

    Raises:
        Wrong: `region` or `own_days`.
        NotAllowed: `by` does not lead.
    """
    company, region, days = led_by(by), checked_region(region), checked_days(own_days)
    return _with(company, lambda calendar: with_days(calendar, region, days))


def preview_promises(*, by: Membership, topic: Topic | None, wanted: Promises) -> list[Moved]:
    """What other promises would move: of one topic, or of the company for what has no topic or none of its own.

    Raises:
        Wrong: `first_answer`, `next_answer`, `progress` or `solution`.
        NotAllowed: `by` does not lead, or the topic is another company's.
    """
    company, wanted = led_by(by, topic), checked_promises(wanted)
    topics, calendar = list(company.topics.all()), calendar_of(company)
    before = terms_of(company, topics, calendar)
    put(wanted, company if topic is None else next(one for one in topics if one.pk == topic.pk))
    return would_move(company, before, terms_of(company, topics, calendar))


def led_by(membership: Membership, topic: Topic | None = None) -> Company:
    """A fresh copy of the company that they lead.

    Raises:
        NotAllowed: they do not, or the topic is another's.
    """
    stands = Membership.objects.filter(pk=membership.pk, left_at=None).select_related("company").first()
    if stands is None or not leads(stands) or (topic is not None and topic.company_id != stands.company_id):
        raise NotAllowed("only who leads the company, and only its own topics")
    return stands.company


def with_week(calendar: Calendar, week: tuple[Opening, ...], zone: ZoneInfo) -> Calendar:
    """The same holidays with other weekly hours."""
    return replace(calendar, week=week, zone=zone)


def with_days(calendar: Calendar, region: str, days: Sequence[Day]) -> Calendar:
    """The same weekly hours with other holidays."""
    return replace(
        calendar,
        region=region,
        days={one.day: one.openings for one in days if not one.yearly},
        yearly={(one.day.month, one.day.day): one.openings for one in days if one.yearly},
    )


def put(wanted: Promises, into: Company | Topic) -> None:
    """Set the promises of a company or a topic; saving it is the caller's."""
    into.first_answer_minutes, into.next_answer_minutes = wanted.first_answer, wanted.next_answer
    into.progress_minutes, into.solution_minutes = wanted.progress, wanted.solution


def _with(company: Company, changed: Callable[[Calendar], Calendar]) -> list[Moved]:
    before = terms_of(company, list(company.topics.all()))
    return would_move(company, before, Terms(changed(before.calendar), before.minutes))
