"""Safety, law, fraud and data rights are the company's, whenever they come up."""

from uuid import uuid4

import pytest

from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation, Message
from oase.experts import actions as expert_actions
from oase.experts.desk import desk_of
from oase.portals.look.sentences import CUSTOMER, sentence
from tests.cast import Cast, current

SMOKE = "Jetzt kommt Rauch aus der Maschine!"


def says(cast: Cast, conversation: Conversation, text: str = SMOKE) -> None:
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role=Message.CUSTOMER, text=text, client_id=uuid4()
    )


def test_a_sensitive_follow_up_moves_to_the_company_and_everybody_is_told(cast: Cast) -> None:
    from oase.conversations.thread import thread_visible_to_customer

    conversation = cast.claimed("Meine Aroma 4 zeigt E12.")
    says(cast, conversation)
    assert (current(conversation).level, current(conversation).holder) == (Assignment.ADVISOR, cast.ada)
    assert current(conversation).turn == Assignment.HOLDER
    event = conversation.events.get(kind="assigned")
    assert (event.detail["reason"], event.to, event.actor) == ("sensitive", cast.ada, None)
    lines = [line for line in thread_visible_to_customer(conversation) if line.kind == "assigned"]
    assert "Ada" in sentence(lines[0], reader=CUSTOMER)
    with desk_of(cast.emil.pk) as desk:
        ended = desk.ended(conversation.pk)
        assert ended is not None
        assert ended.sensitive
        assert desk.conversation(conversation.pk) is None
    with pytest.raises(NotAllowed):
        expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Ruhe", client_id=uuid4())


def test_while_it_is_only_offered_it_moves_too(cast: Cast) -> None:
    conversation = cast.asks("Meine Aroma 4 zeigt E12.")
    says(cast, conversation)
    assert current(conversation).level == Assignment.ADVISOR
    with desk_of(cast.emil.pk) as desk:
        assert desk.offers() == []


def test_solved_by_an_expert_and_opened_again_with_smoke_it_is_the_companys(cast: Cast) -> None:
    conversation = cast.claimed("Meine Aroma 4 zeigt E12.")
    actions.confirm_solution(conversation_id=conversation.pk, by=cast.karla)
    says(cast, conversation)
    assert current(conversation).level == Assignment.ADVISOR


def test_with_the_company_nothing_moves(cast: Cast) -> None:
    conversation = cast.given_on("Meine Aroma 4 zeigt E12.")
    says(cast, conversation)
    assert current(conversation).holder == cast.ada
    assert not conversation.events.filter(kind="assigned").exists()


def test_an_ordinary_follow_up_stays(cast: Cast) -> None:
    conversation = cast.claimed("Meine Aroma 4 zeigt E12.")
    says(cast, conversation, "Danke, das hat geholfen.")
    assert current(conversation).holder == cast.emil


def test_who_gave_it_on_before_does_not_learn_that_it_turned(cast: Cast) -> None:
    conversation = cast.given_on("Meine Aroma 4 zeigt E12.")
    says(cast, conversation)
    with desk_of(cast.emil.pk) as desk:
        ended = desk.ended(conversation.pk)
        assert ended is not None
        assert not ended.sensitive
