"""Writing by the live app: who may, as whom, once, and nothing half."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from oase.channels.live import checked
from oase.conversations.models import Conversation, Message
from oase.experts import actions as expert_actions
from oase.experts.checks.models import Check
from oase.experts.models import Offer
from tests.cast import Cast, current
from tests.channels.live.door import Answer, Door, session_of, told
from tests.experts.checks.story import emil_is_senior, expert, held_by


def _stored(conversation: Conversation) -> list[tuple[str, str]]:
    rows = Message.objects.filter(conversation=conversation).order_by("seq").values_list("author_role", "audience")
    return [(role, audience) for role, audience in rows][1:]


def test_karla_writes_and_is_told_where_it_stands(cast: Cast) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)

    async def story() -> Answer:
        return await Door().say(conversation.pk, "Sie leuchtet jetzt rot.", session=session)

    answer = told(story)
    message = Message.objects.get(conversation=conversation, body__contains="leuchtet")
    assert (answer.status, answer.json) == (
        201,
        {"id": message.pk, "seq": message.seq, "at": message.at.isoformat(), "new": True},
    )
    assert (message.author_id, message.author_role) == (cast.karla.pk, Message.CUSTOMER)


def test_everybody_writes_as_who_they_are(cast: Cast) -> None:
    conversation = cast.claimed()
    people = {"emil": session_of(cast.emil), "ada": session_of(cast.ada), "karla": session_of(cast.karla)}
    guest = session_of(guest_of=[conversation.pk])

    async def story() -> list[int]:
        door = Door()
        answers = [
            await door.say(conversation.pk, session=people["emil"]),
            await door.say(conversation.pk, session=people["karla"], more={"role": "customer"}),
            await door.say(conversation.pk, session=people["ada"], more={"audience": "staff"}),
            await door.say(conversation.pk, session=guest),
            await door.say(conversation.pk, session=people["emil"], more={"role": "expert"}),
            await door.say(conversation.pk, session=people["ada"], more={"role": "agent"}),
        ]
        return [answer.status for answer in answers]

    assert told(story) == [201] * 6
    assert _stored(conversation) == [
        ("expert", "conversation"),
        ("customer", "conversation"),
        ("agent", "staff"),
        ("customer", "conversation"),
        ("expert", "conversation"),
        ("agent", "conversation"),
    ]
    authors = set(Message.objects.filter(author_role="customer").values_list("author_id", flat=True))
    assert authors == {cast.karla.pk}


Refusal = tuple[int, str]


def test_whoever_does_not_belong_finds_nothing_and_leaves_nothing(cast: Cast) -> None:
    conversation, other = cast.claimed(), cast.asks("Wo ist meine Rechnung?", topic=cast.invoices)
    mallory, emil, ada = session_of(cast.mallory), session_of(cast.emil), session_of(cast.ada)
    karla, stranger = session_of(cast.karla), session_of(guest_of=[other.pk])
    widget = session_of(cast.karla, widget=cast.kaffeewerk.pk)
    elsewhere = session_of(cast.karla, widget=cast.velotal.pk)
    not_found, not_allowed = (404, "not-found"), (403, "not-allowed")
    cases: list[tuple[dict[str, Any], Refusal]] = [
        ({"session": mallory}, not_found),
        *[({"session": mallory, "more": {"role": role}}, not_found) for role in ("customer", "expert", "agent")],
        ({"session": mallory, "more": {"role": "agent", "audience": "staff"}}, not_found),
        ({"session": stranger}, not_found),
        ({"session": stranger, "more": {"role": "agent"}}, not_found),
        ({"session": ada, "more": {"role": "customer"}}, not_allowed),
        ({"session": ada, "more": {"role": "expert"}}, not_allowed),
        ({"session": emil, "more": {"role": "agent"}}, not_allowed),
        ({"session": emil, "more": {"role": "customer"}}, not_allowed),
        ({"session": emil, "more": {"audience": "staff"}}, not_allowed),
        ({"session": karla, "more": {"role": "agent"}}, not_allowed),
        ({"session": karla, "more": {"audience": "staff"}}, not_allowed),
        ({"bearer": elsewhere}, not_found),
        ({"bearer": widget, "more": {"role": "agent"}}, not_allowed),
        ({"bearer": karla}, (401, "not-signed-in")),
        ({"session": widget}, (401, "not-signed-in")),
        ({"session": "0" * 32}, (401, "not-signed-in")),
        ({}, (401, "not-signed-in")),
    ]

    async def story() -> list[Refusal]:
        door = Door()
        return [(await door.say(conversation.pk, "Hallo", **options)).told for options, _ in cases]

    assert told(story) == [refusal for _, refusal in cases]
    assert _stored(conversation) == []


def test_what_is_not_there_and_what_is_another_s_look_the_same(cast: Cast) -> None:
    conversation, mallory = cast.asks(), session_of(cast.mallory)

    async def story() -> list[Answer]:
        door = Door()
        return [await door.say(one, session=mallory) for one in (conversation.pk, uuid4())]

    there, not_there = told(story)
    assert (there.status, there.headers, there.body) == (not_there.status, not_there.headers, not_there.body)


def test_an_expert_who_gave_it_on_writes_no_more_but_what_was_sent_is_still_answered(cast: Cast) -> None:
    conversation, emil = cast.claimed(), session_of(cast.emil)
    sent = {"client_id": str(uuid4())}

    async def before() -> Answer:
        return await Door().say(conversation.pk, "Bitte entkalken.", session=emil, more=sent)

    first = told(before)
    expert_actions.give_on(conversation_id=conversation.pk, by=cast.emil, reason="documents", hint="")

    async def after() -> tuple[Answer, ...]:
        door = Door()
        return (
            await door.say(conversation.pk, "Bitte entkalken.", session=emil, more=sent | {"role": "expert"}),
            await door.say(conversation.pk, session=emil, more={"role": "expert"}),
            await door.say(conversation.pk, session=emil),
        )

    again, named, unnamed = told(after)
    assert (again.status, again.json) == (200, first.json | {"new": False})
    assert [named.told, unnamed.told] == [(409, "given-on")] * 2


def test_who_has_several_roles_says_which(cast: Cast) -> None:
    conversation = cast.asks()
    session = session_of(cast.ada, guest_of=[conversation.pk])

    async def story() -> list[Answer]:
        door = Door()
        return [
            await door.say(conversation.pk, session=session),
            await door.say(conversation.pk, session=session, more={"role": "agent"}),
            await door.say(conversation.pk, session=session, more={"role": "customer"}),
        ]

    unsaid, agent, customer = told(story)
    assert unsaid.told == (422, "role-needed")
    assert unsaid.json["roles"] == ["customer", "agent"]
    assert (agent.status, customer.status) == (201, 201)
    assert _stored(conversation) == [("agent", "conversation"), ("customer", "conversation")]


def test_the_same_key_gives_the_same_answer_when_ten_come_at_once(cast: Cast) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)

    async def story() -> list[Answer]:
        doors = [Door(), Door()]
        same = {"client_id": str(uuid4())}
        return await asyncio.gather(
            *(doors[number % 2].say(conversation.pk, session=session, more=same) for number in range(10))
        )

    answers = told(story)
    assert sorted(answer.status for answer in answers) == [200] * 9 + [201]
    assert len({(answer.json["id"], answer.json["seq"], answer.json["at"]) for answer in answers}) == 1
    assert [answer.json["new"] for answer in answers].count(True) == 1
    assert len(_stored(conversation)) == 1


def test_a_key_that_is_no_uuid_is_each_author_s_own(cast: Cast) -> None:
    conversation, karla, ada = cast.asks(), session_of(cast.karla), session_of(cast.ada)
    key = {"idempotency-key": '"1"'}

    async def story() -> list[Answer]:
        door, more = Door(), {"client_id": None}
        return [
            await door.say(conversation.pk, session=session, headers=key, more=more)
            for session in (karla, karla, ada, ada)
        ]

    answers = told(story)
    assert [answer.status for answer in answers] == [201, 200, 201, 200]
    assert answers[0].json["id"] == answers[1].json["id"] != answers[2].json["id"]


def test_a_key_of_another_gives_nothing_away(cast: Cast) -> None:
    conversation, other = cast.claimed(), cast.asks("Wo ist meine Rechnung?", topic=cast.invoices)
    karla, emil, mallory = session_of(cast.karla), session_of(cast.emil), session_of(cast.mallory)
    same = {"client_id": str(uuid4())}

    async def story() -> list[Answer]:
        door = Door()
        return [
            await door.say(conversation.pk, session=karla, more=same),
            await door.say(conversation.pk, session=emil, more=same),
            await door.say(conversation.pk, session=mallory, more=same),
            await door.say(other.pk, session=karla, more=same),
        ]

    mine, emils, mallorys, elsewhere = told(story)
    assert (mine.status, elsewhere.status) == (201, 201)
    assert elsewhere.json["id"] != mine.json["id"]
    assert (emils.told, mallorys.told) == ((409, "key-used"), (404, "not-found"))
    assert not {"id", "seq", "at"} & {*emils.json, *mallorys.json}
    assert _stored(conversation) == [("customer", "conversation")]


def test_an_expert_is_shown_what_stays_out_before_it_is_sent(cast: Cast) -> None:
    conversation, emil = cast.claimed(), session_of(cast.emil)
    text = "Schreiben Sie mir an emil@example.org, dann helfe ich."

    async def story() -> list[Answer]:
        door = Door()
        first = await door.say(conversation.pk, text, session=emil)
        return [first, await door.say(conversation.pk, text, session=emil, more={"told": first.json["pieces"]})]

    first, second = told(story)
    assert first.told == (422, "untold")
    assert first.json["pieces"] == ["emil@example.org"]
    assert second.status == 201
    assert "emil@example.org" not in Message.objects.latest("pk").body


def test_what_is_refused_says_so_in_the_person_s_language(cast: Cast) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    english = {"cookie": f"oase_session={session}; django_language=en"}

    async def story() -> list[Answer]:
        door = Door()
        return [
            await door.say(conversation.pk, "  \n ", session=session),
            await door.say(conversation.pk, "  \n ", headers=english),
            await door.say(conversation.pk, "x" * 20_001, headers=english),
        ]

    german, empty, long = told(story)
    assert [one.told for one in (german, empty, long)] == [(422, "refused")] * 3
    assert empty.json["detail"] == "Please write a few words first."
    assert german.json["detail"] == "Bitte schreiben Sie zuerst ein paar Worte."
    assert "1 character too long" in long.json["detail"]
    assert _stored(conversation) == []


def test_a_newcomers_answer_waits_for_a_senior_by_this_way_too(cast: Cast) -> None:
    emil_is_senior(cast)
    nils = expert(cast, "Nils")
    conversation, session, sent = held_by(cast, nils), session_of(nils), {"client_id": str(uuid4())}

    async def story() -> list[Answer]:
        door = Door()
        return [
            await door.say(conversation.pk, "Bitte entkalken.", session=session, more=sent),
            await door.say(conversation.pk, "Bitte entkalken.", session=session, more=sent | {"role": "expert"}),
        ]

    first, again = told(story)
    check = Check.objects.get()
    assert [(one.status, one.json) for one in (first, again)] == [
        (202, {"waits_until": check.until_at.isoformat()})
    ] * 2
    assert _stored(conversation) == []


def test_a_newcomer_who_claims_while_they_write_goes_round_nobody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their words came a moment before the claim: they are refused, or wait, and never go out unseen."""
    emil_is_senior(cast)
    nils = expert(cast, "Nils")
    conversation, session = cast.asks("Meine Aroma 4 zeigt E12."), session_of(nils)
    offer, _ = Offer.objects.get_or_create(
        assignment=current(conversation), expert_id=nils.pk,
        defaults={"wave": 1, "reward_cents": 420, "expires_at": current(conversation).due_at},
    )  # fmt: skip

    def a_moment_too_early(**words: Any) -> Any:
        try:
            return expert_actions.answer(**words)
        finally:
            expert_actions.claim(offer_id=offer.pk, by=nils)

    monkeypatch.setattr(checked, "answer", a_moment_too_early)

    async def story() -> list[Answer]:
        return [await Door().say(conversation.pk, "Bitte entkalken.", session=session, more={"role": "expert"})]

    (answer,) = told(story)
    assert current(conversation).holder == nils
    assert (answer.status, _stored(conversation)) == (409, [])
