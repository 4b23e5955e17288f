"""Asking by the live app: a new conversation, once, at a company that is there."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from oase.conversations.models import Conversation, Message
from tests.cast import Cast, current
from tests.channels.live.door import Answer, Door, session_of, told


def test_karla_asks_and_an_expert_is_offered_it(cast: Cast) -> None:
    session = session_of(cast.karla)

    async def story() -> Answer:
        return await Door().ask(text="Meine Aroma 4 zeigt E12 und brüht nicht mehr.", session=session)

    answer = told(story)
    conversation = Conversation.objects.get()
    first = Message.objects.get(conversation=conversation)
    assert (answer.status, answer.json) == (
        201,
        {"id": str(conversation.pk), "seq": first.seq, "at": first.at.isoformat(), "new": True},
    )
    assert (conversation.customer_id, conversation.topic_id) == (cast.customer.pk, cast.machines.pk)
    assert (conversation.language, conversation.channel) == ("de", "web")
    assert conversation.address_confirmed_at is not None
    assert current(conversation).level == "network"
    assert cast.offer_to(cast.emil, conversation)


def test_what_is_chosen_is_heeded(cast: Cast) -> None:
    session = session_of(cast.karla)
    more = {"topic": "invoices", "language": "en"}

    async def story() -> Answer:
        return await Door().ask(text="Where is my invoice?", session=session, more=more)

    assert told(story).status == 201
    conversation = Conversation.objects.get()
    assert (conversation.topic_id, conversation.language) == (cast.invoices.pk, "en")


def test_whoever_wants_the_company_gets_the_company(cast: Cast) -> None:
    session = session_of(cast.karla)

    async def story() -> Answer:
        return await Door().ask(text="Die Aroma brüht nicht.", session=session, more={"wants_company": True})

    assert told(story).status == 201
    assert current(Conversation.objects.get()).level == "advisor"


def test_asking_ten_times_at_once_with_one_key_is_asking_once(cast: Cast) -> None:
    session, mallory = session_of(cast.karla), session_of(cast.mallory)
    same: dict[str, Any] = {"client_id": str(uuid4())}

    async def story() -> tuple[list[Answer], Answer]:
        doors = [Door(), Door()]
        asked = (doors[number % 2].ask(session=session, more=same) for number in range(10))
        return list(await asyncio.gather(*asked)), await doors[0].ask(session=mallory, more=same)

    answers, other = told(story)
    assert sorted(answer.status for answer in answers) == [200] * 9 + [201]
    assert len({(answer.json["id"], answer.json["seq"], answer.json["at"]) for answer in answers}) == 1
    assert Conversation.objects.filter(customer=cast.customer).count() == 1
    # The same key of somebody else is another question, and nothing of the first is told.
    assert other.status == 201
    assert other.json["id"] != answers[0].json["id"]


def test_a_first_question_makes_a_customer(cast: Cast) -> None:
    session = session_of(cast.emil)

    async def story() -> Answer:
        return await Door().ask("velotal", "Wie leihe ich ein Rad?", session=session)

    answer = told(story)
    assert answer.status == 201
    conversation = Conversation.objects.get(pk=UUID(answer.json["id"]))
    assert (conversation.customer.person_id, conversation.company_id) == (cast.emil.pk, cast.velotal.pk)


@pytest.mark.parametrize(
    ("more", "refusal", "field"),
    [
        ({"company": "nowhere"}, (422, "invalid-field"), "company"),
        ({"company": None}, (422, "missing-field"), "company"),
        ({"company": 1}, (422, "invalid-field"), "company"),
        ({"topic": "leasing"}, (422, "invalid-field"), "topic"),
        ({"topic": "x" * 300}, (422, "invalid-field"), "topic"),
        ({"language": "fr"}, (422, "invalid-field"), "language"),
        ({"wants_company": "yes"}, (422, "invalid-field"), "wants_company"),
        ({"wants_company": 1}, (422, "invalid-field"), "wants_company"),
        ({"channel": "email"}, (422, "unknown-field"), "channel"),
        ({"confirmed": False}, (422, "unknown-field"), "confirmed"),
        ({"text": ""}, (422, "refused"), None),
        ({"client_id": None}, (400, "key-missing"), None),
    ],
)
def test_what_is_wrong_opens_nothing(
    cast: Cast, more: dict[str, Any], refusal: tuple[int, str], field: str | None
) -> None:
    session = session_of(cast.karla)
    answer = told(lambda: Door().ask(session=session, more=more))
    assert (answer.told, answer.json.get("field")) == (refusal, field)
    assert Conversation.objects.count() == 0


def test_a_guest_asks_on_the_page_and_a_widget_at_its_own_company(cast: Cast) -> None:
    conversation = cast.asks()
    guest = session_of(guest_of=[conversation.pk])
    widget = session_of(cast.karla, widget=cast.kaffeewerk.pk)

    async def story() -> list[Answer]:
        door = Door()
        return [
            await door.ask(session=guest),
            await door.ask("velotal", bearer=widget),
            await door.ask("kaffeewerk", bearer=widget),
        ]

    by_link, elsewhere, own = told(story)
    assert (by_link.told, elsewhere.told) == ((403, "sign-in-needed"), (422, "invalid-field"))
    assert own.status == 201
    assert Conversation.objects.get(pk=own.json["id"]).channel == "widget"
