"""Who leads sets when the company is there and what it promises; open promises move with it, and it is written down."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from oase.companies.audit.recording import record_change
from oase.companies.models import Company, Membership, OpeningHours, Topic
from oase.companies.opening.calendar import Opening
from oase.companies.opening.models import OwnDay
from oase.companies.opening.reading import spans_of
from oase.second_level.promising.checking import (
    checked_days,
    checked_promises,
    checked_region,
    checked_week,
    checked_zone,
)
from oase.second_level.promising.moving import Moved, move_promises
from oase.second_level.promising.preview import led_by, put
from oase.second_level.promising.terms import Day, Promises, Terms, terms_of, written_days, written_week


@transaction.atomic
def save_hours(*, by: Membership, openings: Sequence[Opening], time_zone: str | None = None) -> list[Moved]:
    """Set the weekly hours, and the time zone they are in; which open promises moved. No hours: around the clock.

    Raises:
        Wrong: `openings` (with the place of the row) or `time_zone`.
        NotAllowed: `by` does not lead.
    """
    company = _locked(led_by(by))
    week = checked_week(openings)
    zone = checked_zone(company.time_zone if time_zone is None else time_zone)
    before, said = _terms(company), _hours(company)
    company.opening_hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(company=company, weekday=weekday, opens=opens, closes=closes) for weekday, opens, closes in week
    )
    company.time_zone = zone.key
    company.save(update_fields=["time_zone"])
    record_change(company=company, by=by.person, area="hours", before=said, after=_hours(company))
    return move_promises(company, before, _terms(company), by=by.person, reason="hours")


@transaction.atomic
def save_holidays(*, by: Membership, region: str, own_days: Sequence[Day]) -> list[Moved]:
    """Set whose public holidays are kept, and all days of one's own; which open promises moved.

    Raises:
        Wrong: `region` or `own_days` (with the place of the row).
        NotAllowed: `by` does not lead.
    """
    company = _locked(led_by(by))
    region, days = checked_region(region), checked_days(own_days)
    before, said = _terms(company), _holidays(company)
    company.own_days.all().delete()
    rows = zip(days, written_days(days), strict=True)
    OwnDay.objects.bulk_create(
        OwnDay(company=company, day=one.day, name=one.name, yearly=one.yearly, openings=_stored(written["openings"]))
        for one, written in rows
    )
    company.holiday_region = region
    company.save(update_fields=["holiday_region"])
    record_change(company=company, by=by.person, area="holidays", before=said, after=_holidays(company))
    return move_promises(company, before, _terms(company), by=by.person, reason="holidays")


@transaction.atomic
def save_promises(*, by: Membership, topic: Topic | None, wanted: Promises) -> list[Moved]:
    """Set what is promised for a topic, or by the company where no topic says otherwise; which open promises moved.

    Raises:
        Wrong: `first_answer`, `next_answer`, `progress` or `solution`.
        NotAllowed: `by` does not lead, or the topic is another company's.
    """
    company, wanted = _locked(led_by(by, topic)), checked_promises(wanted)
    row = company if topic is None else company.topics.get(pk=topic.pk)
    before, said = _terms(company), asdict(promises_of(row))
    put(wanted, row)
    row.save(update_fields=["first_answer_minutes", "next_answer_minutes", "progress_minutes", "solution_minutes"])
    subject = "" if isinstance(row, Company) else row.name
    record_change(company=company, by=by.person, area="promises", subject=subject, before=said, after=asdict(wanted))
    return move_promises(company, before, _terms(company), by=by.person, reason="promises")


def promises_of(row: Company | Topic) -> Promises:
    """What a company or a topic promises now."""
    return Promises(row.first_answer_minutes, row.next_answer_minutes, row.progress_minutes, row.solution_minutes)


def days_of(company: Company) -> list[Day]:
    """A company's days of its own, as they are set."""
    from_row = company.own_days.order_by("day")
    return [Day(one.day, one.name, one.yearly, spans_of(one.openings)) for one in from_row]


def _locked(company: Company) -> Company:
    # Two who set something at once wait for each other; whoever asks or answers meanwhile waits for neither.
    return Company.objects.select_for_update(no_key=True).get(pk=company.pk)


def _terms(company: Company) -> Terms:
    return terms_of(company, list(Topic.objects.filter(company=company)))


def _hours(company: Company) -> dict[str, object]:
    rows = OpeningHours.objects.filter(company=company).order_by("weekday", "opens")
    week = written_week([(row.weekday, row.opens, row.closes) for row in rows])
    return {"week": week, "time_zone": company.time_zone}


def _holidays(company: Company) -> dict[str, object]:
    return {"region": company.holiday_region, "own_days": written_days(days_of(company))}


def _stored(openings: list[list[str]]) -> list[list[str]]:
    return [[opens, "00:00" if closes == "24:00" else closes] for opens, closes in openings]
