"""Hours on a clock that jumps: summer time, midnight, and the week as a ring."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from oase.experts.availability.hours import Hours, Span, overlapping

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, SATURDAY, SUNDAY = 0, 5, 6


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def hours(*spans: tuple[int, str, str], zone: str = "Europe/Berlin") -> Hours:
    return Hours(
        tuple(Span(day, time.fromisoformat(one), time.fromisoformat(other)) for day, one, other in spans), zone
    )


def test_without_hours_there_is_no_limit() -> None:
    always = Hours()
    assert (always.hold(at("2026-06-01T03:00")), always.until(at("2026-06-01T03:00"))) == (True, None)
    assert always.next(at("2026-06-01T03:00")) is None


def test_the_beginning_counts_and_the_end_does_not() -> None:
    mondays = hours((MONDAY, "18:00", "22:00"))
    held = [mondays.hold(at(f"2026-06-01T{clock}")) for clock in ("17:59", "18:00", "21:59", "22:00")]
    assert held == [False, True, True, False]
    assert mondays.until(at("2026-06-01T18:00")) == at("2026-06-01T22:00")
    assert mondays.next(at("2026-06-01T18:00")) == at("2026-06-08T18:00")


def test_until_midnight_and_over_it() -> None:
    late = hours((MONDAY, "18:00", "00:00"))
    assert [late.hold(at(one)) for one in ("2026-06-01T23:59", "2026-06-02T00:00")] == [True, False]
    over = hours((SUNDAY, "22:00", "02:00"))
    held = [
        over.hold(at(one)) for one in ("2026-05-31T21:59", "2026-05-31T22:00", "2026-06-01T01:59", "2026-06-01T02:00")
    ]
    assert held == [False, True, True, False]


def test_a_whole_day_and_a_whole_week() -> None:
    saturday = hours((SATURDAY, "00:00", "00:00"))
    assert [saturday.hold(at(one)) for one in ("2026-06-06T00:00", "2026-06-06T23:59", "2026-06-07T00:00")] == [
        True, True, False,
    ]  # fmt: skip
    week = hours(*((day, "00:00", "00:00") for day in range(7)))
    assert (week.hold(at("2026-06-07T00:00")), week.until(at("2026-06-07T00:00"))) == (True, None)


def test_neighbours_are_one_span() -> None:
    both = hours((MONDAY, "20:00", "00:00"), (1, "00:00", "01:00"))
    assert both.until(at("2026-06-01T21:00")) == at("2026-06-02T01:00")


def test_the_night_that_lacks_an_hour() -> None:
    """29 March 2026: after 01:59 comes 03:00."""
    through = hours((SUNDAY, "01:00", "04:00"))
    ((begin, end),) = through.between(at("2026-03-29T00:00").date(), 1)
    assert (end - begin, end) == (timedelta(hours=2), datetime(2026, 3, 29, 2, tzinfo=UTC))
    inside = hours((SUNDAY, "02:15", "02:45"))
    ((begin, end),) = inside.between(at("2026-03-29T00:00").date(), 1)
    assert (begin, end) == (at("2026-03-29T03:15"), at("2026-03-29T03:45"))
    # It begins in the hour that is left out, so at 03:30, and would have ended at 03:15.
    lost = hours((SUNDAY, "02:30", "03:15"))
    assert lost.between(at("2026-03-29T00:00").date(), 1) == []
    assert lost.next(at("2026-03-28T12:00")) == at("2026-04-05T02:30")


def test_the_night_that_has_an_hour_twice() -> None:
    """25 October 2026: 02:00 to 03:00 comes twice."""
    ((begin, end),) = hours((SUNDAY, "01:00", "04:00")).between(at("2026-10-25T00:00").date(), 1)
    assert end - begin == timedelta(hours=4)
    ((begin, end),) = hours((SUNDAY, "02:00", "02:30")).between(at("2026-10-25T00:00").date(), 1)
    assert (begin, end) == (datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


def test_six_in_the_evening_is_six_before_and_after_the_change() -> None:
    sundays = hours((SUNDAY, "18:00", "20:00"))
    assert sundays.next(at("2026-03-28T12:00")) == datetime(2026, 3, 29, 16, tzinfo=UTC)
    assert sundays.next(at("2026-03-21T12:00")) == datetime(2026, 3, 22, 17, tzinfo=UTC)


def test_the_clock_is_that_of_the_expert() -> None:
    lisbon = hours((MONDAY, "18:00", "20:00"), zone="Europe/Lisbon")
    assert [lisbon.hold(at(f"2026-06-01T{clock}")) for clock in ("18:30", "19:00")] == [False, True]
    # In Auckland it is Monday already.
    auckland = hours((MONDAY, "08:00", "10:00"), zone="Pacific/Auckland")
    assert auckland.hold(datetime(2026, 5, 31, 20, 30, tzinfo=UTC)) is True


def test_spans_that_meet_do_not_overlap_and_the_week_is_a_ring() -> None:
    assert overlapping(hours((0, "08:00", "12:00"), (0, "12:00", "14:00")).spans) is None
    assert (
        overlapping(hours((0, "08:00", "12:00"), (0, "11:00", "14:00")).spans) == hours((0, "11:00", "14:00")).spans[0]
    )
    assert (
        overlapping(hours((6, "22:00", "02:00"), (0, "01:00", "03:00")).spans) == hours((0, "01:00", "03:00")).spans[0]
    )
    assert overlapping(hours((0, "00:00", "00:00"), (1, "00:00", "00:00")).spans) is None
    assert overlapping(()) is None


clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
weeks = st.lists(st.builds(Span, st.integers(0, 6), clocks, clocks), min_size=1, max_size=6).map(tuple)
moments = st.integers(0, 364 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(weeks, moments, st.sampled_from(["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC"]))
@settings(max_examples=150, deadline=None)
def test_from_one_change_to_the_next_nothing_changes(spans: tuple[Span, ...], now: datetime, zone: str) -> None:
    """What a job that looks again at `until` or `next` relies on."""
    week = Hours(spans, zone)
    there = week.hold(now)
    change = week.until(now) if there else week.next(now)
    if change is None:
        assert there
        return
    assert change > now
    assert week.hold(change) is not there
    assert week.hold(now + (change - now) / 2) is there
    assert week.hold(change - timedelta(microseconds=1)) is there
