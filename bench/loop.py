"""A closed loop: each of N at once sends the next request when the answer to the last one is whole."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bench.figures import Run
from bench.wire import Answer, Broken, Connection, Place

WARM_UP_SHARE = 0.15
PAUSE_AFTER_TROUBLE = 0.05


@dataclass(frozen=True)
class Request:
    """What is sent, and what is noted when it was acknowledged."""

    raw: bytes
    note: tuple[str, ...] = ()


@dataclass
class Sender:
    """One of the N: an endless supply of requests."""

    requests: Iterator[Request]


def same(raw: bytes) -> Iterator[Request]:
    """The same request for ever."""
    one = Request(raw)
    while True:
        yield one


def run(
    place: Place,
    senders: Iterable[Sender],
    *,
    seconds: float,
    accepted: Iterable[int] = (200,),
    acknowledged: Callable[[tuple[str, ...], Answer], None] | None = None,
) -> Run:
    """Let all senders go at once for `seconds`, after a short warm-up whose answers are noted but not counted.

    Whatever was on its way at the end is waited for and counted with the time it took.
    """
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_run(place, list(senders), seconds, frozenset(accepted), acknowledged))


async def _run(
    place: Place,
    senders: list[Sender],
    seconds: float,
    accepted: frozenset[int],
    acknowledged: Callable[[tuple[str, ...], Answer], None] | None,
) -> Run:
    latencies: list[float] = []
    errors: Counter[str] = Counter()
    clock = time.perf_counter
    begin = clock() + seconds * WARM_UP_SHARE
    end = begin + seconds

    async def go(sender: Sender) -> None:
        connection = Connection(place)
        for request in sender.requests:
            sent = clock()
            if sent >= end:
                break
            try:
                answer = await connection.ask(request.raw)
            except Broken as broken:
                errors[str(broken)] += 1
                await asyncio.sleep(PAUSE_AFTER_TROUBLE)
                continue
            now = clock()
            if answer.status in accepted:
                if acknowledged is not None:
                    acknowledged(request.note, answer)
                if sent >= begin:
                    latencies.append(now - sent)
            else:
                errors[str(answer.status)] += 1
                await asyncio.sleep(PAUSE_AFTER_TROUBLE)
        connection.close()

    await asyncio.gather(*(go(sender) for sender in senders))
    return Run(len(latencies), max(clock(), end) - begin, latencies, errors)
