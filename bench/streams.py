"""Many open pages on one machine: what one costs, how fast all are told, and how soon all are back after a crash.

    PYTHONPATH=. python -m bench.streams [N] [--workers W]

Every stream is a person of its own with a session of its own, on a raw socket. A poke to all is one transaction that
names everybody; its time runs from before the commit until the last byte of the event is here.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psutil  # type: ignore[import-untyped]  # no stubs
import uvloop

from bench import house as houses
from bench.inside_streams import Inside

WARM = 200
"""Streams open before memory is looked at, so that what a process needs once is not counted."""
AT_ONCE = 400
"""Connections being opened at the same time; a listening socket keeps only so many waiting."""
POKES = 5
PATIENCE = 120.0
MOST_FILES = 1000
"""Open files beside the streams."""


class Page(asyncio.Protocol):
    """A browser's stream: says hello once, counts pokes, comes back when the connection ends."""

    def __init__(self, crowd: "Crowd", session: str, last: str = "") -> None:
        self.crowd, self.session, self.last = crowd, session, last
        self.transport: asyncio.Transport | None = None
        self.greeted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = writing = cast("asyncio.Transport", transport)
        last = f"Last-Event-ID: {self.last}\r\n" if self.last else ""
        writing.write(
            f"GET /live/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
            f"User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
            f"Accept-Language: de,en;q=0.5\r\nCookie: django_language=de; oase_session={self.session}\r\n"
            f"{last}\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        if not self.greeted and b"\nretry:" in data:
            self.greeted = True
            self.crowd.greeted(self)
        if b"event: poke" in data:
            self.crowd.told.append(time.monotonic())
        if (at := data.rfind(b"\nid: ")) >= 0:
            self.last = data[at + 5 : at + 40].partition(b"\n")[0].decode()

    def connection_lost(self, error: Exception | None) -> None:
        if self.greeted:
            self.crowd.lost(self)


class Crowd:
    """All the pages."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open: set[Page] = set()
        self.told: list[float] = []
        self.comes_back = False
        self.returning: set[asyncio.Task[None]] = set()
        self._gate = asyncio.Semaphore(AT_ONCE)

    def greeted(self, page: Page) -> None:
        self.open.add(page)

    def lost(self, page: Page) -> None:
        self.open.discard(page)
        if self.comes_back:
            task = asyncio.create_task(self._return(page))
            self.returning.add(task)
            task.add_done_callback(self.returning.discard)

    async def come(self, session: str, last: str = "") -> None:
        async with self._gate:
            await asyncio.get_running_loop().create_connection(
                lambda: Page(self, session, last), "127.0.0.1", self.port
            )

    async def _return(self, page: Page) -> None:
        """As a browser does: after the pause the stream asked for, again and again."""
        while True:
            await asyncio.sleep(random.uniform(0.5, 3.0))
            try:
                await self.come(page.session, page.last)
                return
            except OSError:
                continue

    async def until(self, number: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while len(self.open) < number:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self.open)} of {number} streams are open after {PATIENCE:.0f} s")
            await asyncio.sleep(0.02)

    def leave(self) -> None:
        self.comes_back = False
        for task in self.returning:
            task.cancel()
        for page in self.open:
            if page.transport is not None:
                page.transport.abort()


def measure(n: int, house: houses.House | None = None) -> dict[str, Any]:
    """Open `n` streams on a house (default: one of its own) and say what was seen.

    `kilobytes`: growth of the web processes' memory for each stream; `open_seconds`; `poke_ms`: p50, p99 and max of the
    time from before a transaction's commit until each page has its poke, over all pages and `POKES` pokes;
    `storm_seconds`: from the kill -9 of a web process until every page has a stream again.
    """
    if house is None:
        with houses.house() as own:
            return measure(n, own)
    with _room_for(n), Inside(house.environment, n) as inside:
        return uvloop.run(_measure(n, house, inside))


async def _measure(n: int, house: houses.House, inside: Inside) -> dict[str, Any]:
    crowd = Crowd(house.place.port)
    try:
        sessions = inside.sessions
        await asyncio.gather(*(crowd.come(one) for one in sessions[:WARM]))
        await crowd.until(WARM)
        await asyncio.sleep(1)
        before, begun = _memory(house), time.monotonic()
        await asyncio.gather(*(crowd.come(one) for one in sessions[WARM:]))
        await crowd.until(n + WARM)
        opened = time.monotonic() - begun
        await asyncio.sleep(2)
        quiet = _memory(house) - before
        times: list[float] = []
        for _ in range(POKES):
            crowd.told.clear()
            said = await asyncio.to_thread(inside.poke)
            while len(crowd.told) < n + WARM:
                if time.monotonic() > said + PATIENCE:
                    raise TimeoutError(f"{len(crowd.told)} of {n + WARM} pages were told after {PATIENCE:.0f} s")
                await asyncio.sleep(0.02)
            times += [at - said for at in crowd.told]
            await asyncio.sleep(0.3)
        times.sort()
        after = _memory(house) - before
        storm = await _storm(crowd, house, n + WARM)
        return {
            "streams": n,
            "workers": len(_workers(house)),
            "kilobytes": round(quiet / n / 1024, 1),
            "kilobytes_after_pokes": round(after / n / 1024, 1),
            "open_seconds": round(opened, 1),
            "poke_ms": [round(times[int((len(times) - 1) * part)] * 1000) for part in (0.5, 0.99, 1.0)],
            "storm_seconds": round(storm, 1),
        }
    finally:
        crowd.leave()


async def _storm(crowd: Crowd, house: houses.House, number: int) -> float:
    """One web process dies; its pages come back to whoever answers."""
    crowd.comes_back = True
    victim, begun = _workers(house)[0], time.monotonic()
    os.kill(victim.pid, signal.SIGKILL)
    while len(crowd.open) == number:
        await asyncio.sleep(0.01)
    await crowd.until(number)
    return time.monotonic() - begun


def _web(house: houses.House) -> list[psutil.Process]:
    children = psutil.Process(house.process.pid).children(recursive=True)
    return [one for one in children if any("oase.config.asgi" in word for word in one.cmdline())]


def _workers(house: houses.House) -> list[psutil.Process]:
    web = _web(house)
    pids = {one.pid for one in web}
    return [one for one in web if one.ppid() in pids] or web


def _memory(house: houses.House) -> int:
    return sum(int(one.memory_info().rss) for one in _web(house))


@contextmanager
def _room_for(n: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = n + WARM + MOST_FILES
    if hard != resource.RLIM_INFINITY and wanted > hard:
        raise SystemExit(f"{n} streams need {wanted} open files, and this machine allows {hard} (ulimit -Hn).")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.streams", description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("n", nargs="?", type=int, default=1000, help="open streams (default 1000)")
    parser.add_argument("--workers", type=int, help="web processes (default: as oase up starts them)")
    given = parser.parse_args()
    _ = sys.stdout.write("starting a house …\n")
    with houses.house(workers=given.workers) as house:
        print(json.dumps(measure(given.n, house), indent=2))


if __name__ == "__main__":
    main()
