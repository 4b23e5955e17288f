"""What arrives while the last batch is written is the next one; each hears its own outcome."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence

import pytest

from oase.conversations.gathering import Gathering, Overloaded


class Slow:
    """Work that waits until it is let go; remembers what it was given together."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = threading.Event()

    def __call__(self, batch: Sequence[int]) -> list[int | Exception]:
        self.batches.append(list(batch))
        assert self.gate.wait(10)
        return [ValueError(one) if one < 0 else one * 10 for one in batch]


def run(story: Callable[[Gathering[int, int], Slow], Awaitable[None]], **options: int) -> Slow:
    work = Slow()

    async def told() -> None:
        gathering: Gathering[int, int] = Gathering(work, name="test", writers=1, **options)
        await gathering.start()
        try:
            await story(gathering, work)
        finally:
            work.gate.set()
            await gathering.stop()

    asyncio.run(told())
    return work


async def begun(work: Slow, batches: int = 1) -> None:
    while len(work.batches) < batches:
        await asyncio.sleep(0.001)


def test_what_comes_alone_is_written_at_once_and_what_comes_meanwhile_together() -> None:
    async def story(gathering: Gathering[int, int], work: Slow) -> None:
        first = asyncio.ensure_future(gathering.put(1))
        await begun(work)
        others = [asyncio.ensure_future(gathering.put(one)) for one in (2, 3, 4)]
        await asyncio.sleep(0)
        work.gate.set()
        assert await asyncio.gather(first, *others) == [10, 20, 30, 40]

    assert run(story).batches == [[1], [2, 3, 4]]


def test_while_many_write_the_next_batch_waits_for_as_many_and_not_for_ever() -> None:
    async def story(gathering: Gathering[int, int], work: Slow) -> None:
        first = asyncio.ensure_future(gathering.put(1))
        await begun(work)
        work.gate.set()
        assert await asyncio.gather(first, *(gathering.put(one) for one in (2, 3, 4))) == [10, 20, 30, 40]
        assert await asyncio.gather(*(gathering.put(one) for one in (5, 6, 7))) == [50, 60, 70]
        assert await gathering.put(8) == 80
        assert await gathering.put(9) == 90

    assert run(story).batches == [[1], [2, 3, 4], [5, 6, 7], [8], [9]]


def test_a_batch_is_never_larger_than_it_may_be() -> None:
    async def story(gathering: Gathering[int, int], work: Slow) -> None:
        first = asyncio.ensure_future(gathering.put(0))
        await begun(work)
        work.gate.set()
        await asyncio.gather(first, *(gathering.put(one) for one in range(1, 6)))

    assert run(story, at_once=2).batches == [[0], [1, 2], [3, 4], [5]]


def test_an_error_is_told_to_the_one_whose_it_is() -> None:
    async def story(gathering: Gathering[int, int], work: Slow) -> None:
        work.gate.set()
        outcomes = await asyncio.gather(*(gathering.put(one) for one in (1, -2, 3)), return_exceptions=True)
        assert [type(one) for one in outcomes] == [int, ValueError, int]

    run(story)


def test_when_the_work_breaks_everyone_in_the_batch_hears_it_and_the_next_goes_on() -> None:
    async def story(gathering: Gathering[int, int], work: Slow) -> None:
        work.gate.set()
        broken: Gathering[int, int] = Gathering(lambda batch: [1 // 0 for _ in batch], name="broken")
        await broken.start()
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await broken.put(1)
        await broken.stop()

    run(story)


def test_too_many_are_sent_away_and_nothing_of_theirs_is_written() -> None:
    async def story(gathering: Gathering[int, int], work: Slow) -> None:
        first = asyncio.ensure_future(gathering.put(1))
        await begun(work)
        waiting = [asyncio.ensure_future(gathering.put(one)) for one in (2, 3)]
        await asyncio.sleep(0)
        with pytest.raises(Overloaded):
            await gathering.put(4)
        work.gate.set()
        await asyncio.gather(first, *waiting)

    assert run(story, most_waiting=2).batches == [[1], [2, 3]]


def test_who_hangs_up_stops_nothing() -> None:
    async def story(gathering: Gathering[int, int], work: Slow) -> None:
        gone = asyncio.ensure_future(gathering.put(1))
        await begun(work)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        work.gate.set()
        assert await gathering.put(2) == 20

    assert run(story).batches == [[1], [2]]


def test_what_was_put_in_is_finished_before_the_end() -> None:
    kept: list[asyncio.Future[int]] = []

    async def story(gathering: Gathering[int, int], work: Slow) -> None:
        kept.append(asyncio.ensure_future(gathering.put(1)))
        await begun(work)
        kept.extend(asyncio.ensure_future(gathering.put(one)) for one in (2, 3))
        await asyncio.sleep(0)

    work = run(story)
    assert sorted(one for batch in work.batches for one in batch) == [1, 2, 3]
