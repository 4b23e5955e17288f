"""Open pages: each holds a stream and reads its part of the page again as `live.js` does."""

import asyncio
import json
import re
from contextlib import suppress

import aiohttp

from tests.faults.browser import Browser, Unwell

RETRY = 1.0
"""Seconds: what the stream's `retry:` tells browsers."""
CLOSED = 5.0
"""Seconds after which `live.js` opens a stream that was refused; browsers themselves give up then."""
PAUSE = 2.0
"""Seconds after which `live.js` reads a part again that could not be read; doubling to half a minute."""
SEEN = re.compile(r'id="m(\d+)"')


class Page:
    """One open page of one conversation."""

    def __init__(self, name: str, browser: Browser, *, conversation: str, part: str) -> None:
        self.name, self.browser, self.part = name, browser, part
        self.topic = f"conversation:{conversation}"
        self.shown: list[int] = []
        self.backwards: list[str] = []
        self._stale = asyncio.Event()

    async def stay_open(self) -> None:
        """Until cancelled."""
        reading = asyncio.create_task(self._read())
        try:
            while True:
                await asyncio.sleep(await self._listen())
        finally:
            reading.cancel()

    def _hear(self, event: str, data: str) -> None:
        if event == "hello" or (event == "poke" and json.loads(data)["topic"] == self.topic):
            self._stale.set()

    async def _listen(self) -> float:
        """Hold one stream to its end; after how many seconds the next is opened."""
        event = ""
        try:
            async with self.browser.stream() as answer:
                if answer.status != 200:
                    return CLOSED
                async for raw in answer.content:
                    name, _, value = raw.decode().rstrip("\n").partition(": ")
                    if name == "event":
                        event = value
                    elif name == "data":
                        self._hear(event, value)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return RETRY
        return RETRY

    async def _read(self) -> None:
        pause = PAUSE
        while True:
            await self._stale.wait()
            self._stale.clear()
            try:
                html = await self.browser.get(self.part)
            except Unwell:
                # A poke in the meantime reads at once.
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stale.wait(), pause)
                self._stale.set()
                pause = min(pause * 2, 30.0)
                continue
            pause = PAUSE
            before, self.shown = self.shown, [int(seq) for seq in SEEN.findall(html)]
            if self.shown != sorted(set(self.shown)) or max(before, default=0) > max(self.shown, default=0):
                self.backwards.append(f"{self.name} showed {self.shown[-5:]} after {before[-5:]}")
