"""A suspended expert is offered nothing, holds nothing, opens nothing; they appeal, and somebody else decides."""

from datetime import timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.test import Client
from django.urls import reverse

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation, Event
from oase.conversations.words import Refused
from oase.experts import actions
from oase.experts.desk import desk_of
from oase.experts.desk.reputation import suspensions
from oase.experts.matching.standing import measure
from oase.experts.models import Expert
from oase.experts.reputation import suspending
from oase.experts.reputation.appealing import appeal, decide
from oase.experts.reputation.guard import Stopped, opening
from oase.experts.reputation.models import Appeal, Suspension
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast, current, person, qualify


def suspended(cast: Cast, reason: str = "conduct") -> Suspension:
    """Sven suspends Emil."""
    return suspending.suspend(
        by=cast.member(cast.sven), expert_id=cast.emil.pk, reason=reason, words="Bitte freundlicher, Emil."
    )


def another_leader(cast: Cast) -> Membership:
    dora = cast.member(cast.dora)
    dora.role = Membership.ADMIN
    dora.save()
    return dora


def test_what_he_held_goes_to_the_advisor_and_karla_is_told(cast: Cast) -> None:
    conversation = cast.claimed()
    suspended(cast)
    held = current(conversation)
    assert (held.level, held.holder) == (Assignment.ADVISOR, cast.ada)
    event = Event.objects.get(conversation=conversation, kind="rested")
    assert (event.actor, event.detail["from"], event.detail["level"]) == (None, "Emil", "advisor")
    with desk_of(cast.emil.pk) as desk:
        assert desk.held() == []
        assert desk.messages(conversation.pk) == []


def test_what_he_held_goes_to_another_expert_who_is_there(cast: Cast) -> None:
    conversation = cast.claimed()
    other = person("Mira")
    Expert.objects.create(person=other, languages=["de"])
    qualify(other, cast.machines)
    suspended(cast)
    assert current(conversation).level == Assignment.NETWORK
    assert cast.offer_to(other, conversation).declined_at is None


def test_what_he_answered_waits_for_karlas_word(cast: Cast) -> None:
    conversation = cast.claimed()
    other = person("Mira")
    Expert.objects.create(person=other, languages=["de"])
    qualify(other, cast.machines)
    actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Bitte entkalken.", client_id=conversation.pk)
    before = current(conversation)
    suspended(cast)
    after = current(conversation)
    assert (after.level, after.holder, after.turn) == (Assignment.ADVISOR, cast.ada, Assignment.CUSTOMER)
    assert after.due_at == before.due_at


def test_nothing_is_offered_to_him_and_what_was_is_gone(cast: Cast) -> None:
    offered = cast.asks()
    offer = cast.offer_to(cast.emil, offered)
    suspended(cast)
    with desk_of(cast.emil.pk) as desk:
        assert [one.id for one in desk.offers()] == []
    with pytest.raises(actions.AlreadyClaimed):
        actions.claim(offer_id=offer.pk, by=cast.emil)
    assert current(cast.asks()).level == Assignment.ADVISOR


def test_he_opens_nothing_of_this_company(cast: Cast) -> None:
    conversation = cast.asks(wants_company=True)
    suspended(cast)
    with pytest.raises(Stopped):
        opening(cast.emil.pk, conversation.pk)


def test_one_company_suspends_for_itself_alone(cast: Cast) -> None:
    suspended(cast)
    assert Expert.objects.get(pk=cast.emil.pk).suspended_at is None
    foreign = cast.asks(wants_company=True)
    Conversation.objects.filter(pk=foreign.pk).update(company=cast.velotal, topic=None)
    opening(cast.emil.pk, foreign.pk)


def test_an_account_in_other_hands_rests_everywhere_and_all_its_sessions_end(cast: Cast, client: Client) -> None:
    client.force_login(cast.emil)
    assert client.get(reverse("desk")).status_code == 200
    suspended(cast, reason="account")
    assert Expert.objects.get(pk=cast.emil.pk).suspended_at is not None
    assert client.get(reverse("desk")).status_code == 302
    stolen = client.session.get(HASH_SESSION_KEY, "")
    assert stolen != Person.objects.get(pk=cast.emil.pk).get_session_auth_hash()
    foreign = cast.asks(wants_company=True)
    Conversation.objects.filter(pk=foreign.pk).update(company=cast.velotal, topic=None)
    with pytest.raises(Stopped):
        opening(cast.emil.pk, foreign.pk)


def test_suspending_twice_is_once_and_lifting_brings_him_back(cast: Cast) -> None:
    first = suspended(cast)
    assert suspended(cast, reason="quality") == first
    suspending.lift(by=cast.member(cast.sven), suspension_id=first.pk)
    lifted_at = suspending.lift(by=cast.member(cast.sven), suspension_id=first.pk).lifted_at
    assert lifted_at == Suspension.objects.get().lifted_at
    measure([cast.emil.pk])
    assert current(cast.asks()).level == Assignment.NETWORK


