"""Who calls the live app: cookies and bearers, asked together, remembered for a moment, forgotten at once."""

import asyncio
import threading
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from oase.channels.live.identity import BEARER, COOKIE, GUEST_KEY, WIDGET_KEY, Identities, Identity, identities_of
from oase.live.notify import guest, person
from oase.people.models import Person
from tests.cast import Cast

KEY = "a" * 32


def _request(key: str = "", bearer: str = "", **headers: str) -> dict[str, Any]:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    if key:
        named.append((b"cookie", f"oase_session={key}".encode()))
    if bearer:
        named.append((b"authorization", f"Bearer {bearer}".encode()))
    return {"headers": named}


def _session(**content: object) -> str:
    session = SessionStore()
    session.update(content)
    session.create()
    return session.session_key or ""


def _signed_in(who: Person, **content: object) -> str:
    client = Client()
    client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session.update(content)
    session.save()
    return session.session_key or ""


def test_a_cookie_is_its_person_and_its_links_in_the_persons_language(cast: Cast) -> None:
    one = uuid4()
    Person.objects.filter(pk=cast.karla.pk).update(language="en")
    key = _signed_in(cast.karla, guest_of=[one.hex])

    async def story() -> Identity | None:
        return await Identities().of(_request(key, accept_language="de"))

    readers = frozenset({person(cast.karla.pk), guest(one)})
    assert asyncio.run(story()) == Identity(cast.karla.pk, frozenset({one}), readers, "en")


def test_the_widgets_session_is_a_bearer_and_no_cookie_and_the_others_the_other_way_round(cast: Cast) -> None:
    one = uuid4()
    company = str(cast.kaffeewerk.pk)
    widgets = _session(**{WIDGET_KEY: company, GUEST_KEY: [one.hex]})
    known = _signed_in(cast.karla, **{WIDGET_KEY: company})
    karlas = _signed_in(cast.karla)
    found = identities_of([kind + key for kind in (COOKIE, BEARER) for key in (widgets, known, karlas)])
    assert {key: (one.person_id, one.guest_of, one.widget) for key, one in found.items()} == {
        BEARER + widgets: (None, frozenset({one}), company),
        BEARER + known: (cast.karla.pk, frozenset(), company),
        COOKIE + karlas: (cast.karla.pk, frozenset(), None),
    }


def test_whoever_shows_a_bearer_is_not_helped_by_a_cookie(cast: Cast) -> None:
    karlas = _signed_in(cast.karla)

    async def story() -> list[Identity | None]:
        known = Identities()
        requests = [
            _request(karlas, bearer=karlas),
            _request(karlas, bearer="x" * 32),
            _request(karlas, authorization="Basic a2FybGE6"),
            _request(karlas, authorization="Bearer"),
            _request(bearer=karlas),
            _request(),
            _request("\0"),
            _request("x" * 4000),
            _request("%27;--"),
        ]
        return [await known.of(one) for one in requests]

    assert asyncio.run(story()) == [None] * 9


def test_a_hundred_who_ask_at_once_are_two_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys = [COOKIE + _signed_in(one) for one in (cast.karla, cast.emil, cast.ada)] + [COOKIE + "0" * 32] * 97
    with django_assert_num_queries(2):
        found = identities_of(keys)
    assert [found[key].person_id for key in keys[:3]] == [cast.karla.pk, cast.emil.pk, cast.ada.pk]


class Database:
    """Answers for sessions, counts who asked, and can be held up."""

    def __init__(self, **known: frozenset[str]) -> None:
        self.known, self.asked = known, list[set[str]]()
        self.go_on, self.is_asked = threading.Event(), threading.Event()
        self.go_on.set()

    def __call__(self, sessions: Collection[str]) -> Mapping[str, Identity]:
        self.asked.append(set(sessions))
        found = {one: self.known[one[2]] for one in sessions if one[2] in self.known}
        self.is_asked.set()
        self.go_on.wait(10)
        return {one: Identity(None, frozenset(), readers, "de") for one, readers in found.items()}


