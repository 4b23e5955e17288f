"""The solution that was promised: where two concerns are told in one the sooner counts, and each has its own again."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from oase.companies.models import OpeningHours
from oase.conversations import actions, watching
from oase.conversations.models import Conversation, Event
from oase.conversations.solution import FIELDS
from oase.jobs import clock
from oase.second_level.shaping.actions import split, unmerge
from oase.second_level.shaping.models import Merge, OwnSolution
from tests.cast import Cast
from tests.second_level.shaping.story import fresh, joined, karla_writes, staff_writes

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=BERLIN)
HOUR = timedelta(hours=1)


@pytest.fixture
def house(cast: Cast) -> Cast:
    """Open from nine to five; bills are solved within eight hours of that, all else within four."""
    for weekday in range(5):
        OpeningHours.objects.create(company=cast.kaffeewerk, weekday=weekday, opens=time(9), closes=time(17))
    cast.kaffeewerk.solution_minutes = 240
    cast.kaffeewerk.save()
    cast.invoices.solution_minutes = 480
    cast.invoices.save()
    cast.customer.refresh_from_db()
    for topic in (cast.invoices, cast.machines):
        topic.refresh_from_db()
    return cast


def asked(cast: Cast, text: str, after: timedelta, *, bill: bool = False) -> Conversation:
    topic = cast.invoices if bill else cast.machines
    with clock.standing_at(MONDAY + after):
        return cast.asks(text, topic=topic, wants_company=True)


@pytest.fixture
def bill(house: Cast) -> Conversation:
    """Due on Monday at five."""
    return asked(house, "Die Rechnung ist doppelt.", timedelta(), bill=True)


@pytest.fixture
def pump(house: Cast) -> Conversation:
    """Due on Monday at two."""
    return asked(house, "Die Pumpe tropft.", HOUR)


def stands(conversation: Conversation) -> tuple[object, ...]:
    return tuple(getattr(fresh(conversation), name) for name in FIELDS)


def due(conversation: Conversation) -> datetime | None:
    due_at = fresh(conversation).solution_due_at
    return due_at and due_at.astimezone(BERLIN)


def part(cast: Cast, merged: Merge) -> None:
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))


@pytest.mark.parametrize("sooner_goes", [True, False])
def test_the_sooner_counts_and_each_has_its_own_again(
    house: Cast, bill: Conversation, pump: Conversation, sooner_goes: bool
) -> None:
    source, target = (pump, bill) if sooner_goes else (bill, pump)
    before = stands(bill), stands(pump)
    with clock.standing_at(MONDAY + 2 * HOUR):
        merged = joined(house, source, target)
        assert due(target) == MONDAY + 5 * HOUR
        assert OwnSolution.objects.count() == 2
        part(house, merged)
    assert (stands(bill), stands(pump)) == before
    assert not OwnSolution.objects.exists()


def test_what_is_promised_in_one_only_is_promised_for_both(house: Cast, bill: Conversation) -> None:
    house.machines.solution_minutes = 0
    house.machines.save()
    pump = asked(house, "Die Pumpe tropft.", HOUR)
    assert due(pump) is None
    with clock.standing_at(MONDAY + 2 * HOUR):
        merged = joined(house, bill, pump)
        assert due(pump) == MONDAY + 8 * HOUR
        part(house, merged)
    assert (due(pump), due(bill)) == (None, MONDAY + 8 * HOUR)


def test_it_stands_still_for_both_while_karla_thinks(house: Cast, bill: Conversation, pump: Conversation) -> None:
    with clock.standing_at(MONDAY + 2 * HOUR):
        merged = joined(house, pump, bill)
        staff_writes(house, house.ada, bill, "Welche Nummer hat sie?")
    with clock.standing_at(MONDAY + 4 * HOUR):
        part(house, merged)
        # Both were answered, so both wait for her: three hours are left of the one, six of the other.
        assert [fresh(one).solution_paused_at for one in (bill, pump)] == [MONDAY + 4 * HOUR, None]
        assert due(pump) == MONDAY + 7 * HOUR
    with clock.standing_at(MONDAY + 5 * HOUR):
        karla_writes(house, bill, "Die 17.")
    assert due(bill) == MONDAY + timedelta(days=1, hours=3)


def test_a_late_one_is_said_once_and_the_other_has_its_time(
    house: Cast, bill: Conversation, pump: Conversation
) -> None:
    with clock.standing_at(MONDAY + 2 * HOUR):
        merged = joined(house, pump, bill)
    with clock.standing_at(MONDAY + 5 * HOUR):
        assert watching.note_late_solutions() == 1
    with clock.standing_at(MONDAY + 6 * HOUR):
        part(house, merged)
        assert watching.note_late_solutions() == 0
    assert fresh(pump).solution_missed_at == MONDAY + 5 * HOUR
    # What was left of the bill's time when the pump's was missed is left still.
    assert (due(bill), fresh(bill).solution_missed_at) == (MONDAY + timedelta(days=1, hours=1), None)
    with clock.standing_at(MONDAY + timedelta(days=2)):
        assert watching.note_late_solutions() == 1
    late = Event.objects.filter(kind="solution_late").values_list("conversation_id", "detail__was_due")
    assert set(late) == {
        (bill.pk, (MONDAY + 5 * HOUR).astimezone(ZoneInfo("UTC")).isoformat()),
        (bill.pk, (MONDAY + timedelta(days=1, hours=1)).astimezone(ZoneInfo("UTC")).isoformat()),
    }
    assert late.count() == 2


def test_what_was_late_before_stays_late_and_is_not_said_again(
    house: Cast, bill: Conversation, pump: Conversation
) -> None:
    with clock.standing_at(MONDAY + 5 * HOUR):
        assert watching.note_late_solutions() == 1
        merged = joined(house, pump, bill)
        # The bill's is promised still, and now for both.
        assert (due(bill), fresh(bill).solution_missed_at) == (MONDAY + 8 * HOUR, None)
        part(house, merged)
        assert watching.note_late_solutions() == 0
    assert fresh(pump).solution_missed_at == MONDAY + 5 * HOUR
    assert stands(bill) == (MONDAY + 8 * HOUR, None, None)


def test_two_that_were_late_are_one_that_is_late(house: Cast, bill: Conversation, pump: Conversation) -> None:
    with clock.standing_at(MONDAY + 8 * HOUR):
        assert watching.note_late_solutions() == 2
        merged = joined(house, bill, pump)
        assert fresh(pump).solution_missed_at == MONDAY + 5 * HOUR
        assert watching.note_late_solutions() == 0
        part(house, merged)
    assert [fresh(one).solution_missed_at for one in (bill, pump)] == [MONDAY + 8 * HOUR, MONDAY + 5 * HOUR]


def test_three_part_in_any_order(house: Cast, bill: Conversation, pump: Conversation) -> None:
    sieve = asked(house, "Das Sieb fehlt.", 2 * HOUR)
    before = [stands(one) for one in (bill, pump, sieve)]
    with clock.standing_at(MONDAY + 3 * HOUR):
        first = joined(house, pump, bill)
        second = joined(house, bill, sieve)
        assert due(sieve) == MONDAY + 5 * HOUR
        part(house, first)
        assert (stands(pump), due(sieve)) == (before[1], MONDAY + 6 * HOUR)
        part(house, second)
    assert [stands(one) for one in (bill, pump, sieve)] == before
    with clock.standing_at(MONDAY + 3 * HOUR):
        first, second = joined(house, pump, bill), joined(house, bill, sieve)
        part(house, second)
        assert (due(bill), stands(sieve)) == (MONDAY + 5 * HOUR, before[2])
        part(house, first)
    assert [stands(one) for one in (bill, pump, sieve)] == before
    assert not OwnSolution.objects.exists()


def test_opened_again_all_of_it_is_promised_anew(house: Cast, bill: Conversation, pump: Conversation) -> None:
    with clock.standing_at(MONDAY + 2 * HOUR):
        merged = joined(house, pump, bill)
        actions.solve(conversation_id=bill.pk, by=house.ada)
    with clock.standing_at(MONDAY + timedelta(days=1)):
        karla_writes(house, bill, "Doch nicht.")
        part(house, merged)
    # Karla read this one time when she opened it again: neither is later for being parted.
    assert due(pump) == due(bill) == MONDAY + timedelta(days=1, hours=8)


def test_what_is_made_of_another_is_promised_with_it(house: Cast, bill: Conversation) -> None:
    with clock.standing_at(MONDAY + HOUR):
        word = karla_writes(house, bill, "Und das Paket fehlt.")
        concern = split(conversation_id=bill.pk, by=house.member(house.ada), message_ids=[word.id], client_id=uuid4())
    assert stands(concern) == stands(bill)
