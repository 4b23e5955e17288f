"""Two web processes on one house, and one is killed: pages on the other go on, and those on the dead one come back."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.faults.browser import Browser, Words
from tests.faults.house import House, SecondWeb
from tests.faults.reading import Page
from tests.faults.run import PARTS, Inside
from tests.faults.writing import Record, Writer, spelled


@pytest.fixture
def alone() -> Iterator[House]:
    """A whole Oase of one's own."""
    folder = Path(tempfile.mkdtemp(prefix="oase-faults-"))
    house = House(folder, workers=1)
    house.start()
    yield house
    house.stop()
    shutil.rmtree(folder, ignore_errors=True)


async def showing(page: Page, seq: int) -> None:
    while max(page.shown, default=0) < seq:
        await asyncio.sleep(0.05)


async def story(house: House, other: SecondWeb, sessions: dict[str, str], concern: str) -> None:
    record = Record()
    async with AsyncExitStack() as stack, asyncio.timeout(300):
        here = await stack.enter_async_context(Browser(house.address, sessions["Ada"]))
        # A page's own address is part of its origin, so Karla is at home at both.
        there = await stack.enter_async_context(Browser(other.address, sessions["Karla"]))
        adas = Page("Ada's page", here, conversation=concern, part=PARTS["agent"].format(concern))
        karlas = Page("Karla's page", there, conversation=concern, part=PARTS["customer"].format(concern))
        pages = [asyncio.create_task(page.stay_open()) for page in (adas, karlas)]
        ada = Writer("Ada", here, record, place=1, role="agent", conversation=concern, form="")
        karla = Writer("Karla", there, record, place=2, role="customer", conversation=concern, form="")

        async def says(writer: Writer) -> int:
            words = writer.compose()
            assert await writer.get_said(words)
            assert words.seq is not None
            return words.seq

        for writer in (ada, karla):
            seq = await says(writer)
            await asyncio.gather(showing(adas, seq), showing(karlas, seq))

        other.kill()
        missed = [await says(ada) for _ in range(3)]
        await showing(adas, missed[-1])
        assert max(karlas.shown) < missed[0]
        # Karla writes into the dark; her page keeps the words and their id, and tries until somebody answers.
        into_the_dark = Words(concern, f"Die Maschine brüht {spelled(99)}.")
        trying = asyncio.create_task(karla.get_said(into_the_dark))
        await asyncio.sleep(0.5)
        assert not trying.done()

        await asyncio.to_thread(other.start)
        assert await trying
        assert into_the_dark.seq == missed[-1] + 1
        await asyncio.gather(showing(adas, into_the_dark.seq), showing(karlas, into_the_dark.seq))
        assert set(missed) <= set(karlas.shown)
        assert adas.backwards == karlas.backwards == record.wrong == []
        for page in pages:
            page.cancel()


def test_pages_on_the_other_port_go_on_and_those_on_the_dead_one_come_back_without_a_gap(alone: House) -> None:
    inside = Inside(alone)
    try:
        sessions = inside.ask("sessions", None)
        concern = inside.ask("act", [])["advisor"]
        with alone.second_web() as other:
            asyncio.run(story(alone, other, sessions, concern))
    finally:
        inside.close()
