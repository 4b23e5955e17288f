"""Promises counted in opening hours, checked against a clock on the wall that ticks minute by minute."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oase.companies.models import OpeningHours
from oase.companies.opening_hours import (
    HORIZON_DAYS,
    Opening,
    due_after,
    due_in_hours_of,
    hours_of,
    is_open,
    opens_next,
)
from tests.cast import Cast

BERLIN = ZoneInfo("Europe/Berlin")
WEEKDAYS: list[Opening] = [(day, time(9), time(17)) for day in range(5)]
SUNDAYS: list[Opening] = [(6, time(8), time(12))]
NIGHTS: list[Opening] = [(day, time(0), time(6)) for day in range(7)]


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


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
    assert _said(due_after(hours, BERLIN, berlin(start), minutes)) == due


def test_openings_that_overlap_count_once() -> None:
    overlapping: list[Opening] = [(2, time(9), time(12)), (2, time(10), time(14)), (2, time(11), time(11, 30))]
    assert _said(due_after(overlapping, BERLIN, berlin("2026-06-03 09:00"), 240)) == "Wed 03.06. 13:00"


def test_hours_that_never_suffice_still_give_a_time() -> None:
    start = berlin("2026-06-03 09:00")
    assert due_after([(0, time(9), time(9, 1))], BERLIN, start, 60) == start + timedelta(days=HORIZON_DAYS)


def test_an_opening_that_summer_time_swallows_is_no_opening() -> None:
    skipped: list[Opening] = [(6, time(2), time(3)), (6, time(2, 30), time(3))]
    before = berlin("2026-03-29 01:59")
    assert opens_next(skipped[1:], BERLIN, before) == berlin("2026-04-05 02:30")
    assert due_after(skipped, BERLIN, before, 1) == berlin("2026-04-05 02:01")


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
    assert is_open(WEEKDAYS, BERLIN, berlin(moment)) is open_
    assert _said(opens_next(WEEKDAYS, BERLIN, berlin(moment))) == opens


def test_without_hours_somebody_is_always_there() -> None:
    assert is_open([], BERLIN, berlin("2026-12-25 03:00"))
    assert opens_next([], BERLIN, berlin("2026-12-25 03:00")) == berlin("2026-12-25 03:00")


def test_a_companys_own_hours_and_zone_count(cast: Cast) -> None:
    cast.kaffeewerk.time_zone = "America/New_York"
    start = datetime(2026, 6, 3, 13, 30, tzinfo=UTC)
    assert due_in_hours_of(cast.kaffeewerk, start, 30) == datetime(2026, 6, 3, 14, 0, tzinfo=UTC)
    OpeningHours.objects.create(company=cast.kaffeewerk, weekday=2, opens=time(10), closes=time(12))
    assert hours_of(cast.kaffeewerk) == [(2, time(10), time(12))]
    assert due_in_hours_of(cast.kaffeewerk, start, 30) == datetime(2026, 6, 3, 14, 30, tzinfo=UTC)


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
    due = due_after(hours, BERLIN, start, minutes)
    assert due >= start
    if due < start + timedelta(days=21):
        assert due == _on_the_wall(hours, start, minutes)


@settings(max_examples=200, deadline=None)
@given(weekly_hours(), st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)), st.integers(0, 10_000))  # noqa: DTZ001
def test_no_promise_lies_before_it_was_made_and_more_time_is_never_less(
    hours: list[Opening], start: datetime, minutes: int
) -> None:
    start = start.replace(tzinfo=UTC)
    due = due_after(hours, BERLIN, start, minutes)
    assert due >= start + timedelta(minutes=minutes) or due == start + timedelta(days=HORIZON_DAYS)
    assert due_after(hours, BERLIN, start, minutes + 1) >= due
    opens = opens_next(hours, BERLIN, start)
    assert opens >= start
    assert is_open(hours, BERLIN, opens)
