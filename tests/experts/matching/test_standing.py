"""What an expert's work has shown is learned from the facts, whoever wrote them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from oase.conversations import actions
from oase.conversations.actions import ask_for_company
from oase.conversations.models import Conversation
from oase.conversations.watching import move_lapsed
from oase.experts import actions as expert_actions
from oase.experts.matching.models import Outcome, Standing
from oase.experts.matching.standing import measure, observe
from oase.experts.models import Expert
from oase.jobs import clock
from oase.ratings.actions import rate
from tests.cast import Cast, person, qualify

FINE = "Meine Aroma brüht nicht."


def standing(cast: Cast) -> Standing:
    observe()
    return Standing.objects.get(expert_id=cast.emil.pk, topic=cast.machines)


def counted(cast: Cast) -> tuple[int, int, int, int]:
    now = standing(cast)
    return now.offered, now.claimed, now.solved, now.unsolved


def answered(cast: Cast) -> Conversation:
    conversation = cast.claimed(FINE)
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Bitte entkalken.", client_id=uuid4())
    return conversation


def solved(cast: Cast) -> Conversation:
    conversation = answered(cast)
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    return conversation


def test_what_is_solved_counts_as_solved_and_its_stars_too(cast: Cast) -> None:
    conversation = solved(cast)
    assert counted(cast) == (1, 1, 1, 0)
    rate(conversation_id=conversation.pk, by=cast.karla, stars=5)
    now = standing(cast)
    assert (now.stars, now.stars_sum, now.answered) == (1, 5, 1)


def test_a_bad_rating_counts_as_unsolved(cast: Cast) -> None:
    rate(conversation_id=solved(cast).pk, by=cast.karla, stars=2)
    assert counted(cast) == (1, 1, 0, 1)


def test_what_is_held_counts_as_claimed_only(cast: Cast) -> None:
    answered(cast)
    measure([cast.emil.pk])
    assert counted(cast) == (1, 1, 0, 0)


def test_given_on_lapsed_or_taken_to_the_company_is_unsolved(cast: Cast) -> None:
    expert_actions.give_on(conversation_id=answered(cast).pk, by=cast.emil, reason="documents")
    ask_for_company(conversation_id=answered(cast).pk, by=cast.karla)
    lapsed = cast.claimed(FINE)
    with clock.standing_at(timezone.now() + timedelta(hours=2)):
        move_lapsed()
        assert lapsed.assignments.get(ended_at=None).level == "advisor"
        assert counted(cast) == (3, 3, 0, 3)


def test_what_is_given_back_to_others_or_turns_out_sensitive_is_neither(cast: Cast) -> None:
    nils = person("Nils")
    Expert.objects.create(person=nils, languages=["de"])
    qualify(nils, cast.machines)
    expert_actions.give_on(conversation_id=cast.claimed(FINE).pk, by=cast.emil, reason="not_my_field")
    conversation = answered(cast)
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role="customer", text="Es raucht!", client_id=uuid4()
    )  # fmt: skip
    assert counted(cast) == (2, 2, 0, 0)


def test_offers_that_were_let_lie_count_and_those_another_was_faster_to_do_not(cast: Cast) -> None:
    nils = person("Nils")
    Expert.objects.create(person=nils, languages=["de"])
    qualify(nils, cast.machines)
    faster, declined, lapsed = (cast.asks(FINE) for _ in range(3))
    expert_actions.claim(offer_id=cast.offer_to(nils, faster).pk, by=nils)
    expert_actions.decline(offer_id=cast.offer_to(cast.emil, declined).pk, by=cast.emil)
    ask_for_company(conversation_id=declined.pk, by=cast.karla)
    assert counted(cast) == (1, 0, 0, 0)
    with clock.standing_at(timezone.now() + timedelta(minutes=16)):
        move_lapsed()
        assert lapsed.assignments.get(ended_at=None).level == "advisor"
        assert counted(cast) == (2, 0, 0, 0)


def test_whoever_leaves_it_to_a_later_wave_let_it_lie(cast: Cast) -> None:
    nils = person("Nils")
    Expert.objects.create(person=nils, languages=["de"])
    qualify(nils, cast.machines)
    conversation = cast.asks(FINE)
    offer = cast.offer_to(nils, conversation)
    offer.wave = 2
    offer.save()
    expert_actions.claim(offer_id=offer.pk, by=nils)
    assert counted(cast) == (1, 0, 0, 0)


def test_what_was_shown_outlives_the_conversation(cast: Cast) -> None:
    conversation = solved(cast)
    before = counted(cast)
    Outcome.objects.filter(conversation=conversation).update(conversation=None)
    conversation.assignments.all().delete()
    measure([cast.emil.pk])
    assert counted(cast) == before == (1, 1, 1, 0)


def test_measuring_twice_is_measuring_once(cast: Cast) -> None:
    solved(cast)
    first = counted(cast)
    measure([cast.emil.pk, cast.emil.pk])
    measure([])
    assert counted(cast) == first
    assert Outcome.objects.count() == Standing.objects.count() == 1


def test_what_happened_during_an_outage_is_learned_afterwards(cast: Cast) -> None:
    observe()
    with clock.standing_at(timezone.now() + timedelta(hours=1)):
        solved(cast)
    with clock.standing_at(timezone.now() + timedelta(days=2)):
        assert counted(cast) == (1, 1, 1, 0)


@pytest.mark.parametrize("level", [Standing.SENIOR, Standing.EXPERT])
def test_measuring_leaves_the_time_of_looking_alone(cast: Cast, level: str) -> None:
    observe()
    Standing.objects.update(observed_at=timezone.now())
    before = Standing.objects.get().observed_at
    measure([cast.emil.pk])
    assert Standing.objects.get().observed_at == before
