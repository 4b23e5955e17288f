"""By the live app: an old page sends nothing as somebody else, two who answer look first, a note names colleagues."""

from typing import Any

from oase.conversations.models import Conversation, Message
from oase.people.naming import name_of_person
from oase.second_level.mentions.models import Mention
from tests.cast import Cast
from tests.channels.live.door import Answer, Door, session_of, told


def said(conversation: Conversation) -> int:
    return conversation.messages.filter(author_role=Message.AGENT).count()


def test_whose_page_it_was_decides_not_who_signed_in_since(cast: Cast) -> None:
    conversation, session = cast.given_on(), session_of(cast.dora)
    guest = session_of(guest_of=[conversation.pk])

    async def story() -> list[Answer]:
        door, old = Door(), {"writer": name_of_person(cast.ada.pk)}
        return [
            await door.say(conversation.pk, session=session, more=old | {"role": "agent"}),
            await door.say(conversation.pk, session=session, more=old | {"role": "agent", "audience": "staff"}),
            await door.say(conversation.pk, session=guest, more=old),
            await door.say(conversation.pk, session=session, more={"writer": "x", "role": "agent"}),
        ]

    answers = told(story)
    assert [answer.told for answer in answers] == [(409, "another-writer")] * 4
    assert said(conversation) == 0

    async def own() -> Answer:
        more = {"writer": name_of_person(cast.dora.pk), "role": "agent"}
        return await Door().say(conversation.pk, session=session, more=more)

    assert told(own).status == 201


def test_the_second_answer_is_told_what_to_know(cast: Cast) -> None:
    conversation = cast.given_on()
    ada, dora = session_of(cast.ada), session_of(cast.dora)
    known = Conversation.objects.get(pk=conversation.pk).last_seq

    async def story() -> tuple[Answer, Answer, Answer]:
        door, more = Door(), {"role": "agent", "known": known}
        first = await door.say(conversation.pk, session=ada, more=more)
        second = await door.say(conversation.pk, session=dora, more=more)
        third = await door.say(conversation.pk, session=dora, more=more | {"known": second.json["known"]})
        return first, second, third

    first, second, third = told(story)
    assert (first.status, second.told, third.status) == (201, (409, "answered-meanwhile"), 201)
    assert "Ada" in second.json["detail"]


def test_what_is_no_place_is_refused(cast: Cast) -> None:
    conversation, session = cast.given_on(), session_of(cast.ada)
    wrong: list[Any] = [-1, "3", True, 2**31, 1.0, [1]]

    async def story() -> list[Answer]:
        door = Door()
        return [await door.say(conversation.pk, session=session, more={"known": one}) for one in wrong]

    assert {answer.told for answer in told(story)} == {(422, "invalid-field")}


def test_the_customer_is_stopped_by_nobody_s_answer(cast: Cast) -> None:
    conversation, karla, ada = cast.given_on(), session_of(cast.karla), session_of(cast.ada)

    async def story() -> list[int]:
        door = Door()
        return [
            (await door.say(conversation.pk, session=ada, more={"role": "agent"})).status,
            (await door.say(conversation.pk, session=karla, more={"known": 0})).status,
        ]

    assert told(story) == [201, 201]


def test_a_note_names_a_colleague_and_a_gap_goes_to_nobody(cast: Cast) -> None:
    conversation, ada, mallory = cast.given_on(), session_of(cast.ada), session_of(cast.mallory)

    async def story() -> list[Answer]:
        door, note = Door(), {"role": "agent", "audience": "staff"}
        return [
            await door.say(conversation.pk, "@Dora, bitte.", session=mallory, more=note),
            await door.say(conversation.pk, "@Dora, bitte.", session=ada, more=note),
            await door.say(conversation.pk, "Nummer {{customer.number}}", session=ada, more={"role": "agent"}),
        ]

    stranger, named, gap = told(story)
    assert (stranger.told, named.status, gap.told) == ((404, "not-found"), 201, (422, "refused"))
    assert [one.person_id for one in Mention.objects.all()] == [cast.dora.pk]
