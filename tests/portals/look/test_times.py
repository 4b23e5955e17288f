"""Times are said as people say them, in the viewer's language and time zone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from oase.portals.look import attention
from oase.portals.look.money import decimal, euros
from oase.portals.look.times import clock, day, fraction_left, full_day, is_late, iso, moment, remaining

NOW = datetime(2026, 11, 21, 13, 7, tzinfo=UTC)  # a Saturday, 14:07 in Berlin


@pytest.fixture(autouse=True)
def berlin_in_english() -> Iterator[None]:
    with timezone.override(ZoneInfo("Europe/Berlin")), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(minutes=13), "14:20"),
        (timedelta(days=1, minutes=13), "tomorrow 14:20"),
        (timedelta(days=-1), "yesterday 14:07"),
        (timedelta(days=3), "Tue 24 Nov, 14:07"),
        (timedelta(days=60), "Wed, 20 Jan 2027, 14:07"),
        (timedelta(hours=11), "tomorrow 01:07"),
    ],
)
def test_the_clock(ahead: timedelta, words: str) -> None:
    assert clock(NOW + ahead, NOW) == words


def test_the_clock_in_german() -> None:
    with translation.override("de"):
        assert clock(NOW + timedelta(days=3), NOW) == "Di., 24.11., 14:07"


def test_another_time_zone_has_another_today() -> None:
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        assert clock(NOW, NOW) == "02:07"
        assert day(NOW + timedelta(hours=24), NOW) == "Tomorrow"


def test_records_say_the_day() -> None:
    assert moment(NOW, NOW) == "today, 14:07"
    assert moment(NOW - timedelta(days=1), NOW) == "yesterday, 14:07"
    assert moment(NOW - timedelta(days=4), NOW) == "Tue 17 Nov, 14:07"


def test_days_between_messages() -> None:
    assert day(NOW, NOW) == "Today"
    assert day(NOW - timedelta(days=1), NOW) == "Yesterday"
    assert day(NOW - timedelta(days=4), NOW) == "Tuesday 17 November"
    with translation.override("de"):
        assert day(NOW - timedelta(days=4), NOW) == "Dienstag, 17. November"


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=48), "48 seconds left"),
        (timedelta(seconds=1), "1 second left"),
        (timedelta(minutes=13, seconds=59), "13 minutes left"),
        (timedelta(hours=5), "5 hours left"),
        (timedelta(days=6), "6 days left"),
        (timedelta(seconds=-5), "overdue just now"),
        (timedelta(minutes=-1), "1 minute overdue"),
        (timedelta(minutes=-6), "6 minutes overdue"),
        (timedelta(days=-3), "3 days overdue"),
    ],
)
def test_what_is_left(ahead: timedelta, words: str) -> None:
    assert remaining(NOW + ahead, NOW) == words


def test_a_promise_is_late_only_after_its_time() -> None:
    assert is_late(NOW, NOW) is False
    assert is_late(NOW - timedelta(seconds=1), NOW) is True
    assert is_late(None, NOW) is False


def test_the_ring_is_as_full_as_the_time_left() -> None:
    start = NOW - timedelta(minutes=8)
    assert fraction_left(start, NOW + timedelta(minutes=24), NOW) == 0.75
    assert fraction_left(start, NOW - timedelta(minutes=1), NOW) == 0.0
    assert fraction_left(NOW + timedelta(minutes=1), NOW + timedelta(minutes=2), NOW) == 1.0
    assert fraction_left(NOW, NOW, NOW) == 0.0


def test_a_promise_says_by_when_and_late_since_when() -> None:
    due = NOW + timedelta(minutes=13)
    kept = attention.promise_time(due, "Next step", NOW)
    assert "<b>Next step <time" in kept
    assert ">by 14:20</time>" in kept
    assert ">13 minutes left</span>" in kept
    assert "is-late" not in kept
    broken = attention.promise_time(NOW - timedelta(minutes=6), now=NOW)
    assert ">since 14:01</time>" in broken
    assert 'class="next num is-late"' in broken


@pytest.mark.parametrize(
    ("seconds", "figure"),
    [(48, "48″"), (119, "119″"), (120, "2′"), (13 * 60, "13′"), (-120, "+2′"), (-5, "+0′"), (7200, "2\N{THIN SPACE}h")],
)
def test_the_figure_in_the_ring(seconds: float, figure: str) -> None:
    assert attention.short(seconds) == figure


def test_moments_for_machines_are_in_utc() -> None:
    assert iso(NOW.astimezone(ZoneInfo("Europe/Berlin"))) == "2026-11-21T13:07:00+00:00"
    assert iso(None) == ""


def test_money_and_figures() -> None:
    assert euros(420) == "€4.20"
    assert decimal(8412, 0) == "8,412"
    with translation.override("de"):
        assert euros(420) == "4,20\N{NO-BREAK SPACE}€"
        assert decimal(4.66) == "4,7"
        assert decimal(8412, 0) == "8.412"
    assert euros(None) == ""


def test_a_day_years_away_is_said_in_full() -> None:
    # Half past eleven in the evening in London is the next day in Berlin.
    far = datetime(2032, 12, 31, 23, 30, tzinfo=UTC)
    english = full_day(far)
    with translation.override("de"):
        assert (english, full_day(far), full_day(None)) == ("1 January 2033", "1. Januar 2033", "")
