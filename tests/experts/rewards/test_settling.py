"""What experts earn, and what nobody earns."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest

from oase.conversations import actions
from oase.conversations.models import Conversation
from oase.experts import actions as expert_actions
from oase.experts import rewards
from oase.experts.models import Expert
from oase.experts.rewards import settling
from oase.experts.rewards.models import Reward
from oase.jobs import clock
from oase.ratings.actions import rate
from tests.cast import Cast, person, qualify
from tests.threads import at_once

FINE = "Meine Aroma brüht nicht."


def _answer(cast: Cast, conversation: Conversation, text: str = "Bitte spülen.") -> None:
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text=text, client_id=uuid4())


def _solved_by_emil(cast: Cast) -> Conversation:
    conversation = cast.claimed(FINE)
    _answer(cast, conversation)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    return conversation


def _solved_by_ada(cast: Cast, *, answered: bool) -> Conversation:
    conversation = cast.claimed(FINE)
    if answered:
        _answer(cast, conversation)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents")
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    return conversation


def _settle() -> int:
    """Four days later, when nobody has said anything more."""
    with clock.standing_at(clock.now() + timedelta(days=4)):
        return rewards.settle()


def _earned() -> list[tuple[str, int, str]]:
    return [
        (one.expert.person.first_name, one.cents, one.reason)
        for one in Reward.objects.select_related("expert__person").order_by("pk")
    ]


def test_who_solves_it_earns_what_was_offered(cast: Cast) -> None:
    conversation = _solved_by_emil(cast)
    assert _settle() == 1
    assert _earned() == [("Emil", 420, "solved")]
    conversation.refresh_from_db()
    assert Reward.objects.get().earned_at == conversation.solved_at
    assert _settle() == 0


def test_what_was_offered_is_paid_though_the_topic_changed_its_price(cast: Cast) -> None:
    _solved_by_emil(cast)
    for cents in (0, 999):
        cast.machines.reward_cents = cents
        cast.machines.save()
    assert _settle() == 1
    assert _earned() == [("Emil", 420, "solved")]


def test_what_was_offered_for_nothing_earns_nothing(cast: Cast) -> None:
    cast.machines.reward_cents = 0
    cast.machines.save()
    _solved_by_emil(cast)
    assert _settle() == 0


def test_what_is_open_earns_nothing_yet(cast: Cast) -> None:
    conversation = cast.claimed(FINE)
    _answer(cast, conversation)
    assert _settle() == 0


def test_a_handover_after_an_answer_earns_a_fifth_and_without_one_nothing(cast: Cast) -> None:
    _solved_by_ada(cast, answered=True)
    _solved_by_ada(cast, answered=False)
    assert _settle() == 1
    assert _earned() == [("Emil", 84, "handover")]


def test_a_lapsed_promise_earns_nothing(cast: Cast) -> None:
    conversation = cast.claimed(FINE)
    _answer(cast, conversation)
    actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    assert _settle() == 0


@pytest.mark.parametrize(("stars", "count"), [(1, 0), (2, 0), (3, 1), (5, 1)])
def test_who_left_the_asker_unhappy_earns_nothing(cast: Cast, stars: int, count: int) -> None:
    for conversation in (_solved_by_emil(cast), _solved_by_ada(cast, answered=True)):
        rate(conversation_id=conversation.pk, by=cast.karla, stars=stars)
    assert _settle() == 2 * count


def test_solving_it_again_earns_nothing_again(cast: Cast) -> None:
    conversation = _solved_by_emil(cast)
    assert _settle() == 1
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role="customer", text="Doch nicht.", client_id=uuid4()
    )
    _answer(cast, conversation, "Dann bitte entkalken.")
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert _settle() == 0
    assert _earned() == [("Emil", 420, "solved")]


def test_of_two_who_tried_the_one_who_solved_it_earns(cast: Cast) -> None:
    grete = person("Grete")
    Expert.objects.create(person=grete, languages=["de"])
    qualify(grete, cast.machines)
    conversation = cast.claimed(FINE)
    _answer(cast, conversation)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="not_my_field")
    offer = grete.expert.offers.get(assignment__ended_at=None)
    expert_actions.claim(offer_id=offer.pk, by=grete)
    expert_actions.answer(conversation_id=conversation.pk, by=grete, text="Sieb wechseln.", client_id=uuid4())
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert _settle() == 1
    assert _earned() == [("Grete", 420, "solved")]


def test_many_unpaid_concerns_do_not_stand_before_one_that_pays(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 2)
    for _ in range(3):
        _solved_by_ada(cast, answered=False)
    _solved_by_emil(cast)
    assert _settle() == 1


def test_settled_in_many_threads_it_is_paid_once(cast: Cast) -> None:
    for _ in range(3):
        _solved_by_emil(cast)
    gate = threading.Barrier(6)

    def settle() -> None:
        gate.wait()
        _settle()

    assert at_once(*[settle] * 6) == []
    assert _earned() == [("Emil", 420, "solved")] * 3


def test_it_is_paid_when_the_customer_has_rated_or_been_silent_and_not_before(cast: Cast) -> None:
    conversation = _solved_by_emil(cast)
    assert rewards.settle() == 0
    rate(conversation_id=conversation.pk, by=cast.karla, stars=4)
    assert rewards.settle() == 1


def test_nobody_earns_without_an_answer(cast: Cast) -> None:
    conversation = cast.claimed(FINE)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    assert _settle() == 0
