"""The bus on PostgreSQL and on NATS alike: with the commit or never, to everybody, and nothing is lost unnoticed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import nats
import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import close_old_connections, transaction

from oase.config.data_folder import connection_parameters
from oase.live import postgres
from oase.live.bus import Bus
from oase.live.inbox import Inbox
from oase.live.nats import Nats
from oase.live.notify import CHANNEL, Poke, Sign, poke, revoke, sign
from oase.live.sealing import seal
from tests.live.wires import Wire, strung


@pytest.fixture(params=["postgres", "nats"])
def wire(request: pytest.FixtureRequest, house: None, caplog: pytest.LogCaptureFixture) -> Iterator[Wire]:
    caplog.set_level(logging.CRITICAL, "oase.live")
    with strung(request.param) as strung_wire:
        yield strung_wire


class Page:
    """One open page on a bus."""

    def __init__(self, bus: Bus, *readers: str) -> None:
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.ended = asyncio.Event()
        inbox = Inbox(readers, "session", self._take, self.ended.set)
        bus.open(inbox)
        inbox.begin([])
        bus.on_anew(lambda: self.heard.put_nowait("anew"))

    async def _take(self, message: Any) -> None:
        if text := message["body"].decode().partition("data: ")[2].strip():
            self.heard.put_nowait(text)

    async def hears(self) -> str:
        return await self.heard.get()

    async def hears_last(self, text: str) -> list[str]:
        """What it heard before this."""
        before = []
        while (heard := await self.hears()) != text:
            before.append(heard)
        return before


@sync_to_async
def _in_a_transaction(*pokes: Poke, is_kept: bool = True) -> None:
    close_old_connections()
    with transaction.atomic():
        poke(pokes)
        transaction.set_rollback(not is_kept)


def _said(topic: str, seq: int) -> str:
    return f'{{"topic":"{topic}","seq":{seq}}}'


async def _somebody() -> psycopg.AsyncConnection[Any]:
    parameters: dict[str, Any] = {**connection_parameters("oase_app"), "autocommit": True}
    return await psycopg.AsyncConnection.connect(**parameters)


async def _up(wire: Wire, number: int = 1) -> list[Bus]:
    buses = [wire.bus() for _ in range(number)]
    for bus in buses:
        bus.start()
        bus.start()
        await bus.listening.wait()
    pages = [Page(bus, "person:0") for bus in buses]
    # Somebody hands on from PostgreSQL a moment after the first one listens.
    for seq in range(1000):
        await _in_a_transaction(Poke("ready", seq, ("person:0",)))
        try:
            async with asyncio.timeout(0.2):
                for page in pages:
                    while (await page.hears()) == "anew":
                        pass
            break
        except TimeoutError:
            continue
    return buses


def _told(story: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 60))


def test_pokes_arrive_in_every_process_with_the_commit_or_never(wire: Wire) -> None:
    async def story() -> None:
        buses = await _up(wire, 2)
        pages = [Page(bus, "person:1", "guest:a") for bus in buses]
        others = [Page(bus, "person:2") for bus in buses]
        await _in_a_transaction(Poke("never", 1, ("person:1", "person:2")), is_kept=False)
        await _in_a_transaction(Poke("a", 2, ("person:1",)), Poke("b", 3, ("guest:a",)))
        await _in_a_transaction(Poke("end", 4, ("person:1", "person:2")))
        assert [await page.hears_last(_said("end", 4)) for page in pages] == [[_said("a", 2), _said("b", 3)]] * 2
        assert [await page.hears_last(_said("end", 4)) for page in others] == [[], []]
        for bus in buses:
            await bus.stop()

    _told(story)


def test_who_is_revoked_is_closed_in_every_process_and_forgotten(wire: Wire) -> None:
    async def story() -> None:
        buses = await _up(wire, 2)
        closed: asyncio.Queue[list[str]] = asyncio.Queue()
        for bus in buses:
            bus.on_close(closed.put_nowait)
        out, stays = [Page(bus, "person:1") for bus in buses], [Page(bus, "person:2") for bus in buses]
        await sync_to_async(revoke)(["person:1"])
        assert [await closed.get(), await closed.get()] == [["person:1"]] * 2
        for page in out:
            await page.ended.wait()
        assert [page.ended.is_set() for page in stays] == [False, False]
        for bus in buses:
            await bus.stop()

    _told(story)


def test_signs_are_shown_everywhere_without_a_transaction_or_with_one(wire: Wire) -> None:
    async def story() -> None:
        buses = await _up(wire, 2)
        pages = [Page(bus, "person:1") for bus in buses]
        typing = Sign("conversation:a", "typing", "expert", ("person:1",))
        await buses[0].say([typing, typing])
        await buses[0].say([typing, Sign("conversation:a", "read", "agent", ("person:1",), seq=7, name="Ada")])
        shown = ['{"topic":"conversation:a","kind":"typing","role":"expert"}']
        shown += ['{"topic":"conversation:a","kind":"read","role":"agent","seq":7,"name":"Ada"}']
        assert [[await page.hears(), await page.hears()] for page in pages] == [shown, shown]
        await sync_to_async(sign)([typing])
        assert [await page.hears() for page in pages] == [shown[0]] * 2
        for bus in buses:
            await bus.stop()

    _told(story)


def test_nonsense_on_the_wire_silences_nobody(wire: Wire) -> None:
    async def story() -> None:
        (bus,) = await _up(wire)
        page = Page(bus, "person:1")
        poked = '[{"topic":"a","seq":1,"to":["person:1"]}]'
        nonsense = ["nonsense", poked, seal("nonsense"), seal("[5]"), "ü", seal('{"close":5}')]
        async with await _somebody() as other:
            for one in nonsense:
                await other.execute("SELECT pg_notify(%s, %s)", [CHANNEL, one])
        if isinstance(bus.transport, Nats):
            client = await nats.connect(bus.transport._url)
            for raw in (*(one.encode() for one in nonsense), b"\xff\x00", b"x" * 900_000):
                await client.publish(bus.transport._subject, raw)
            await client.flush()
            await client.close()
        await _in_a_transaction(Poke("end", 1, ("person:1",)))
        assert await page.hears_last(_said("end", 1)) == []
        await bus.stop()

    _told(story)


def test_a_bus_that_lost_its_database_connection_lets_every_page_read_anew_and_hears_again(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PAUSE_SECONDS", 0)

    async def story() -> None:
        buses = await _up(wire, 2)
        pages = [Page(bus, "person:1") for bus in buses]
        async with await _somebody() as other:
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN oase_live%'"
            )
        # Said while nobody listens, perhaps: whoever reads anew after this does not miss it.
        await _in_a_transaction(Poke("meanwhile", 1, ("person:1",)))
        for page in pages:
            while (await page.hears()) != "anew":
                pass
        await _in_a_transaction(Poke("end", 2, ("person:1",)))
        for page in pages:
            await page.hears_last(_said("end", 2))
        assert [bus.listening.is_set() for bus in buses] == [True, True]
        for bus in buses:
            await bus.stop()

    _told(story)


def test_words_for_a_bus_that_is_away_are_no_error_and_hold_nobody_up(wire: Wire) -> None:
    async def story() -> None:
        bus = wire.bus(lambda: {"host": "/nowhere", "dbname": "none"})
        for _ in range(3):
            await bus.say([Sign("a", "typing", "agent", ("person:1",))])
            while bus._to_say:
                await asyncio.sleep(0)
        await bus.stop()

    _told(story)


@pytest.mark.parametrize("wire", ["nats"], indirect=True)
def test_when_nats_was_away_every_page_reads_anew_and_hears_again(wire: Wire) -> None:
    async def story() -> None:
        assert wire.nats is not None
        buses = await _up(wire, 2)
        pages = [Page(bus, "person:1") for bus in buses]
        wire.nats.stop()
        while any(bus.listening.is_set() for bus in buses):
            await asyncio.sleep(0)
        await _in_a_transaction(Poke("meanwhile", 1, ("person:1",)))
        wire.nats.start()
        for page in pages:
            while (await page.hears()) != "anew":
                pass
        seq = 2
        for page in pages:
            page.heard = asyncio.Queue()
        await _in_a_transaction(Poke("end", seq, ("person:1",)))
        for page in pages:
            # Either it hears this, or it reads anew after it was said.
            assert await page.hears() in (_said("end", seq), "anew")
        for bus in buses:
            await bus.stop()

    _told(story)


@pytest.mark.parametrize("wire", ["nats"], indirect=True)
def test_when_the_process_that_hands_on_is_gone_another_does(wire: Wire) -> None:
    async def story() -> None:
        (first,) = await _up(wire)
        second = wire.bus()
        second.start()
        await second.listening.wait()
        page = Page(second, "person:1")
        # As a process that was killed: no farewell, its connections are gone.
        assert first._task is not None
        first._task.cancel()
        await asyncio.gather(first._task, return_exceptions=True)
        await _in_a_transaction(Poke("meanwhile", 1, ("person:1",)))
        while (await page.hears()) != "anew":
            pass
        await _in_a_transaction(Poke("end", 2, ("person:1",)))
        await page.hears_last(_said("end", 2))
        for bus in (first, second):
            await bus.stop()

    _told(story)
