"""Whose turn it is: told by turns, not by time."""

import asyncio
from contextlib import suppress

import pytest

from oase.channels.live.fair import Crowded, Turns
from tests.channels.live.door import told

LOUD, QUIET, OTHER = 1, 2, 3


class Way:
    """Those who are on their way, until they are let go one after the other."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.begun = turns, []  # type: ignore[var-annotated]
        self.gates: list[asyncio.Event] = []

    async def go(self, company: int) -> None:
        async with self.turns.turn(company):
            gate = asyncio.Event()
            self.gates.append(gate)
            self.begun.append(company)
            await gate.wait()

    async def end_one(self) -> None:
        self.gates.pop(0).set()
        await settled()


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_a_loud_company_takes_only_its_part_and_the_others_come_in_turn() -> None:
    async def story() -> None:
        way = Way(Turns(at_once=4, of_one=3, waiting=100))
        tasks = [asyncio.create_task(way.go(LOUD)) for _ in range(50)]
        await settled()
        assert way.begun == [LOUD] * 3
        tasks += [asyncio.create_task(way.go(QUIET)) for _ in range(3)]
        tasks += [asyncio.create_task(way.go(OTHER)) for _ in range(3)]
        await settled()
        # One place was kept free of the loud one.
        assert way.begun == [LOUD] * 3 + [QUIET]
        way.begun.clear()
        for _ in range(6):
            await way.end_one()
        assert way.begun == [LOUD, QUIET, OTHER, LOUD, QUIET, OTHER]
        for task in tasks:
            task.cancel()

    told(story)


def test_who_comes_later_of_a_quiet_company_waits_for_one_turn_only() -> None:
    async def story() -> None:
        way = Way(Turns(at_once=2, of_one=2, waiting=1000))
        tasks = [asyncio.create_task(way.go(LOUD)) for _ in range(200)]
        await settled()
        for _ in range(5):
            tasks.append(asyncio.create_task(way.go(QUIET)))
            await settled()
            way.begun.clear()
            await way.end_one()
            await way.end_one()
            assert QUIET in way.begun
            while QUIET in way.begun:
                way.begun.remove(QUIET)
        for task in tasks:
            task.cancel()

    told(story)


def test_a_full_queue_refuses_its_own_company_only() -> None:
    async def story() -> None:
        way = Way(Turns(at_once=1, of_one=1, waiting=2))
        tasks = [asyncio.create_task(way.go(LOUD)) for _ in range(3)]
        await settled()
        with pytest.raises(Crowded):
            await way.go(LOUD)
        tasks.append(asyncio.create_task(way.go(QUIET)))
        await settled()
        assert not tasks[-1].done()
        for _ in range(4):
            await way.end_one()
        assert way.begun == [LOUD, LOUD, QUIET, LOUD]
        await asyncio.gather(*tasks)
        assert (way.turns._total, way.turns._under_way, way.turns._queues) == (0, {}, {})

    told(story)


def test_who_leaves_takes_nobody_s_turn_with_them() -> None:
    async def story() -> None:
        way = Way(Turns(at_once=1, of_one=1, waiting=10))
        first, leaves, stays = (asyncio.create_task(way.go(LOUD)) for _ in range(3))
        await settled()
        leaves.cancel()
        await settled()
        await way.end_one()
        assert way.begun == [LOUD, LOUD]
        # Given a turn and gone in the same moment.
        late = [asyncio.create_task(way.go(QUIET)) for _ in range(2)]
        await settled()
        way.gates.pop(0).set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        late[0].cancel()
        await settled()
        while way.gates:
            await way.end_one()
        for task in (first, leaves, stays, *late):
            with suppress(asyncio.CancelledError):
                await task
        assert (way.turns._total, way.turns._under_way, way.turns._queues) == (0, {}, {})

    told(story)


def test_what_fails_gives_its_turn_back() -> None:
    async def story() -> None:
        turns = Turns(at_once=1, of_one=1)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                async with turns.turn(LOUD):
                    raise ZeroDivisionError
        assert turns._total == 0

    told(story)
