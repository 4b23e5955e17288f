"""Of any number of experts who claim at once exactly one wins, and the others are told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from oase.conversations import actions as conversation_actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Event
from oase.conversations.words import Refused
from oase.experts import actions
from oase.experts.desk import desk_of
from oase.experts.matching.standing import measure
from oase.experts.models import Expert, Offer, Qualification
from oase.experts.routing import offer_wave
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast, current, person

FIFTY = 50


def many_experts(cast: Cast, number: int) -> list[Person]:
    people = [person(f"Expert{place}") for place in range(number)]
    Expert.objects.bulk_create([Expert(person=one, languages=["de"]) for one in people])
    Qualification.objects.bulk_create([Qualification(expert_id=one.pk, topic=cast.machines) for one in people])
    measure([one.pk for one in people])
    return people


def test_fifty_claim_at_once_and_one_wins(cast: Cast) -> None:
    Expert.objects.filter(pk=cast.emil.pk).update(available=False)
    many_experts(cast, FIFTY)
    conversation = cast.asks()
    while offer_wave(conversation, current(conversation)):
        pass
    offers = list(Offer.objects.select_related("expert__person").order_by("pk"))
    assert len(offers) == FIFTY
    start = Barrier(FIFTY)

    def claim(offer: Offer) -> str:
        try:
            start.wait()
            actions.claim(offer_id=offer.pk, by=offer.expert.person)
        except actions.AlreadyClaimed:
            return "somebody else was faster"
        else:
            return "won"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(FIFTY) as threads:
        outcomes = list(threads.map(claim, offers))

    assert sorted(outcomes) == ["somebody else was faster"] * (FIFTY - 1) + ["won"]
    winner = offers[outcomes.index("won")].expert_id
    assert current(conversation).holder_id == winner
    assert Assignment.objects.filter(conversation=conversation, level=Assignment.EXPERT).count() == 1
    assert Event.objects.filter(conversation=conversation, kind="claimed").count() == 1
    for offer in offers:
        with desk_of(offer.expert_id) as desk:
            assert desk.offers() == []
            assert [held.id for held in desk.held()] == ([conversation.pk] if offer.expert_id == winner else [])


def test_claiming_what_one_holds_changes_nothing(cast: Cast) -> None:
    conversation = cast.claimed()
    offer = cast.offer_to(cast.emil, conversation)
    assert actions.claim(offer_id=offer.pk, by=cast.emil) == conversation.pk
    assert Event.objects.filter(conversation=conversation, kind="claimed").count() == 1


def test_an_offer_is_for_the_one_it_was_made_to(cast: Cast) -> None:
    conversation = cast.asks()
    (other,) = many_experts(cast, 1)
    for somebody in (other, cast.karla, cast.ada, cast.mallory):
        with pytest.raises(NotAllowed):
            actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=somebody)
    assert current(conversation).level == Assignment.NETWORK


def test_what_lapsed_can_no_longer_be_claimed(cast: Cast) -> None:
    conversation = cast.asks()
    conversation_actions.ask_for_company(conversation_id=conversation.pk, by=cast.karla)
    with pytest.raises(actions.AlreadyClaimed):
        actions.claim(offer_id=cast.offer_to(cast.emil, conversation).pk, by=cast.emil)


def test_what_is_late_is_not_claimed_before_anybody_has_moved_it_on(cast: Cast) -> None:
    conversation = cast.asks()
    offer, waiting = cast.offer_to(cast.emil, conversation), current(conversation)
    with clock.standing_at(waiting.due_at), pytest.raises(actions.AlreadyClaimed):
        actions.claim(offer_id=offer.pk, by=cast.emil)
    assert (current(conversation).pk, current(conversation).level) == (waiting.pk, Assignment.NETWORK)
    with clock.standing_at(waiting.due_at - timedelta(seconds=1)):
        actions.claim(offer_id=offer.pk, by=cast.emil)
    assert current(conversation).due_at == waiting.due_at - timedelta(seconds=1) + actions.TIME_TO_READ


def test_whoever_holds_as_many_as_they_wanted_is_told(cast: Cast) -> None:
    Expert.objects.filter(pk=cast.emil.pk).update(at_once=1)
    second = cast.asks()
    cast.claimed()
    with pytest.raises(Refused):
        actions.claim(offer_id=cast.offer_to(cast.emil, second).pk, by=cast.emil)
    assert current(second).level == Assignment.NETWORK


def test_proposing_twice_is_proposing_once(cast: Cast) -> None:
    conversation, client_id = cast.claimed(), uuid4()
    for _ in range(2):
        actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Spülen.", client_id=client_id, solved=True)
    assert Event.objects.filter(conversation=conversation, kind="solution_proposed").count() == 1
    assert conversation.messages.count() == 2
