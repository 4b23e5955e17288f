"""Many lapses moved on together go exactly where each goes by itself, and what is out of the ordinary is left alone."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from oase.companies.models import Membership, OpeningHours
from oase.companies.teams.models import Team
from oase.conversations import actions
from oase.conversations.lapsing import move_together
from oase.conversations.models import Assignment, Conversation, Outbox
from oase.conversations.watching import move_on
from oase.jobs import clock
from tests.cast import Cast, current
from tests.conversations.story import happened, lapses, says
from tests.threads import at_once

MONDAY = datetime(2026, 6, 8, 16, 0, tzinfo=ZoneInfo("Europe/Berlin"))
LATER = MONDAY + timedelta(hours=3)


def with_ada(cast: Cast) -> Conversation:
    return cast.asks("Meine Rechnung stimmt nicht.", topic=cast.invoices)


def told(one: Conversation) -> tuple[object, ...]:
    """Everything that moving on writes, without what tells two concerns apart."""
    own = {"id", "conversation_id", "started_at", "promised_at", "ended_at", "due_at"}
    rows = [
        {name: value for name, value in row.items() if name not in own}
        for row in one.assignments.order_by("pk").values()
    ]
    events = [
        (event.kind, event.to, set(event.detail), event.detail.get("level"), event.detail.get("before"))
        for event in one.events.order_by("seq")
    ]
    outbox = [row.kind for row in Outbox.objects.filter(conversation=one).order_by("pk")]
    last = current(one)
    one.refresh_from_db()
    return rows, events, outbox, (last.due_at, last.promised_at, last.started_at), one.last_seq


def held_by(level: str) -> Callable[[Cast], Conversation]:
    """Handed down the chain until that level has it."""

    def made(cast: Cast) -> Conversation:
        conversation = with_ada(cast)
        for _ in range(("advisor", "deputy", "team").index(level)):
            move_on_at(conversation)
        return conversation

    return made


def move_on_at(conversation: Conversation) -> None:
    with clock.standing_at(current(conversation).due_at):
        assert move_on(conversation.pk)


@pytest.mark.parametrize("level", ["advisor", "deputy", "team"])
@pytest.mark.parametrize("deputy_is_away", [False, True])
def test_together_is_as_one_by_one(cast: Cast, level: str, deputy_is_away: bool) -> None:
    for weekday in range(5):
        OpeningHours.objects.create(company=cast.kaffeewerk, weekday=weekday, opens=time(9), closes=time(17))
    cast.invoices.team = Team.objects.create(company=cast.kaffeewerk, name_de="Rechnungen", name_en="Invoices")
    cast.invoices.save()
    with clock.standing_at(MONDAY):
        some, others = [held_by(level)(cast) for _ in range(3)], [held_by(level)(cast) for _ in range(3)]
    if deputy_is_away:
        Membership.objects.filter(person=cast.dora).update(away_until=LATER + timedelta(days=9))
    with clock.standing_at(LATER + timedelta(days=2)):
        assert move_together([one.pk for one in some]) == {one.pk for one in some}
        assert [move_on(one.pk) for one in others] == [True] * 3
        assert [told(one) for one in some] == [told(one) for one in others]
        assert move_together([one.pk for one in some]) == set()
    level_now = {one.assignments.get(ended_at=None).level for one in some}
    assert level_now == {
        {"advisor": "team" if deputy_is_away else "deputy", "deputy": "team"}.get(level, "supervisors")
    }


def test_what_is_out_of_the_ordinary_is_left_to_be_done_one_by_one(cast: Cast) -> None:
    with clock.standing_at(MONDAY):
        ours, answered, with_experts, claimed = with_ada(cast), with_ada(cast), cast.asks(), cast.claimed()
        says(cast.ada, "agent", answered)
        with_supervisors, dealt = held_by("team")(cast), with_ada(cast)
        move_on_at(with_supervisors)
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Rechnungen", name_en="Invoices", deals=True)
    cast.machines.team = team
    cast.machines.save()
    Conversation.objects.filter(pk=dealt.pk).update(topic=cast.machines)
    late = MONDAY + timedelta(days=30)
    everything = [ours, answered, with_experts, claimed, with_supervisors, dealt]
    before = [happened(one) for one in everything]
    with clock.standing_at(late):
        assert move_together([one.pk for one in everything]) == {ours.pk}
    assert [happened(one) for one in everything[1:]] == before[1:]
    assert happened(ours) == [*before[0], "lapsed"]


def test_what_somebody_is_just_writing_in_is_left_to_them(cast: Cast) -> None:
    with clock.standing_at(MONDAY):
        busy, free = with_ada(cast), with_ada(cast)
    found: list[set[UUID]] = []

    def watches() -> None:
        with clock.standing_at(LATER):
            found.append(move_together([busy.pk, free.pk]))

    with transaction.atomic():
        Conversation.objects.select_for_update().get(pk=busy.pk)
        assert at_once(watches) == []
    assert found == [{free.pk}]
    assert current(busy).level == Assignment.ADVISOR


def test_an_answer_in_time_is_an_answer_and_nothing_moves_early(cast: Cast) -> None:
    with clock.standing_at(MONDAY):
        conversation, other = with_ada(cast), with_ada(cast)
        actions.report_progress(conversation_id=other.pk, by=cast.ada, text="Ich frage nach.", client_id=uuid4())
    with clock.standing_at(current(conversation).due_at - timedelta(seconds=1)):
        assert move_together([conversation.pk, other.pk]) == set()
    assert lapses(conversation) == 1