def test_who_asks_together_is_one_question_and_is_remembered_until_the_bus_says_otherwise() -> None:
    database = Database(a=frozenset({"person:1"}), b=frozenset({"person:2"}))

    async def story() -> None:
        known = Identities(database)
        mine, other, nobody = (_request(letter * 32) for letter in "abx")
        first = await asyncio.gather(*(known.of(one) for one in (mine, mine, other, nobody)))
        assert [sorted(one.readers) if one else None for one in first] == [
            ["person:1"],
            ["person:1"],
            ["person:2"],
            None,
        ]
        assert database.asked == [{COOKIE + letter * 32 for letter in "abx"}]
        assert await known.of(mine) is not None
        assert len(database.asked) == 1
        del database.known["a"]
        known.forget(["person:1", "person:9"])
        assert [await known.of(mine), (await known.of(other)) is None] == [None, False]
        assert database.asked[1:] == [{COOKIE + KEY}]
        known.forget_all()
        await known.of(other)
        assert await known.readers([COOKIE + "b" * 32, COOKIE + KEY]) == {COOKIE + "b" * 32: {"person:2"}}
        assert len(database.asked) == 4

    asyncio.run(story())


def test_who_signs_out_while_the_database_is_asked_is_not_let_in_by_its_older_answer() -> None:
    database = Database(a=frozenset({"person:1"}))
    database.go_on.clear()

    async def story() -> None:
        known = Identities(database)
        asking = asyncio.create_task(known.of(_request(KEY)))
        await asyncio.to_thread(database.is_asked.wait, 10)
        del database.known["a"]
        known.forget(["person:1"])
        database.go_on.set()
        assert await asking is None
        assert await known.of(_request(KEY)) is None

    asyncio.run(story())


def test_who_leaves_while_others_wait_for_the_same_answer_takes_nothing_from_them() -> None:
    database = Database(a=frozenset({"person:1"}))
    database.go_on.clear()

    async def story() -> None:
        known = Identities(database)
        asking = [asyncio.create_task(known.of(_request(KEY))) for _ in range(2)]
        asking += [asyncio.create_task(known.readers([COOKIE + KEY])) for _ in range(2)]  # type: ignore[arg-type]
        await asyncio.to_thread(database.is_asked.wait, 10)
        asking[0].cancel()
        asking[2].cancel()
        database.go_on.set()
        told = await asyncio.gather(*asking, return_exceptions=True)
        assert [isinstance(one, BaseException) for one in told] == [True, False, True, False]
        assert len(database.asked) == 1

    asyncio.run(story())


def test_nothing_is_remembered_while_sign_outs_cannot_be_heard_and_fresh_asks_anyway() -> None:
    database, heard = Database(a=frozenset({"person:1"})), [True]

    async def story() -> None:
        known = Identities(database, trusted=lambda: heard[0])
        await known.of(_request(KEY))
        database.known["a"] = frozenset({"person:1", "guest:b"})
        stale, fresh = await known.of(_request(KEY)), await known.of(_request(KEY), fresh=True)
        assert stale is not None
        assert fresh is not None
        assert (len(stale.readers), sorted(fresh.readers)) == (1, ["guest:b", "person:1"])
        heard[0] = False
        del database.known["a"]
        assert await known.of(_request(KEY)) is None

    asyncio.run(story())


def test_a_database_that_is_away_is_an_error_for_all_who_asked_and_for_nobody_later() -> None:
    def broken(sessions: Collection[str]) -> Mapping[str, Identity]:
        raise DatabaseError

    async def story() -> None:
        known = Identities(broken)
        told = await asyncio.gather(known.of(_request(KEY)), known.of(_request("b" * 32)), return_exceptions=True)
        assert [type(one) for one in told] == [DatabaseError] * 2
        with pytest.raises(DatabaseError):
            await known.readers([COOKIE + KEY])

    asyncio.run(story())


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "de"),
        ({"accept_language": "fr, en-GB;q=0.8"}, "en"),
        ({"accept_language": "en"}, "en"),
        ({"accept_language": ";;;," * 4000}, "de"),
        ({"cookie": "django_language=en", "accept_language": "de"}, "en"),
        ({"cookie": "django_language=xx"}, "de"),
    ],
)
def test_a_guest_is_answered_in_the_language_of_their_browser(headers: dict[str, str], language: str) -> None:
    def read(sessions: Collection[str]) -> Mapping[str, Identity]:
        return {one: Identity(None, frozenset({UUID(int=1)}), frozenset({"guest:1"}), "") for one in sessions}

    async def story() -> Identity | None:
        return await Identities(read).of(_request(KEY, **headers))

    identity = asyncio.run(story())
    assert identity is not None
    assert identity.language == language
