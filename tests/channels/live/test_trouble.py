"""When the house itself is in trouble: said so, with when to come again, and nothing of it leaks."""

import asyncio
import logging
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from oase.channels.live import writing as writing_module
from oase.channels.live.fair import Turns
from oase.conversations.append import Appended
from oase.conversations.gathering import Overloaded
from oase.conversations.saying import Words
from oase.people.models import Person
from tests.cast import Cast
from tests.channels.live.door import Answer, Door, session_of, told


class Breaks:
    """A coalescer to which something happens."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def say(self, words: Words) -> Appended:
        raise self.error


@pytest.mark.parametrize(
    ("error", "refusal", "again"),
    [
        (Overloaded(), (503, "crowded"), "1"),
        (OperationalError("host=secret"), (503, "away"), "2"),
        (InterfaceError("host=secret"), (503, "away"), "2"),
        (psycopg.OperationalError("host=secret"), (503, "away"), "2"),
        (ConnectionRefusedError("secret"), (503, "away"), "2"),
        (RuntimeError("secret"), (500, "broken"), None),
    ],
)
def test_what_happened_is_not_said_but_what_to_do(
    cast: Cast, caplog: pytest.LogCaptureFixture, error: Exception, refusal: tuple[int, str], again: str | None
) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    caplog.set_level(logging.CRITICAL, "oase.channels.live.app")
    answer = told(lambda: Door(coalescer=Breaks(error)).say(conversation.pk, session=session))
    assert (answer.told, answer.headers.get("retry-after")) == (refusal, again)
    assert b"secret" not in answer.body


def test_when_nobody_can_say_who_asks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)

    async def story() -> Answer:
        door = Door()

        async def breaks(*_: object, **__: object) -> None:
            raise OperationalError("away")

        monkeypatch.setattr(door.identities, "of", breaks)
        return await door.say(conversation.pk, session=session)

    assert told(story).told == (503, "away")


class Stuck:
    """A coalescer whose batch goes on for long."""

    def __init__(self) -> None:
        self.gate, self.said = asyncio.Event(), 0

    async def say(self, words: Words) -> Appended:
        await self.gate.wait()
        self.said += 1
        return Appended(1, 2, new=True, at=timezone.now())


def test_who_waited_too_long_is_told_and_the_batch_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)
    monkeypatch.setattr(writing_module, "PATIENCE_SECONDS", 0.0)

    async def story() -> tuple[Answer, int]:
        stuck = Stuck()
        answer = await Door(coalescer=stuck).say(conversation.pk, session=session)
        stuck.gate.set()
        while not stuck.said:
            await asyncio.sleep(0)
        return answer, stuck.said

    answer, said = told(story)
    assert (answer.told, answer.headers["retry-after"], said) == ((503, "slow"), "5", 1)


def test_the_queue_of_one_company_is_full_and_the_other_s_is_not(cast: Cast) -> None:
    conversation = cast.asks()
    karla, mallory = session_of(cast.karla), session_of(cast.mallory)

    async def story() -> tuple[list[tuple[int, str]], Answer]:
        stuck = Stuck()
        door = Door(coalescer=stuck, turns=Turns(at_once=2, of_one=1, waiting=2))
        waiting = [asyncio.create_task(door.say(conversation.pk, session=karla)) for _ in range(3)]
        while len(door.writing.turns._queues.get(cast.kaffeewerk.pk, ())) < 2:
            await asyncio.sleep(0.01)
        refused = [(await door.say(conversation.pk, session=karla)).told for _ in range(3)]
        stuck.gate.set()
        done = await asyncio.gather(*waiting)
        assert [one.status for one in done] == [201] * 3
        door.coalescer = door.writing.coalescer = Door().coalescer
        return refused, await door.ask("velotal", session=mallory)

    refused, other = told(story)
    assert refused == [(503, "crowded")] * 3
    assert other.status == 201


def _ends(who: str, cast: Cast, session: str) -> Any:
    match who:
        case "signed out":
            Session.objects.filter(session_key=session).delete()
        case "expired":
            Session.objects.filter(session_key=session).update(expire_date=timezone.now())
        case "shut out":
            Person.objects.filter(pk=cast.karla.pk).update(is_active=False)
        case "new password":
            cast.karla.set_password("ein ganz neues Passwort")
            cast.karla.save()


@pytest.mark.parametrize("how", ["signed out", "expired", "shut out", "new password"])
def test_whoever_is_gone_is_gone_once_it_was_said(cast: Cast, how: str) -> None:
    conversation, session = cast.asks(), session_of(cast.karla)

    async def story() -> tuple[int, tuple[int, str]]:
        door = Door()
        first = await door.say(conversation.pk, session=session)
        await asyncio.to_thread(_ends, how, cast, session)
        door.identities.forget([f"person:{cast.karla.pk}"])
        return first.status, (await door.say(conversation.pk, session=session)).told

    assert told(story) == (201, (401, "not-signed-in"))


def test_a_link_given_a_moment_ago_opens_at_once(cast: Cast) -> None:
    first, second = cast.asks(), cast.asks("Wo ist meine Rechnung?", topic=cast.invoices)
    session = session_of(guest_of=[first.pk])

    def gives() -> None:
        store = SessionStore(session)
        store["guest_of"] = [first.pk.hex, second.pk.hex]
        store.save()

    async def story() -> list[int]:
        door = Door()
        before = [await door.say(one.pk, session=session) for one in (first, second)]
        await asyncio.to_thread(gives)
        return [answer.status for answer in (*before, await door.say(second.pk, session=session))]

    assert told(story) == [201, 404, 201]
