"""Who is around a conversation, remembered for seconds: a sign of life costs the database next to nothing."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor
from uuid import UUID

from django.db import close_old_connections

from oase.conversations.circle import Circle, circles_of

SECONDS = 3.0
FRESH_SECONDS = 0.25
"""Nobody can have the database asked more often than this about one conversation."""
MOST = 20_000
"""Conversations remembered; beyond them the oldest go."""
MOST_AT_ONCE = 500


class Circles:
    """Asked of the database in batches: whoever comes while it is being asked goes together with the next."""

    def __init__(
        self,
        thread: Executor,
        *,
        read: Callable[[Collection[UUID]], Mapping[UUID, Circle]] = circles_of,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._thread, self._read, self._now = thread, read, now
        self._known: dict[UUID, tuple[float, Circle | None]] = {}
        self._asked: dict[UUID, asyncio.Future[Circle | None]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def of(self, conversation_id: UUID, *, since: float | None = None) -> Circle | None:
        """The circle of a conversation, at most a few seconds old, or as it was at `since` or later. None: not there.

        Raises:
            django.db.DatabaseError: nobody can be asked.
        """
        now = self._now()
        at, circle = self._known.get(conversation_id, (float("-inf"), None))
        if at >= (now - SECONDS if since is None else since):
            return circle
        if since is not None and now - at < FRESH_SECONDS:
            # What came since then is not in what is known: it is asked for again as soon as that may be.
            await asyncio.sleep(FRESH_SECONDS - (now - at))
            at, circle = self._known.get(conversation_id, (float("-inf"), None))
            if at >= since:
                return circle
        if conversation_id not in self._asked:
            self._asked[conversation_id] = asyncio.get_running_loop().create_future()
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        return await asyncio.shield(self._asked[conversation_id])

    async def _ask(self) -> None:
        while self._asked:
            asked = dict(list(self._asked.items())[:MOST_AT_ONCE])
            for one in asked:
                del self._asked[one]
            at = self._now()
            try:
                found = await asyncio.get_running_loop().run_in_executor(self._thread, self._found, set(asked))
            except Exception as error:
                for future in asked.values():
                    future.set_exception(error)
                    future.exception()  # whoever stopped waiting does not hear it
                continue
            for one, future in asked.items():
                self._keep(one, at, found.get(one))
                future.set_result(found.get(one))

    def _keep(self, conversation_id: UUID, at: float, circle: Circle | None) -> None:
        self._known.pop(conversation_id, None)
        self._known[conversation_id] = (at, circle)
        if len(self._known) > MOST:
            self._known.pop(next(iter(self._known)))

    def _found(self, conversation_ids: Collection[UUID]) -> Mapping[UUID, Circle]:
        close_old_connections()
        try:
            return self._read(conversation_ids)
        finally:
            close_old_connections()
