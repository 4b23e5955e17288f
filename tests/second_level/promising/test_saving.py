"""Sven sets when the company is there and what it promises: open promises move, and nobody is late by it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from oase.companies.audit.models import SettingChange
from oase.companies.models import Company, Membership
from oase.companies.opening.calendar import Opening
from oase.companies.words import NotAllowed, Wrong
from oase.conversations.models import Conversation, Event, Outbox
from oase.jobs import clock
from oase.second_level.promising.actions import days_of, promises_of, save_holidays, save_hours, save_promises
from oase.second_level.promising.moving import Moved
from oase.second_level.promising.preview import preview_holidays, preview_hours, preview_promises
from oase.second_level.promising.terms import Day, Promises
from tests.cast import Cast, current
from tests.conversations.story import happened, says

BERLIN = ZoneInfo("Europe/Berlin")
WEEK: list[Opening] = [(day, time(9), time(17)) for day in range(5)]
FRIDAY = datetime(2026, 6, 5, 16, 45, tzinfo=BERLIN)
"""A quarter of an hour before the weekend; the Thursday before is a holiday in Bavaria."""


def wall(moment: datetime) -> str:
    return moment.astimezone(BERLIN).strftime("%a %d.%m. %H:%M")


def moved(moves: list[Moved]) -> list[tuple[str, str, str]]:
    return [(one.promise, wall(one.was), wall(one.becomes)) for one in moves]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def sven(cast: Cast) -> Membership:
    return cast.member(cast.sven)


@pytest.fixture
def asked(cast: Cast, sven: Membership) -> Conversation:
    """Asked on Friday afternoon for the company: an answer within half an hour of opening time."""
    with clock.standing_at(FRIDAY):
        save_hours(by=sven, openings=WEEK)
        save_promises(by=sven, topic=cast.invoices, wanted=Promises(30, 45))
        cast.invoices.refresh_from_db()
        return cast.asks("Meine Rechnung stimmt nicht.", topic=cast.invoices)


def test_a_promise_is_kept_in_opening_hours(asked: Conversation) -> None:
    assert wall(current(asked).due_at) == "Mon 08.06. 09:15"


def test_other_hours_move_what_is_left(asked: Conversation, sven: Membership) -> None:
    longer: list[Opening] = [(day, time(8), time(17)) for day in range(5)]
    with clock.standing_at(FRIDAY + timedelta(minutes=10)):
        seen = preview_hours(by=sven, openings=longer)
        assert moved(seen) == [("first", "Mon 08.06. 09:15", "Mon 08.06. 08:15")]
        assert wall(current(asked).due_at) == "Mon 08.06. 09:15"
        assert save_hours(by=sven, openings=longer) == seen
    assert wall(current(asked).due_at) == "Mon 08.06. 08:15"
    (event,) = Event.objects.filter(conversation=asked, kind="promise_moved")
    assert event.detail == {
        "reason": "hours",
        "was_due": "2026-06-08T07:15:00+00:00",
        "due_at": "2026-06-08T06:15:00+00:00",
    }
    # It comes sooner: that is said in the thread, and no mail disturbs anybody.
    assert not Outbox.objects.filter(kind="promise_moved").exists()


def test_a_holiday_moves_it_and_whoever_waits_longer_is_told_once(asked: Conversation, sven: Membership) -> None:
    closed = [Day(date(2026, 6, 8), "Inventur")]
    with clock.standing_at(FRIDAY):
        assert moved(save_holidays(by=sven, region="", own_days=closed)) == [
            ("first", "Mon 08.06. 09:15", "Tue 09.06. 09:15")
        ]
        assert save_holidays(by=sven, region="", own_days=closed) == []
    assert wall(current(asked).due_at) == "Tue 09.06. 09:15"
    assert list(Outbox.objects.filter(kind="promise_moved").values_list("recipient_id", flat=True)) == [
        asked.customer.person_id
    ]
    assert happened(asked).count("promise_moved") == 1
    asked.refresh_from_db()
    numbers = [*asked.messages.values_list("seq", flat=True), *asked.events.values_list("seq", flat=True)]
    assert sorted(numbers) == list(range(1, asked.last_seq + 1))


def test_there_and_back_again_is_where_it_was(asked: Conversation, sven: Membership) -> None:
    with clock.standing_at(FRIDAY):
        save_holidays(by=sven, region="DE", own_days=[Day(date(2026, 6, 8)), Day(date(2026, 6, 9))])
        save_hours(by=sven, openings=[(2, time(18), time(0))])
        assert wall(current(asked).due_at) == "Wed 10.06. 18:30"
        save_hours(by=sven, openings=WEEK)
        save_holidays(by=sven, region="", own_days=[])
    assert wall(current(asked).due_at) == "Mon 08.06. 09:15"


def test_a_shorter_promise_holds_for_what_is_open_and_makes_nothing_late(
    cast: Cast, asked: Conversation, sven: Membership
) -> None:
    with clock.standing_at(FRIDAY + timedelta(minutes=14)):
        sooner = Promises(20, 45)
        assert moved(preview_promises(by=sven, topic=cast.invoices, wanted=sooner)) == [
            ("first", "Mon 08.06. 09:15", "Mon 08.06. 09:05")
        ]
        # A quarter of an hour has passed: ten minutes would be over, so that promise stays as it was made.
        assert save_promises(by=sven, topic=cast.invoices, wanted=Promises(10, 45)) == []
        assert wall(current(asked).due_at) == "Mon 08.06. 09:15"
    assert promises_of(cast.invoices.__class__.objects.get(pk=cast.invoices.pk)) == Promises(10, 45)


def test_another_topics_promise_moves_nothing_here(cast: Cast, asked: Conversation, sven: Membership) -> None:
    with clock.standing_at(FRIDAY):
        assert save_promises(by=sven, topic=cast.machines, wanted=Promises(500, 500)) == []
        assert save_promises(by=sven, topic=None, wanted=Promises(500, 500)) == []


def test_what_experts_promise_and_what_waits_for_the_customer_stays(cast: Cast, sven: Membership) -> None:
    with clock.standing_at(FRIDAY):
        save_hours(by=sven, openings=WEEK)
        for_experts = cast.asks("Meine Aroma 4 brüht nicht.")
        answered = cast.asks("Meine Rechnung stimmt nicht.", topic=cast.invoices)
        says(cast.ada, "agent", answered, "Gern.")
        before = current(for_experts).due_at, current(answered).due_at
        assert save_hours(by=sven, openings=[(0, time(12), time(13))]) == []
    assert (current(for_experts).due_at, current(answered).due_at) == before


def test_a_solution_moves_too_and_stands_still_in_silence(cast: Cast, sven: Membership) -> None:
    with clock.standing_at(FRIDAY):
        save_hours(by=sven, openings=WEEK)
        save_promises(by=sven, topic=None, wanted=Promises(60, 60, None, 120))
        cast.customer.company.refresh_from_db()
        waiting = cast.asks("Meine Rechnung stimmt nicht.", topic=cast.invoices)
        answered = cast.asks("Noch eine Rechnung.", topic=cast.invoices)
        says(cast.ada, "agent", answered, "Gern.")
        closed = [Day(date(2026, 6, 8))]
        solutions = [one for one in save_holidays(by=sven, region="", own_days=closed) if one.promise == "solution"]
        assert moved(solutions) == [("solution", "Mon 08.06. 10:45", "Tue 09.06. 10:45")]
        waiting.refresh_from_db()
        answered.refresh_from_db()
        assert waiting.solution_due_at == answered.solution_due_at
    # Paused: it moved without a word, and goes on from there when Karla writes.
    assert happened(answered).count("promise_moved") == 0
    with clock.standing_at(datetime(2026, 6, 10, 9, 0, tzinfo=BERLIN)):
        says(cast.karla, "customer", answered, "Noch etwas.")
    answered.refresh_from_db()
    assert answered.solution_due_at is not None
    assert wall(answered.solution_due_at) == "Wed 10.06. 11:00"


def test_what_was_set_is_written_down_with_what_was_before(cast: Cast, sven: Membership) -> None:
    save_hours(by=sven, openings=[(0, time(18), time(0))], time_zone="Europe/Vienna")
    save_holidays(by=sven, region="AT", own_days=[Day(date(2026, 12, 24), "Heiligabend", yearly=True)])
    save_promises(by=sven, topic=cast.invoices, wanted=Promises(20, 30, 240, 0))
    save_promises(by=sven, topic=cast.invoices, wanted=Promises(20, 30, 240, 0))
    rows = SettingChange.objects.order_by("pk").values_list("area", "subject", "before", "after", "by")
    topic = cast.invoices.name
    assert list(rows) == [
        (
            "hours",
            "",
            {"week": [], "time_zone": "Europe/Berlin"},
            {"week": [[0, "18:00", "24:00"]], "time_zone": "Europe/Vienna"},
            cast.sven.pk,
        ),
        (
            "holidays",
            "",
            {"region": "", "own_days": []},
            {
                "region": "AT",
                "own_days": [{"day": "2026-12-24", "name": "Heiligabend", "yearly": True, "openings": []}],
            },
            cast.sven.pk,
        ),
        (
            "promises",
            topic,
            {"first_answer": 15, "progress": None, "solution": None},
            {"first_answer": 20, "progress": 240, "solution": 0},
            cast.sven.pk,
        ),
    ]
    assert days_of(cast.kaffeewerk) == [Day(date(2026, 12, 24), "Heiligabend", yearly=True)]


NINE, TEN, NOON, NIGHT = time(9), time(10), time(12), time(0)
ONE = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("openings", "place", "words"),
    [
        ([(0, NINE, NOON), (0, TEN, time(13))], 1, "Monday: 09:00–12:00 and 10:00–13:00 overlap."),
        ([(0, TEN, time(13)), (1, NINE, TEN), (0, NINE, NOON)], 2, "Monday: 09:00–12:00 and 10:00–13:00 overlap."),
        ([(4, TEN, NIGHT), (4, time(22), time(23))], 1, "Friday: 10:00–24:00 and 22:00–23:00 overlap."),
        ([(6, NINE, NINE)], 0, "Sunday: 09:00 to 09:00 ends before it begins."),
        (
            [(2, NOON, NINE)],
            0,
            "Wednesday: 12:00 to 09:00 ends before it begins. For hours past midnight, end at 24:00",
        ),
        ([(7, NINE, TEN)], 0, "A week has seven days"),
        ([(0, NINE, time(9, 30, 1))], 0, "Please write times in hours and minutes"),
        ([(0, NINE, NOON)] * 2, 1, "Monday: 09:00–12:00 and 09:00–12:00 overlap."),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_row(
    sven: Membership, openings: list[Opening], place: int, words: str
) -> None:
    save_hours(by=sven, openings=WEEK)
    for verb in (preview_hours, save_hours):
        with pytest.raises(Wrong) as wrong:
            verb(by=sven, openings=openings)
        assert (wrong.value.field, wrong.value.place) == ("openings", place)
        assert str(wrong.value).startswith(words)
    assert Company.objects.get(pk=sven.company_id).opening_hours.count() == 5


def test_hours_that_touch_and_a_night_in_two_parts_may_stand(sven: Membership) -> None:
    save_hours(by=sven, openings=[(0, NOON, NIGHT), (1, NIGHT, NINE), (0, NINE, NOON)])
    assert sven.company.opening_hours.count() == 3


@pytest.mark.parametrize(
    ("region", "days", "field", "place", "words"),
    [
        (
            "",
            [Day(ONE), Day(date(2026, 5, 1)), Day(ONE, "Noch einmal")],
            "own_days",
            2,
            "24 December 2026 stands here twice.",
        ),
        ("", [Day(ONE, yearly=True), Day(date(2025, 12, 24), yearly=True)], "own_days", 1, "24 December 2025 stands"),
        ("", [Day(ONE), Day(ONE, yearly=True)], "own_days", 1, "24 December 2026 stands here twice."),
        ("", [Day(ONE, openings=((NOON, NINE),))], "own_days", 0, "24 December 2026: 12:00 to 09:00 ends before"),
        ("", [Day(ONE, openings=((NINE, NOON), (TEN, NIGHT)))], "own_days", 0, "24 December 2026: 09:00–12:00 and"),
        ("", [Day(ONE, "x" * 81)], "own_days", 0, "Please keep the name under 80"),
        ("DE-XX", [], "region", None, "The holidays of “DE-XX” are not known."),
    ],
)
def test_days_that_cannot_be_are_refused(
    sven: Membership, region: str, days: list[Day], field: str, place: int | None, words: str
) -> None:
    for verb in (preview_holidays, save_holidays):
        with pytest.raises(Wrong) as wrong:
            verb(by=sven, region=region, own_days=days)
        assert (wrong.value.field, wrong.value.place) == (field, place)
        assert str(wrong.value).startswith(words)
    assert not SettingChange.objects.exists()


def test_a_day_of_one_year_stands_beside_the_same_day_of_every_year(sven: Membership) -> None:
    save_holidays(
        by=sven, region="", own_days=[Day(ONE, openings=((NINE, NOON),)), Day(date(2000, 12, 24), yearly=True)]
    )
    assert len(days_of(sven.company)) == 2


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Promises(0, 30), "first_answer"),
        (Promises(15, 10_081), "next_answer"),
        (Promises(15, 30, 0), "progress"),
        (Promises(15, 30, None, -1), "solution"),
        (Promises(15, 30, None, 14), "solution"),
        (Promises(15, 30, None, 366 * 24 * 60), "solution"),
    ],
)
def test_promises_that_cannot_be_meant_are_refused(cast: Cast, sven: Membership, wanted: Promises, field: str) -> None:
    for verb in (preview_promises, save_promises):
        with pytest.raises(Wrong) as wrong:
            verb(by=sven, topic=cast.machines, wanted=wanted)
        assert wrong.value.field == field


def test_a_time_zone_that_is_none_is_refused(sven: Membership) -> None:
    with pytest.raises(Wrong, match="There is no time zone “Mars/Olympus”"):
        save_hours(by=sven, openings=[], time_zone="Mars/Olympus")


def test_only_who_leads_the_company_sets_or_looks(cast: Cast, sven: Membership) -> None:
    verbs: list[Callable[[Membership], Any]] = [
        lambda by: save_hours(by=by, openings=[]),
        lambda by: preview_hours(by=by, openings=[]),
        lambda by: save_holidays(by=by, region="", own_days=[]),
        lambda by: preview_holidays(by=by, region="", own_days=[]),
        lambda by: save_promises(by=by, topic=None, wanted=Promises(1, 1)),
        lambda by: preview_promises(by=by, topic=None, wanted=Promises(1, 1)),
        lambda by: save_promises(by=by, topic=cast.machines, wanted=Promises(1, 1)),
    ]
    mallory = cast.member(cast.mallory)
    mallory.role = Membership.SUPERVISOR
    mallory.save()
    left = Membership.objects.get(pk=sven.pk)
    Membership.objects.filter(pk=sven.pk).update(left_at=datetime(2026, 1, 1, tzinfo=UTC))
    for verb in verbs:
        for by in (cast.member(cast.ada), left):
            with pytest.raises(NotAllowed):
                verb(by)
    with pytest.raises(NotAllowed):
        save_promises(by=mallory, topic=cast.machines, wanted=Promises(1, 1))
    assert not SettingChange.objects.filter(company=cast.kaffeewerk).exists()
