"""Promises counted in opening hours, checked against a clock on the wall that ticks minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oase.companies.models import OpeningHours
from oase.companies.opening.calendar import HORIZON_DAYS, Calendar, Opening
from oase.companies.opening.models import OwnDay
from oase.companies.opening.public_holidays import holidays_in, is_region, regions
from oase.companies.opening.reading import calendar_of, calendars_of
from tests.cast import Cast

BERLIN = ZoneInfo("Europe/Berlin")
WEEKDAYS: list[Opening] = [(day, time(9), time(17)) for day in range(5)]
SUNDAYS: list[Opening] = [(6, time(8), time(12))]
NIGHTS: list[Opening] = [(day, time(0), time(6)) for day in range(7)]


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def calendar(hours: list[Opening], **more: Any) -> Calendar:
    return Calendar(BERLIN, tuple(hours), **more)


def due_after(hours: list[Opening], start: datetime, minutes: int, **more: Any) -> datetime:
    return calendar(hours, **more).due_after(start, timedelta(minutes=minutes))


def _said(moment: datetime) -> str:
    return moment.astimezone(BERLIN).strftime("%a %d.%m. %H:%M")


@pytest.mark.parametrize(
    ("hours", "start", "minutes", "due"),
    [
        ([], "2026-06-06 23:50", 30, "Sun 07.06. 00:20"),
        (WEEKDAYS, "2026-06-03 10:00", 30, "Wed 03.06. 10:30"),
        (WEEKDAYS, "2026-06-03 16:30", 30, "Wed 03.06. 17:00"),
        (WEEKDAYS, "2026-06-03 16:31", 30, "Thu 04.06. 09:01"),
        (WEEKDAYS, "2026-06-03 17:00", 30, "Thu 04.06. 09:30"),
        (WEEKDAYS, "2026-06-05 16:45", 30, "Mon 08.06. 09:15"),
        (WEEKDAYS, "2026-06-06 03:00", 30, "Mon 08.06. 09:30"),
        (WEEKDAYS, "2026-06-05 12:00", 5 * 8 * 60, "Fri 12.06. 12:00"),
        (WEEKDAYS, "2028-02-28 16:30", 8 * 60, "Tue 29.02. 16:30"),
        (WEEKDAYS, "2028-02-29 16:30", 60, "Wed 01.03. 09:30"),
        ([], "2026-03-29 01:30", 60, "Sun 29.03. 03:30"),
        ([], "2026-10-25 01:30", 120, "Sun 25.10. 02:30"),
        (NIGHTS, "2026-03-29 01:30", 60, "Sun 29.03. 03:30"),
        (NIGHTS, "2026-03-29 00:00", 300, "Sun 29.03. 06:00"),
        (NIGHTS, "2026-10-25 00:00", 420, "Sun 25.10. 06:00"),
        (SUNDAYS, "2026-03-28 20:00", 30, "Sun 29.03. 08:30"),
        (SUNDAYS, "2026-10-24 20:00", 30, "Sun 25.10. 08:30"),
        (WEEKDAYS, "2026-03-27 16:45", 30, "Mon 30.03. 09:15"),
        (WEEKDAYS, "2026-06-03 17:00", 0, "Thu 04.06. 09:00"),
    ],
)
def test_when_a_promise_falls_due(hours: list[Opening], start: str, minutes: int, due: str) -> None:
    assert _said(due_after(hours, berlin(start), minutes)) == due


def test_openings_that_overlap_count_once() -> None:
    overlapping: list[Opening] = [(2, time(9), time(12)), (2, time(10), time(14)), (2, time(11), time(11, 30))]
    assert _said(due_after(overlapping, berlin("2026-06-03 09:00"), 240)) == "Wed 03.06. 13:00"


def test_hours_that_never_suffice_still_give_a_time() -> None:
    start = berlin("2026-06-03 09:00")
    assert due_after([(0, time(9), time(9, 1))], start, 60) == start + timedelta(days=HORIZON_DAYS)


def test_an_opening_that_summer_time_swallows_is_no_opening() -> None:
    skipped: list[Opening] = [(6, time(2), time(3)), (6, time(2, 30), time(3))]
    before = berlin("2026-03-29 01:59")
    assert calendar(skipped[1:]).opens_next(before) == berlin("2026-04-05 02:30")
    assert due_after(skipped, before, 1) == berlin("2026-04-05 02:01")


@pytest.mark.parametrize(
    ("moment", "open_", "opens"),
    [
        ("2026-06-03 08:59", False, "Wed 03.06. 09:00"),
        ("2026-06-03 09:00", True, "Wed 03.06. 09:00"),
        ("2026-06-03 16:59", True, "Wed 03.06. 16:59"),
        ("2026-06-03 17:00", False, "Thu 04.06. 09:00"),
        ("2026-06-05 17:00", False, "Mon 08.06. 09:00"),
        ("2026-06-07 12:00", False, "Mon 08.06. 09:00"),
    ],
)
def test_who_is_there_at_the_edges(moment: str, open_: bool, opens: str) -> None:
    assert calendar(WEEKDAYS).is_open(berlin(moment)) is open_
    assert _said(calendar(WEEKDAYS).opens_next(berlin(moment))) == opens


def test_without_hours_somebody_is_always_there() -> None:
    assert calendar([]).is_open(berlin("2026-12-25 03:00"))
    assert calendar([]).opens_next(berlin("2026-12-25 03:00")) == berlin("2026-12-25 03:00")


def test_a_companys_own_hours_and_zone_count(cast: Cast) -> None:
    company, hour = cast.kaffeewerk, timedelta(hours=1)
    company.time_zone = "America/New_York"
    company.save()
    start = datetime(2026, 6, 3, 13, 30, tzinfo=UTC)
    assert calendar_of(company).due_after(start, hour) == start + hour
    OpeningHours.objects.create(company=company, weekday=2, opens=time(10), closes=time(12))
    assert calendar_of(company).week == ((2, time(10), time(12)),)
    assert calendar_of(company).due_after(start, hour) == datetime(2026, 6, 3, 15, 0, tzinfo=UTC)
    company.holiday_region = "US-NY"
    company.save()
    OwnDay.objects.create(company=company, day=date(2026, 6, 3), openings=[["11:00", "00:00"]])
    OwnDay.objects.create(company=company, day=date(2020, 6, 10), yearly=True)
    assert calendar_of(company).on(date(2026, 6, 3)) == ((time(11), time(0)),)
    assert calendar_of(company).on(date(2026, 6, 10)) == ()
    assert calendar_of(company).on(date(2026, 7, 4)) == ()
    assert set(calendars_of([company.pk, cast.velotal.pk, 0])) == {company.pk, cast.velotal.pk}


MIDNIGHT = time(0)
LATE: list[Opening] = [(day, time(18), MIDNIGHT) for day in range(7)]


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-06-03 23:00", 60, "Thu 04.06. 00:00"),
        ("2026-06-03 23:30", 60, "Thu 04.06. 18:30"),
        ("2026-03-28 23:00", 90, "Sun 29.03. 18:30"),
        ("2026-12-31 23:59", 2, "Fri 01.01. 18:01"),
        ("2028-02-28 23:30", 60, "Tue 29.02. 18:30"),
    ],
)
def test_hours_until_midnight_end_with_the_day(start: str, minutes: int, due: str) -> None:
    assert _said(due_after(LATE, berlin(start), minutes)) == due


def test_days_that_touch_at_midnight_are_one_opening() -> None:
    week: list[Opening] = [(4, time(22), MIDNIGHT), (5, MIDNIGHT, time(6))]
    assert _said(due_after(week, berlin("2026-06-05 23:00"), 3 * 60)) == "Sat 06.06. 02:00"


def test_on_a_holiday_nobody_is_there_and_only_where_it_is_one() -> None:
    friday = berlin("2026-10-30 16:30")
    # All Saints' Day 2026 is a Sunday; Reformation Day a Saturday. Christmas Day is a Friday.
    assert _said(due_after(WEEKDAYS, friday, 60, region="DE-BY")) == "Mon 02.11. 09:30"
    assert _said(due_after(WEEKDAYS, berlin("2026-12-24 16:30"), 60, region="DE-BY")) == "Mon 28.12. 09:30"
    assert _said(due_after(WEEKDAYS, berlin("2026-12-24 16:30"), 60)) == "Fri 25.12. 09:30"
    corpus_christi = berlin("2026-06-04 10:00")
    assert not calendar(WEEKDAYS, region="DE-BY").is_open(corpus_christi)
    assert calendar(WEEKDAYS, region="DE-BE").is_open(corpus_christi)


def test_around_the_clock_with_holidays_is_every_other_day() -> None:
    christmas = berlin("2026-12-24 23:30")
    assert _said(due_after([], christmas, 60, region="DE")) == "Sun 27.12. 00:30"


def test_a_day_of_ones_own_goes_before_a_yearly_one_and_that_before_a_holiday() -> None:
    morning = ((time(10), time(12)),)
    own = {"days": {date(2026, 12, 25): morning}, "yearly": {(12, 25): (), (12, 24): morning}}
    held = calendar(WEEKDAYS, region="DE", **own)
    assert held.on(date(2026, 12, 25)) == morning
    assert held.on(date(2027, 12, 25)) == ()
    assert held.on(date(2026, 12, 24)) == held.on(date(2027, 12, 24)) == morning
    assert held.on(date(2026, 12, 23)) == ((time(9), time(17)),)


def test_a_yearly_leap_day_is_kept_when_there_is_one() -> None:
    held = calendar(WEEKDAYS, yearly={(2, 29): ()})
    assert _said(held.due_after(berlin("2028-02-28 16:30"), timedelta(hours=1))) == "Wed 01.03. 09:30"
    assert _said(held.due_after(berlin("2027-02-26 16:30"), timedelta(hours=1))) == "Mon 01.03. 09:30"


def test_a_company_that_is_closed_for_good_still_gives_a_time() -> None:
    start = berlin("2026-06-03 09:00")
    closed = calendar([], yearly={(month, day): () for month in range(1, 13) for day in range(1, 32)})
    assert closed.due_after(start, timedelta(hours=1)) == start + timedelta(days=HORIZON_DAYS)
    assert closed.opens_next(start) == start + timedelta(days=HORIZON_DAYS)
    assert not closed.is_open(start)


def test_holidays_are_known_by_country_and_part_and_in_both_languages() -> None:
    assert "DE-BY" in regions()["DE"]
    assert holidays_in("DE-BY", 2026)[date(2026, 1, 6)] == "Heilige Drei Könige"
    assert holidays_in("DE-BY", 2026, "en")[date(2026, 1, 6)] == "Epiphany"
    assert holidays_in("AT", 2026)[date(2026, 12, 25)] == "Christtag"
    assert date(2026, 1, 6) not in holidays_in("DE-BE", 2026)
    assert [is_region(code) for code in ("DE", "DE-BY", "DE-XX", "XX", "", "de", "DE-")] == [True, True, *[False] * 5]
    assert holidays_in("DE-XX", 2026) == holidays_in("DE", 3000) == {}


DAYTIMES = st.integers(4 * 4, 23 * 4 + 3).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
"""Later than the hour which summer time skips or repeats."""


@st.composite
def weekly_hours(draw: st.DrawFn) -> list[Opening]:
    edges = st.tuples(DAYTIMES, DAYTIMES).filter(lambda edge: edge[0] < edge[1])
    openings = draw(st.lists(st.tuples(st.integers(0, 6), edges), min_size=1, max_size=10))
    return [(weekday, opens, closes) for weekday, (opens, closes) in openings]


def _on_the_wall(hours: list[Opening], start: datetime, minutes: int) -> datetime:
    """The same, counted minute by minute."""
    moment, left = start.astimezone(UTC), minutes
    while left:
        wall = moment.astimezone(BERLIN)
        left -= any(day == wall.weekday() and opens <= wall.time() < closes for day, opens, closes in hours)
        moment += timedelta(minutes=1)
    return moment


STARTS = st.sampled_from(["2026-03-28", "2026-10-24", "2028-02-28", "2026-06-05", "2026-12-31"])


@settings(max_examples=60, deadline=None)
@given(weekly_hours(), STARTS, st.integers(0, 24 * 60 - 1), st.integers(1, 240))
def test_a_clock_on_the_wall_agrees(hours: list[Opening], day: str, minute: int, minutes: int) -> None:
    start = berlin(day).astimezone(UTC) + timedelta(minutes=minute)
    due = due_after(hours, start, minutes)
    assert due >= start
    if due < start + timedelta(days=21):
        assert due == _on_the_wall(hours, start, minutes)


@settings(max_examples=200, deadline=None)
@given(weekly_hours(), st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)), st.integers(0, 10_000))  # noqa: DTZ001
def test_no_promise_lies_before_it_was_made_and_more_time_is_never_less(
    hours: list[Opening], start: datetime, minutes: int
) -> None:
    start = start.replace(tzinfo=UTC)
    due = due_after(hours, start, minutes)
    assert due >= start + timedelta(minutes=minutes) or due == start + timedelta(days=HORIZON_DAYS)
    assert due_after(hours, start, minutes + 1) >= due
    opens = calendar(hours).opens_next(start)
    assert opens >= start
    assert calendar(hours).is_open(opens)


@settings(max_examples=60, deadline=None)
@given(weekly_hours(), STARTS, st.integers(0, 24 * 60 - 1), st.integers(1, 2_000), st.integers(0, 2_000))
def test_what_lies_between_is_what_was_counted(
    hours: list[Opening], day: str, minute: int, minutes: int, earlier: int
) -> None:
    held, span = calendar(hours, region="DE-BY"), timedelta(minutes=minutes)
    start = berlin(day).astimezone(UTC) + timedelta(minutes=minute)
    due = held.due_after(start, span)
    if due < start + timedelta(days=HORIZON_DAYS):
        assert held.between(start, due) == span
        part = timedelta(minutes=min(earlier, minutes))
        # In two parts it is as long as in one.
        assert held.due_after(held.due_after(start, part), span - part) == due
    assert held.between(due, start) == timedelta()
