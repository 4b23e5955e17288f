"""Two who answer at once: one goes out, the other looks first; in whatever way and however close together."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from oase.conversations import actions
from oase.conversations.append import Appended
from oase.conversations.meanwhile import AnsweredMeanwhile, known_at
from oase.conversations.models import Conversation, Message
from oase.conversations.saying import Words, say
from oase.people.models import Person
from tests.cast import Cast
from tests.threads import at_once


def seq_of(conversation: Conversation) -> int:
    return Conversation.objects.get(pk=conversation.pk).last_seq


def answer(conversation: Conversation, who: Person, known: int | None, audience: str = Message.CONVERSATION) -> None:
    actions.reply(
        conversation_id=conversation.pk, author=who, role=Message.AGENT, text=f"{who.first_name} antwortet.",
        client_id=uuid4(), known=known, audience=audience,
    )  # fmt: skip


def words(conversation: Conversation, who: Person, known: int | None, **more: str) -> Words:
    return Words(
        conversation.pk, uuid4(), who.pk, Message.AGENT, f"{who.first_name} antwortet.", known=known,
        audience=more.get("audience", Message.CONVERSATION),
    )  # fmt: skip


def kinds(outcomes: Sequence[object]) -> list[str]:
    return [type(one).__name__ for one in outcomes]


def test_the_later_one_looks_first_and_then_may(cast: Cast) -> None:
    conversation = cast.given_on()
    known = seq_of(conversation)
    answer(conversation, cast.ada, known)
    with pytest.raises(AnsweredMeanwhile, match="Ada") as refused:
        answer(conversation, cast.dora, known)
    assert refused.value.known == seq_of(conversation)
    answer(conversation, cast.dora, refused.value.known)
    assert conversation.messages.filter(author_role=Message.AGENT).count() == 2


def test_own_words_notes_and_the_customer_s_stop_nobody(cast: Cast) -> None:
    conversation = cast.given_on()
    known = seq_of(conversation)
    answer(conversation, cast.dora, None, Message.STAFF)
    actions.reply(
        conversation_id=conversation.pk, author=cast.karla, role=Message.CUSTOMER, text="Noch etwas.", client_id=uuid4()
    )
    answer(conversation, cast.ada, known)
    answer(conversation, cast.ada, known)
    answer(conversation, cast.dora, known, Message.STAFF)
    answer(conversation, cast.dora, None)
    assert conversation.messages.filter(author_role=Message.AGENT).count() == 5


def test_in_one_batch_only_the_first_goes_out(cast: Cast) -> None:
    conversation = cast.given_on()
    known = seq_of(conversation)
    outcomes = say([words(conversation, cast.ada, known), words(conversation, cast.dora, known)])
    assert kinds(outcomes) == ["Appended", "AnsweredMeanwhile"]
    again = say([words(conversation, cast.ada, known), words(conversation, cast.dora, known)])
    assert kinds(again) == ["Appended", "AnsweredMeanwhile"]


def test_in_one_batch_a_note_and_whoever_says_nothing_of_it_go_out(cast: Cast) -> None:
    conversation = cast.given_on()
    known = seq_of(conversation)
    batch = [
        words(conversation, cast.ada, known),
        words(conversation, cast.dora, known, audience=Message.STAFF),
        words(conversation, cast.dora, None),
    ]
    assert [type(one) for one in say(batch)] == [Appended] * 3


def test_the_same_words_twice_are_known_again_whatever_came_after(cast: Cast) -> None:
    conversation = cast.given_on()
    once = words(conversation, cast.ada, seq_of(conversation))
    (first,) = say([once])
    answer(conversation, cast.dora, None)
    (second,) = say([once])
    assert isinstance(first, Appended)
    assert isinstance(second, Appended)
    assert (second.seq, second.new) == (first.seq, False)


def test_from_many_windows_at_once_one_goes_out(cast: Cast) -> None:
    conversation = cast.given_on()
    known = seq_of(conversation)

    told = at_once(*(partial(answer, conversation, who, known) for who in (cast.ada, cast.dora, cast.sven)))
    assert kinds(told) == ["AnsweredMeanwhile"] * 2
    assert conversation.messages.filter(author_role=Message.AGENT).count() == 1


def test_a_draft_knows_what_was_there_when_it_was_written(cast: Cast) -> None:
    conversation = cast.given_on()
    known = seq_of(conversation)
    answer(conversation, cast.dora, None)
    said = conversation.messages.get(author=cast.dora)
    before, after = said.at - timedelta(seconds=1), said.at + timedelta(seconds=1)
    now = seq_of(conversation)
    assert known_at(conversation.pk, before, author_id=cast.ada.pk, last_seq=now) == said.seq - 1
    assert known_at(conversation.pk, after, author_id=cast.ada.pk, last_seq=now) == now
    assert known_at(conversation.pk, before, author_id=cast.dora.pk, last_seq=now) == now
    assert known <= said.seq - 1
