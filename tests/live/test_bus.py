"""The bus: those who are named are told, and nobody else; who is too slow reads anew."""

import asyncio
import json
import logging

import psycopg
import pytest

from oase.config.data_folder import connection_parameters
from oase.live import bus as bus_module
from oase.live.bus import QUEUE_LENGTH, Bus, Inbox
from oase.live.notify import CHANNEL
from oase.live.sealing import seal


def _bus() -> Bus:
    return Bus(lambda: dict(connection_parameters("oase_app")))


def _told(inbox: Inbox) -> list[str | None]:
    told = []
    while not inbox.queue.empty():
        told.append(inbox.queue.get_nowait())
    return told


def _poke(to: list[str], seq: int = 1) -> str:
    return json.dumps([{"topic": "conversation:a", "seq": seq, "to": to}])


LINE = '{"topic":"conversation:a","seq":1}'


def test_only_who_is_named_is_told_and_learns_not_who_else() -> None:
    bus = _bus()
    karla, ada, guest = bus.open(["person:1"]), bus.open(["person:3"]), bus.open(["guest:a", "guest:b"])
    bus.receive(_poke(["person:1", "guest:b"]))
    assert (_told(karla), _told(ada), _told(guest)) == ([LINE], [], [LINE])
    bus.receive(_poke([]))
    bus.receive(_poke(["person", "person:", "person:11", "guest:"]))
    assert (_told(karla), _told(ada), _told(guest)) == ([], [], [])


def test_a_page_with_two_names_is_told_once() -> None:
    bus = _bus()
    page = bus.open(["person:1", "guest:a"])
    bus.receive(_poke(["person:1", "guest:a"]))
    assert _told(page) == [LINE]


def test_every_page_of_a_person_is_told() -> None:
    bus = _bus()
    pages = [bus.open(["person:1"]) for _ in range(3)]
    bus.receive(_poke(["person:1"]))
    assert [_told(page) for page in pages] == [[LINE]] * 3


def test_who_is_too_slow_is_dropped_and_the_others_are_not() -> None:
    bus = _bus()
    slow, quick = bus.open(["person:1"]), bus.open(["person:1"])
    for number in range(QUEUE_LENGTH + 1):
        bus.receive(_poke(["person:1"], number))
        assert len(_told(quick)) == 1
    assert _told(slow)[0] is None


def test_closing_ends_the_streams_of_those_who_are_named() -> None:
    bus = _bus()
    out, stays = bus.open(["person:1"]), bus.open(["person:2"])
    bus.receive(json.dumps({"close": ["person:1", "person:9"]}))
    assert (_told(out), _told(stays)) == ([None], [])


def test_a_page_that_is_gone_is_forgotten() -> None:
    bus = _bus()
    page = bus.open(["person:1", "guest:a"])
    bus.close(page)
    bus.close(page)
    bus.receive(_poke(["person:1"]))
    assert _told(page) == []
    assert not bus._inboxes


NONSENSE = [
    "",
    "{",
    "5",
    "null",
    "[5]",
    '"person:1"',
    "{}",
    '{"close": 5}',
    '[{"topic": "a"}]',
    '[{"to": ["person:1"]}]',
]


@pytest.mark.parametrize("payload", NONSENSE)
def test_what_cannot_be_read_is_nobodys_and_silences_nobody(payload: str) -> None:
    bus = _bus()
    page = bus.open(["person:1"])
    bus.receive(payload)
    assert _told(page) == []
    bus.receive(_poke(["person:1"]))
    assert _told(page) == [LINE]


def test_a_bus_that_lost_its_connection_listens_again_and_lets_every_page_read_anew(
    house: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bus_module, "PAUSE_SECONDS", 0)
    caplog.set_level(logging.CRITICAL, bus_module.__name__)

    async def story() -> None:
        bus = _bus()
        bus.start()
        bus.start()
        await bus.listening.wait()
        page = bus.open(["person:1"])
        async with await psycopg.AsyncConnection.connect(**connection_parameters("oase_app"), autocommit=True) as other:
            for nonsense in ("nonsense", _poke(["person:1"]), seal("nonsense")):
                await other.execute("SELECT pg_notify(%s, %s)", [CHANNEL, nonsense])
            await other.execute("SELECT pg_notify(%s, %s)", [CHANNEL, seal(_poke(["person:1"]))])
            assert await page.queue.get() == LINE
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN oase_live%'"
            )
            # Said only now that it listens again: what a page reads after this, it cannot miss.
            assert await page.queue.get() is None
            assert bus.listening.is_set()
            bus.close(page)
            page = bus.open(["person:1"])
            await other.execute("SELECT pg_notify(%s, %s)", [CHANNEL, seal(_poke(["person:1"]))])
            assert await page.queue.get() == LINE
        await bus.stop()
        assert await page.queue.get() is None

    asyncio.run(asyncio.wait_for(story(), 30))
