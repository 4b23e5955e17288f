"""Whose turn it is when many want to write: companies in turn, so that the one who shouts waits for itself alone.

What comes in goes to the database in batches, and a batch is as slow as it is large. So only so many may be on their
way at once, fewer of one company; the others wait in a queue of their company's, and the queues are served round robin
(fair queueing, J. Nagle, RFC 970).
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Crowded(Exception):
    """Too many of one company wait already."""


class Turns:
    """At most `at_once` are on their way, `of_one` of one company; `waiting` more of one company may wait."""

    def __init__(self, *, at_once: int = 48, of_one: int = 16, waiting: int = 256) -> None:
        self.at_once, self.of_one, self.waiting = at_once, of_one, waiting
        self._under_way: dict[int, int] = {}
        self._total = 0
        self._queues: dict[int, deque[asyncio.Future[None]]] = {}
        """Of those who wait, in the order in which the companies come next."""

    @asynccontextmanager
    async def turn(self, company_id: int) -> AsyncIterator[None]:
        """Wait for a turn, and have it until the end of the block.

        Raises:
            Crowded: this company's queue is full.
        """
        await self._wait(company_id)
        try:
            yield
        finally:
            self._end(company_id)

    async def _wait(self, company_id: int) -> None:
        if company_id not in self._queues and self._is_room(company_id):
            self._begin(company_id)
            return
        queue = self._queues.setdefault(company_id, deque())
        if len(queue) >= self.waiting:
            raise Crowded
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                # The turn had been given already: it goes to the next.
                self._end(company_id)
            else:
                self._leave(company_id, mine)
            raise

    def _is_room(self, company_id: int) -> bool:
        return self._total < self.at_once and self._under_way.get(company_id, 0) < self.of_one

    def _begin(self, company_id: int) -> None:
        self._total += 1
        self._under_way[company_id] = self._under_way.get(company_id, 0) + 1

    def _end(self, company_id: int) -> None:
        self._total -= 1
        self._under_way[company_id] -= 1
        if not self._under_way[company_id]:
            del self._under_way[company_id]
        while self._total < self.at_once and (following := self._next()) is not None:
            self._serve(following)

    def _next(self) -> int | None:
        return next((company_id for company_id in self._queues if self._is_room(company_id)), None)

    def _serve(self, company_id: int) -> None:
        queue = self._queues.pop(company_id)
        waiter = queue.popleft()
        if queue:
            # Served once, this company is last again.
            self._queues[company_id] = queue
        if not waiter.done():
            self._begin(company_id)
            waiter.set_result(None)

    def _leave(self, company_id: int, waiter: asyncio.Future[None]) -> None:
        queue = self._queues.get(company_id)
        if queue is not None and waiter in queue:
            queue.remove(waiter)
            if not queue:
                del self._queues[company_id]
