"""An expert who answered earns though the company took it, joined it with another, or solved it there."""

from datetime import timedelta
from uuid import uuid4

import pytest

from oase.conversations import actions
from oase.conversations.models import Conversation, Message
from oase.experts import actions as expert_actions
from oase.experts import rewards
from oase.experts.rewards.models import Reward
from oase.jobs import clock
from oase.ratings.actions import rate
from oase.second_level.shaping.actions import unmerge
from tests.cast import Cast
from tests.second_level.shaping.story import joined, karla_writes, staff_writes, with_ada


def _answered(cast: Cast) -> Conversation:
    conversation = cast.claimed("Meine Aroma brüht nicht.")
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Bitte spülen.", client_id=uuid4())
    return conversation


def _handed_on(cast: Cast) -> Conversation:
    conversation = _answered(cast)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents")
    return conversation


def _taken(cast: Cast) -> Conversation:
    conversation = _answered(cast)
    actions.take(conversation_id=conversation.pk, by=cast.ada)
    return conversation


def _settle() -> list[tuple[str, int, str]]:
    with clock.standing_at(clock.now() + timedelta(days=4)):
        rewards.settle()
    return [
        (one.expert.person.first_name, one.cents, one.reason)
        for one in Reward.objects.select_related("expert__person").order_by("pk")
    ]


def test_who_handed_over_is_paid_when_the_other_one_is_solved(cast: Cast) -> None:
    bill, helped = with_ada(cast, "Die Rechnung ist doppelt."), _handed_on(cast)
    joined(cast, helped, bill)
    assert _settle() == []
    actions.solve(conversation_id=bill.pk, by=cast.ada)
    assert _settle() == [("Emil", 84, "handover")]
    assert Reward.objects.get().conversation_id == helped.pk
    assert _settle() == [("Emil", 84, "handover")]


def test_two_that_became_one_are_paid_once(cast: Cast) -> None:
    first, second = _handed_on(cast), _handed_on(cast)
    joined(cast, second, first)
    actions.solve(conversation_id=first.pk, by=cast.ada)
    assert _settle() == [("Emil", 84, "handover")]


def test_parted_again_each_is_paid_for_itself(cast: Cast) -> None:
    bill, helped = with_ada(cast, "Die Rechnung ist doppelt."), _handed_on(cast)
    merged = joined(cast, helped, bill)
    unmerge(merge_id=merged.pk, by=cast.member(cast.ada))
    actions.solve(conversation_id=bill.pk, by=cast.ada)
    assert _settle() == []
    actions.solve(conversation_id=helped.pk, by=cast.ada)
    assert _settle() == [("Emil", 84, "handover")]


def test_paid_before_it_was_opened_again_and_joined_is_not_paid_anew(cast: Cast) -> None:
    helped = _handed_on(cast)
    actions.solve(conversation_id=helped.pk, by=cast.ada)
    assert _settle() == [("Emil", 84, "handover")]
    karla_writes(cast, helped, "Es brüht wieder nicht.")
    bill = with_ada(cast, "Die Rechnung ist doppelt.")
    joined(cast, helped, bill)
    actions.solve(conversation_id=bill.pk, by=cast.ada)
    assert _settle() == [("Emil", 84, "handover")]


def test_whoever_was_unhappy_with_the_whole_pays_nobody(cast: Cast) -> None:
    bill, helped = with_ada(cast, "Die Rechnung ist doppelt."), _handed_on(cast)
    joined(cast, helped, bill)
    actions.solve(conversation_id=bill.pk, by=cast.ada)
    rate(conversation_id=bill.pk, by=cast.karla, stars=2)
    assert _settle() == []


def test_taken_away_and_solved_without_another_word_it_was_the_experts_answer(cast: Cast) -> None:
    helped = _taken(cast)
    staff_writes(cast, cast.ada, helped, "Das war schon alles.", Message.STAFF)
    actions.solve(conversation_id=helped.pk, by=cast.ada)
    assert _settle() == [("Emil", 420, "solved")]


def test_taken_away_joined_and_solved_there_it_still_was(cast: Cast) -> None:
    bill, helped = with_ada(cast, "Die Rechnung ist doppelt."), _taken(cast)
    joined(cast, helped, bill)
    actions.solve(conversation_id=bill.pk, by=cast.ada)
    assert _settle() == [("Emil", 420, "solved")]


@pytest.mark.parametrize("in_the_other", [False, True])
def test_where_the_company_had_to_answer_too_a_part_is_earned(cast: Cast, in_the_other: bool) -> None:
    helped = solved = _taken(cast)
    if in_the_other:
        solved = with_ada(cast, "Die Rechnung ist doppelt.")
        joined(cast, helped, solved)
    staff_writes(cast, cast.ada, solved, "Wir tauschen die Maschine.")
    actions.solve(conversation_id=solved.pk, by=cast.ada)
    assert _settle() == [("Emil", 84, "handover")]


def test_taken_before_any_answer_earns_nothing(cast: Cast) -> None:
    helped = cast.claimed("Meine Aroma brüht nicht.")
    actions.take(conversation_id=helped.pk, by=cast.ada)
    actions.solve(conversation_id=helped.pk, by=cast.ada)
    assert _settle() == []


def test_whoever_wanted_the_company_pays_no_expert_for_its_silence(cast: Cast) -> None:
    helped = _answered(cast)
    actions.ask_for_company(conversation_id=helped.pk, by=cast.karla)
    actions.take(conversation_id=helped.pk, by=cast.dora)
    actions.solve(conversation_id=helped.pk, by=cast.dora)
    assert _settle() == []