def test_only_those_who_lead_his_company_suspend(cast: Cast) -> None:
    mallory = cast.member(cast.mallory)
    mallory.role = Membership.ADMIN
    mallory.save()
    for membership in (cast.member(cast.ada), mallory):
        with pytest.raises(NotAllowed):
            suspending.suspend(by=membership, expert_id=cast.emil.pk, reason="conduct", words="Nein.")
    suspension = suspended(cast)
    for membership in (cast.member(cast.ada), mallory):
        with pytest.raises(NotAllowed):
            suspending.lift(by=membership, suspension_id=suspension.pk)
    gone = cast.member(cast.sven)
    gone.left_at = clock.now()
    with pytest.raises(NotAllowed):
        suspending.lift(by=gone, suspension_id=suspension.pk)
    assert Suspension.objects.get().lifted_at is None


def test_nobody_decides_about_themself(cast: Cast) -> None:
    Expert.objects.create(person=cast.sven, languages=["de"])
    qualify(cast.sven, cast.machines)
    with pytest.raises(NotAllowed):
        suspending.suspend(by=cast.member(cast.sven), expert_id=cast.sven.pk, reason="conduct", words="Ich.")


def test_a_reason_and_words_are_needed_and_kept_free_of_data(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    for reason, words in (("mood", "Bitte ruhen."), ("conduct", "  "), ("conduct", "x" * 1001)):
        with pytest.raises(Refused):
            suspending.suspend(by=sven, expert_id=cast.emil.pk, reason=reason, words=words)
    assert Suspension.objects.count() == 0
    made = suspending.suspend(
        by=sven, expert_id=cast.emil.pk, reason="conduct", words="Emil gab die Nummer 0171 3920045 weiter."
    )
    assert "3920045" not in made.words
    assert "Emil" in made.words


def test_what_a_killed_process_left_behind_is_passed_on_by_the_job(cast: Cast) -> None:
    conversation = cast.claimed()
    suspending._suspend(cast.member(cast.sven), cast.emil.pk, "conduct", "Bitte ruhen.")
    assert current(conversation).holder == cast.emil
    assert suspending.let_all_go() == 1
    assert suspending.let_all_go() == 0
    assert current(conversation).holder == cast.ada


def test_he_appeals_once_and_reads_the_answer(cast: Cast) -> None:
    dora = another_leader(cast)
    suspension = suspended(cast)
    appeal(suspension_id=suspension.pk, by=cast.emil, words="Ich war krank.")
    with pytest.raises(Refused):
        appeal(suspension_id=suspension.pk, by=cast.emil, words="Noch einmal.")
    with pytest.raises(NotAllowed):
        appeal(suspension_id=suspension.pk, by=cast.karla, words="Für Emil.")
    with pytest.raises(Refused):  # Sven suspended, and Dora leads too
        decide(suspension_id=suspension.pk, by=cast.member(cast.sven), granted=True, reply="")
    with pytest.raises(Refused):
        decide(suspension_id=suspension.pk, by=dora, granted=False, reply=" ")
    decide(suspension_id=suspension.pk, by=dora, granted=False, reply="Es bleibt bis Montag.")
    decide(suspension_id=suspension.pk, by=dora, granted=True, reply="Doch nicht.")
    assert Appeal.objects.get().granted is False
    with desk_of(cast.emil.pk) as desk:
        (read,) = suspensions(desk)
    assert (read.company, read.words, read.appeal, read.granted, read.reply) == (
        "Kaffeewerk",
        "Bitte freundlicher, Emil.",
        "Ich war krank.",
        False,
        "Es bleibt bis Montag.",
    )


def test_a_granted_appeal_lifts(cast: Cast) -> None:
    suspension = suspended(cast)
    appeal(suspension_id=suspension.pk, by=cast.emil, words="Ich war krank.")
    # Nobody else leads Kaffeewerk: then Sven decides himself, and the customer never waits for it.
    decide(suspension_id=suspension.pk, by=cast.member(cast.sven), granted=True, reply="")
    assert Suspension.objects.get().lifted_by == cast.sven
    with pytest.raises(Refused):
        appeal(suspension_id=suspension.pk, by=cast.emil, words="Danke.")


def test_a_claim_that_ran_into_it_is_passed_on(cast: Cast) -> None:
    """Whoever claims in the moment of the suspension holds nothing afterwards."""
    conversation = cast.claimed()
    Suspension.objects.create(
        expert_id=cast.emil.pk, company=cast.kaffeewerk, reason="conduct", words="Ruhen.", by=cast.sven
    )
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        assert suspending.let_all_go() == 1
    assert current(conversation).holder == cast.ada
