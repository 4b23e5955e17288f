"""Hours, holidays and promises: looked at first, and then the open promises move with them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from oase.companies.audit.models import SettingChange
from oase.companies.models import Company
from oase.companies.opening.models import OwnDay
from oase.conversations.models import Assignment, Conversation
from oase.jobs import clock
from oase.portals.office.settings.hours import FIELD
from tests.cast import Cast
from tests.portals.office.programme.leader import Leader, errors

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)


def week(*days: str, time_zone: str = "Europe/Berlin") -> dict[str, str]:
    return {FIELD.format(n): text for n, text in enumerate(days)} | {"time_zone": time_zone}


def due(conversation: Conversation) -> datetime:
    return Assignment.objects.get(conversation=conversation, ended_at=None).due_at.astimezone(BERLIN)


def words(page: str) -> str:
    return " ".join(page.split())


@pytest.fixture
def asked(cast: Cast) -> Conversation:
    """A concern on invoices, asked on a Monday at ten: the first answer is promised in fifteen minutes."""
    with clock.standing_at(MONDAY):
        return cast.asks(topic=cast.invoices, wants_company=True)


def test_the_preview_says_which_promises_move_and_changes_nothing(sven: Leader, asked: Conversation) -> None:
    before = due(asked)
    assert before == MONDAY + timedelta(minutes=15)
    with clock.standing_at(MONDAY):
        page = sven.post("hours", status=200, preview="1", **week("13–18"))
    assert "With these hours 1 open promise moves" in words(page)
    assert "Nothing has been changed yet." in page
    assert "Somebody is there for 5:00 hours a week." in page
    assert 'value="13–18"' in page
    assert due(asked) == before
    assert (SettingChange.objects.count(), Company.objects.get(slug="kaffeewerk").opening_hours.count()) == (0, 0)


def test_saving_moves_them_and_writes_it_down(sven: Leader, cast: Cast, asked: Conversation) -> None:
    with clock.standing_at(MONDAY):
        sven.post("hours", **week("13–18"))
    assert due(asked) == MONDAY.replace(hour=13, minute=15)
    change = SettingChange.objects.get()
    assert (change.area, change.by, change.after) == ("hours", cast.sven, {"week": [[0, "13:00", "18:00"]]})
    page = sven.get("changes")
    assert "Monday 13:00–18:00" in words(page)
    assert 'value="13:00–18:00"' in sven.get("hours")


def test_until_midnight_and_a_break(sven: Leader, cast: Cast) -> None:
    sven.post("hours", **week("9-12.30; 13:30 bis 24 Uhr", "", "", "", "", "", "0–24:00"))
    rows = [(one.weekday, f"{one.opens:%H:%M}", f"{one.closes:%H:%M}") for one in cast.kaffeewerk.opening_hours.all()]
    assert rows == [(0, "09:00", "12:30"), (0, "13:30", "00:00"), (6, "00:00", "00:00")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("17–9", "ends before it begins"),
        ("9–12, 11–18", "overlap"),
        ("9–12, 9–12", "overlap"),
        ("9 to", "is not understood"),
        ("25–26", "is no time of a day"),
        ("9–18:60", "is no time of a day"),
        ("nine to five", "is not understood"),
        ("<b>9–5</b>", "is not understood"),
    ],
)
def test_hours_that_cannot_be_are_said_at_their_day(sven: Leader, cast: Cast, typed: str, said: str) -> None:
    for way in ({}, {"preview": "1"}):
        page = sven.post("hours", status=422, **week("9–17", typed), **way)
        assert [said in one for one in errors(page)] == [True]
        assert page.index('id="day_1"') < page.index('id="day_1_error"') < page.index('id="day_2"')
        assert 'value="9–17"' in page
    assert (cast.kaffeewerk.opening_hours.count(), SettingChange.objects.count()) == (0, 0)


def test_a_time_zone_that_is_none(sven: Leader, cast: Cast) -> None:
    page = sven.post("hours", status=422, **week("9–17", time_zone="Europe/Oase"))
    assert "Europe/Oase" in errors(page)[0]
    assert cast.kaffeewerk.opening_hours.count() == 0


def days(*rows: tuple[str, str, str, str], region: str = "") -> dict[str, object]:
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return {"region": region} | dict(zip(("day", "called", "yearly", "hours"), map(list, columns), strict=True))


def test_a_day_of_ones_own_moves_what_falls_on_it(sven: Leader, cast: Cast, asked: Conversation) -> None:
    inventory = days(("2026-11-23", "Inventory", "once", ""))
    with clock.standing_at(MONDAY):
        page = sven.post("holidays", status=200, preview="1", **inventory)
        assert "With these days 1 open promise moves" in words(page)
        sven.post("holidays", **inventory)
    assert due(asked) == MONDAY.replace(day=24, hour=0, minute=15)
    assert 'value="Inventory"' in sven.get("holidays")
    assert "Inventory" in sven.get("changes")


def test_public_holidays_are_shown_before_they_are_kept(sven: Leader, cast: Cast) -> None:
    with clock.standing_at(MONDAY):
        page = sven.post("holidays", status=200, preview="1", **days(region="DE-BY"))
        assert "Bayern, Germany" in page
        assert "Epiphany" in page
        sven.post("holidays", **days(region="DE-BY"))
    cast.kaffeewerk.refresh_from_db()
    assert cast.kaffeewerk.holiday_region == "DE-BY"


def test_the_parts_of_a_chosen_country_appear(sven: Leader) -> None:
    assert "Cataluña, Spain" not in sven.get("holidays")
    assert "Cataluña, Spain" in sven.post("holidays", status=200, preview="1", **days(region="ES"))


@pytest.mark.parametrize(
    ("rows", "region", "said"),
    [
        ([("2026-12-24", "", "once", ""), ("2026-12-24", "Eve", "once", "9–12")], "", "twice"),
        ([("2026-12-24", "", "yearly", ""), ("2027-12-24", "", "yearly", "")], "", "twice"),
        ([("", "Eve", "once", "")], "", "Please choose a day."),
        ([("2026-02-30", "", "once", "")], "", "Please choose a day."),
        ([("2026-12-24", "", "once", "12–9")], "", "ends before it begins"),
        ([("2026-12-24", "", "once", "9-")], "", "is not understood"),
        ([], "DE-XX", "are not known"),
    ],
)
def test_days_that_cannot_be(
    sven: Leader, cast: Cast, rows: list[tuple[str, str, str, str]], region: str, said: str
) -> None:
    page = sven.post("holidays", status=422, **days(*rows, region=region))
    assert [said in one for one in errors(page)] == [True]
    for row in rows:
        assert f'value="{row[0]}"' in page
    assert (OwnDay.objects.count(), SettingChange.objects.count()) == (0, 0)


PROMISES = {"first_answer": "1 h", "next_answer": "2 h 30", "progress": "", "solution": "3 d"}


def test_promises_of_a_topic_move_what_is_open(sven: Leader, cast: Cast, asked: Conversation) -> None:
    with clock.standing_at(MONDAY):
        page = sven.post("topic-promises", "invoices", status=200, preview="1", **PROMISES)
        assert "With these promises 1 open one moves" in words(page)
        assert due(asked) == MONDAY + timedelta(minutes=15)
        sven.post("topic-promises", "invoices", **PROMISES)
    assert due(asked) == MONDAY + timedelta(hours=1)
    cast.invoices.refresh_from_db()
    assert (cast.invoices.next_answer_minutes, cast.invoices.solution_minutes) == (150, 4320)
    assert 'value="2 h 30 min"' in sven.get("topic-promises", "invoices")
    assert "72 h" in sven.get("promises")


def test_what_holds_where_no_topic_says_otherwise(sven: Leader, cast: Cast) -> None:
    sven.post("company-promises", **(PROMISES | {"first_answer": "45"}))
    cast.kaffeewerk.refresh_from_db()
    assert cast.kaffeewerk.first_answer_minutes == 45
    assert SettingChange.objects.get().area == "promises"


@pytest.mark.parametrize(
    ("field", "typed"),
    [("first_answer", "soon"), ("first_answer", "0"), ("next_answer", "8 d"), ("first_answer", ""),
     ("solution", "30 min"), ("progress", "-5"), ("next_answer", "99999999999999999999")],
)  # fmt: skip
def test_promises_that_cannot_be(sven: Leader, cast: Cast, field: str, typed: str) -> None:
    page = sven.post("topic-promises", "invoices", status=422, **(PROMISES | {field: typed}))
    assert len(errors(page)) == 1
    assert f'value="{typed}"' in page or typed == ""
    cast.invoices.refresh_from_db()
    assert (cast.invoices.first_answer_minutes, SettingChange.objects.count()) == (15, 0)


def test_whoever_does_not_lead_finds_nothing(cast: Cast) -> None:
    for person in (cast.ada, cast.mallory, cast.karla, cast.emil):
        browser = Leader(person)
        for name in ("hours", "holidays", "promises", "company-promises"):
            browser.get(name, status=404)
        browser.post("hours", status=404, **week("9–17"))
        browser.post("topic-promises", "invoices", status=404, **PROMISES)
    Leader(cast.sven).get("topic-promises", "leasing", status=404)
    assert SettingChange.objects.count() == 0
