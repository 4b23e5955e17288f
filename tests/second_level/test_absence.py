"""Ada goes on holiday: what she holds is Dora's at once, and Karla is told."""

from datetime import timedelta
from uuid import uuid4

import pytest

from oase.companies.models import Membership
from oase.conversations import actions as conversation_actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Outbox
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.second_level.actions import set_away
from tests.cast import Cast, current

HOLIDAY = timedelta(days=14)


def test_what_ada_holds_moves_to_dora_at_once_and_visibly(cast: Cast) -> None:
    conversation = cast.given_on()
    assert set_away(membership=cast.member(cast.ada), until=clock.now() + HOLIDAY) == 1
    assert (current(conversation).level, current(conversation).holder) == (Assignment.DEPUTY, cast.dora)
    event = conversation.events.order_by("-seq").first()
    assert event is not None
    assert (event.kind, event.actor, event.to, event.detail["reason"]) == ("handed_over", cast.ada, cast.dora, "away")
    assert Outbox.objects.filter(kind="handed_over", recipient=cast.karla, key__endswith=f":{event.seq}").exists()


def test_while_she_is_away_new_concerns_go_to_dora(cast: Cast) -> None:
    set_away(membership=cast.member(cast.ada), until=clock.now() + HOLIDAY)
    cast.customer.refresh_from_db()
    assert current(cast.asks(topic=cast.invoices)).holder == cast.dora


def test_with_both_away_the_team_has_it(cast: Cast) -> None:
    conversation = cast.given_on()
    set_away(membership=cast.member(cast.dora), until=clock.now() + HOLIDAY)
    set_away(membership=cast.member(cast.ada), until=clock.now() + HOLIDAY)
    assert (current(conversation).level, current(conversation).holder) == (Assignment.TEAM, None)


def test_when_the_deputy_goes_the_advisor_has_it_again(cast: Cast) -> None:
    conversation = cast.given_on()
    conversation_actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=cast.member(cast.dora))
    set_away(membership=cast.member(cast.dora), until=clock.now() + HOLIDAY)
    assert (current(conversation).level, current(conversation).holder) == (Assignment.ADVISOR, cast.ada)


def test_what_was_answered_stays_answered(cast: Cast) -> None:
    conversation = cast.given_on()
    conversation_actions.reply(
        conversation_id=conversation.pk, author=cast.ada, role="agent", text="Ist unterwegs.", client_id=uuid4()
    )
    conversation_actions.propose_solution(conversation_id=conversation.pk, by=cast.ada)
    before = current(conversation)
    set_away(membership=cast.member(cast.ada), until=clock.now() + HOLIDAY)
    after = current(conversation)
    assert (after.holder, after.turn, after.due_at) == (cast.dora, Assignment.CUSTOMER, before.due_at)
    conversation.refresh_from_db()
    assert conversation.solution_proposed_by == cast.ada


def test_coming_back_brings_back_what_dora_held_because_of_it(cast: Cast) -> None:
    conversation = cast.given_on()
    set_away(membership=cast.member(cast.ada), until=clock.now() + HOLIDAY)
    promised = current(conversation).due_at
    assert set_away(membership=cast.member(cast.ada), until=None) == 1
    assert cast.member(cast.ada).is_there
    now = current(conversation)
    assert (now.level, now.holder, now.due_at, now.stands_in_for) == (Assignment.ADVISOR, cast.ada, promised, None)
    event = conversation.events.order_by("-seq").first()
    assert event is not None
    assert (event.kind, event.actor, event.to) == ("came_back", None, cast.ada)


def test_what_experts_and_other_companies_hold_stays(cast: Cast) -> None:
    with_emil = cast.claimed()
    Membership.objects.create(person=cast.emil, company=cast.velotal)
    emil = Membership.objects.select_related("person").get(person=cast.emil)
    assert set_away(membership=emil, until=clock.now() + HOLIDAY) == 0
    assert current(with_emil).holder == cast.emil


def test_one_cannot_be_away_until_yesterday_nor_after_leaving(cast: Cast) -> None:
    ada = cast.member(cast.ada)
    with pytest.raises(Refused):
        set_away(membership=ada, until=clock.now() - timedelta(days=1))
    assert cast.member(cast.ada).is_there
    ada.left_at = clock.now()
    ada.save()
    with pytest.raises(NotAllowed):
        set_away(membership=ada, until=clock.now() + HOLIDAY)
