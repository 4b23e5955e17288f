"""Pokes on the wire: small enough for PostgreSQL, to everyone named, with the transaction or never."""

import json
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction

from oase.config.data_folder import connection_parameters
from oase.live.notify import CHANNEL, LARGEST_PAYLOAD, Poke, Sign, guest, person, poke, revoke, sign
from oase.live.sealing import NotOurs, seal, unseal
from oase.live.words import payloads


@pytest.fixture
def wire(house: None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(**connection_parameters("oase_app"), autocommit=True) as listener:  # type: ignore[arg-type]
        listener.execute(f"LISTEN {CHANNEL}")
        yield listener


def _heard(wire: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """Everything said up to now: what this connection says to itself comes last."""
    wire.execute("SELECT pg_notify(%s, 'end')", [CHANNEL])
    payloads: list[str] = []
    for notification in wire.notifies():
        if notification.payload == "end":
            return payloads
        payloads.append(unseal(notification.payload))
    return payloads


@pytest.mark.parametrize("name", [person, lambda _number: guest(uuid4())])
def test_a_thousand_readers_fit_and_nobody_is_left_out(
    wire: psycopg.Connection[tuple[object, ...]], name: object
) -> None:
    everyone = [name(2**60 + number) for number in range(1000)]  # type: ignore[operator]  # one of two functions
    poke([Poke("conversation:a", 7, tuple(everyone)), Poke("concerns", 8, (everyone[0],))])
    payloads = _heard(wire)
    assert max(len(payload.encode()) for payload in payloads) <= LARGEST_PAYLOAD
    told = [(one["topic"], one["seq"], reader) for text in payloads for one in json.loads(text) for reader in one["to"]]
    assert sorted(told) == sorted([("conversation:a", 7, one) for one in everyone] + [("concerns", 8, everyone[0])])


def test_a_thousand_can_be_closed_at_once(wire: psycopg.Connection[tuple[object, ...]]) -> None:
    everyone = {guest(uuid4()) for _ in range(1000)}
    revoke(everyone)
    closed = [reader for text in _heard(wire) for reader in json.loads(text)["close"]]
    assert sorted(closed) == sorted(everyone)


def test_small_pokes_share_one_notification(wire: psycopg.Connection[tuple[object, ...]]) -> None:
    poke([Poke(f"topic:{number}", number, ("person:1",)) for number in range(20)])
    (payload,) = _heard(wire)
    assert [one["seq"] for one in json.loads(payload)] == list(range(20))


def test_of_pokes_about_one_topic_to_the_same_readers_only_the_newest_is_said(
    wire: psycopg.Connection[tuple[object, ...]],
) -> None:
    to = ("person:1", "person:2")
    poke([Poke("a", 3, to), Poke("b", 1, to), Poke("a", 5, to), Poke("a", 4, to), Poke("a", 1, ("person:3",))])
    (payload,) = _heard(wire)
    assert [(one["topic"], one["seq"], len(one["to"])) for one in json.loads(payload)] == [
        ("a", 5, 2),
        ("b", 1, 2),
        ("a", 1, 1),
    ]


def test_a_sign_says_only_what_is_said_of_it(wire: psycopg.Connection[tuple[object, ...]]) -> None:
    sign([Sign("a", "typing", "agent", ("person:1",)), Sign("a", "read", "expert", ("person:1",), seq=3, name="Ada")])
    (payload,) = _heard(wire)
    assert json.loads(payload) == [
        {"topic": "a", "kind": "typing", "role": "agent", "to": ["person:1"]},
        {"topic": "a", "kind": "read", "role": "expert", "seq": 3, "name": "Ada", "to": ["person:1"]},
    ]


def test_ten_thousand_pokes_fill_their_payloads() -> None:
    words = [Poke(f"topic:{number}", number, (f"person:{number}",)) for number in range(10_000)]
    packed = payloads(words)
    assert max(map(len, packed)) <= LARGEST_PAYLOAD
    assert min(map(len, packed[:-1])) > LARGEST_PAYLOAD - 100
    assert [one["seq"] for text in packed for one in json.loads(text)] == list(range(10_000))


def test_nobody_named_is_nobody_told(wire: psycopg.Connection[tuple[object, ...]]) -> None:
    poke([])
    poke([Poke("conversation:a", 1, ())])
    revoke([])
    assert _heard(wire) == []


def test_what_is_rolled_back_was_never_said(wire: psycopg.Connection[tuple[object, ...]]) -> None:
    with transaction.atomic():
        poke([Poke("conversation:a", 1, ("person:1",))])
        transaction.set_rollback(True)
    with transaction.atomic():
        poke([Poke("conversation:b", 2, ("person:1",))])
        assert _heard(wire) == []
    assert [json.loads(text)[0]["topic"] for text in _heard(wire)] == ["conversation:b"]


def test_a_role_that_may_only_read_its_desk_hears_nobodys_name(house: None) -> None:
    with psycopg.connect(**connection_parameters("oase_expert"), autocommit=True) as listener:  # type: ignore[arg-type]
        listener.execute(f"LISTEN {CHANNEL}")
        poke([Poke("conversation:a", 1, ("person:17",))])
        (heard,) = listener.notifies(timeout=5, stop_after=1)
    assert unseal(heard.payload) == '[{"topic":"conversation:a","seq":1,"to":["person:17"]}]'
    assert [word for word in ("conversation", "person") if word in heard.payload] == []


def test_the_same_words_never_look_the_same_and_what_was_changed_is_not_ours() -> None:
    sealed = seal("person:17")
    assert seal("person:17") != sealed
    changed = ("A" if sealed[-8] != "A" else "B").join((sealed[:-8], sealed[-7:]))
    for payload in ("", "nonsense", "ü", "AAAA", '{"close": ["person:1"]}', changed):
        with pytest.raises(NotOurs):
            unseal(payload)
