"""Giving back early disturbs nobody; giving on to the company needs a reason from the list."""

from datetime import timedelta

import pytest

from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Event
from oase.conversations.words import Refused
from oase.experts import actions as expert_actions
from oase.experts.models import Offer
from oase.jobs import clock
from tests.cast import Cast, current
from tests.conversations.story import fingerprint, happened, noticed
from tests.experts.checks.story import answers, expert, held_by


def test_given_back_early_the_next_expert_is_asked_and_what_was_promised_stands(cast: Cast) -> None:
    nils = expert(cast, "Nils")
    conversation = held_by(cast, cast.emil)
    before = current(conversation)
    expert_actions.give_back(conversation_id=conversation.pk, by=cast.emil, hint="Frag die Mühle")
    after = current(conversation)
    assert (after.level, after.due_at, after.promised_at) == (Assignment.NETWORK, before.due_at, before.promised_at)
    assert [offer.expert_id for offer in Offer.objects.filter(assignment=after)] == [nils.pk]
    assert happened(conversation) == ["asked", "claimed", "given_back"]
    # No mail says that hands changed.
    assert noticed(conversation) == ["asked"]
    detail = Event.objects.get(kind="given_back").detail
    assert (detail["early"], detail["hint"], detail["reason"]) == ("yes", "Frag die Mühle", "not_my_field")


def test_given_back_after_an_answer_the_customer_is_told(cast: Cast) -> None:
    expert(cast, "Nils")
    conversation = held_by(cast, cast.emil)
    answers(cast.emil, conversation)
    expert_actions.give_back(conversation_id=conversation.pk, by=cast.emil)
    assert current(conversation).level == Assignment.NETWORK
    assert noticed(conversation) == ["asked", "answered", "handed_over"]


def test_with_nobody_else_to_ask_the_company_takes_it(cast: Cast) -> None:
    conversation = held_by(cast, cast.emil)
    expert_actions.give_back(conversation_id=conversation.pk, by=cast.emil)
    assert current(conversation).holder == cast.ada
    assert happened(conversation)[-1] == "given_on"


def test_too_late_for_others_the_company_takes_it_in_time(cast: Cast) -> None:
    expert(cast, "Nils")
    conversation = held_by(cast, cast.emil)
    with clock.standing_at(current(conversation).due_at - timedelta(seconds=119)):
        expert_actions.give_back(conversation_id=conversation.pk, by=cast.emil)
        assert current(conversation).holder == cast.ada
        assert current(conversation).late_since is None


@pytest.mark.parametrize("reason", expert_actions.TO_COMPANY)
def test_every_reason_for_the_company(cast: Cast, reason: str) -> None:
    expert(cast, "Nils")
    conversation = held_by(cast, cast.emil)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason=reason)
    assert current(conversation).holder == cast.ada
    assert Event.objects.get(kind="given_on").detail["reason"] == reason


@pytest.mark.parametrize("reason", ["", "bored", "sensitive"])
def test_no_other_reason_counts(cast: Cast, reason: str) -> None:
    conversation = held_by(cast, cast.emil)
    before = fingerprint(conversation)
    with pytest.raises(Refused):
        expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason=reason)
    assert fingerprint(conversation) == before


def test_only_who_holds_it_gives_it_back(cast: Cast) -> None:
    nils = expert(cast, "Nils")
    conversation = held_by(cast, cast.emil)
    before = fingerprint(conversation)
    for somebody in (nils, cast.karla, cast.ada, cast.mallory):
        with pytest.raises(NotAllowed):
            expert_actions.give_back(conversation_id=conversation.pk, by=somebody)
    assert fingerprint(conversation) == before
