"""Who is around a conversation: remembered, and yet never older than what is asked about."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from oase.channels.live.circles import Circles


def test_whoever_asks_for_how_it_is_now_never_hears_how_it_was() -> None:
    here, reads = uuid4(), iter(range(1, 100))

    async def story() -> list[Any]:
        with ThreadPoolExecutor(1) as thread:
            circles = Circles(thread, read=lambda _: {here: next(reads)})  # type: ignore[dict-item]  # numbers tell
            known = [await circles.of(here), await circles.of(here)]
            since = time.monotonic()
            known += await asyncio.gather(*(circles.of(here, since=since) for _ in range(5)))
            return [*known, await circles.of(here, since=since), await circles.of(here)]

    assert asyncio.run(story()) == [1, 1, 2, 2, 2, 2, 2, 2, 2]
