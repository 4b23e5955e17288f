"""One clock for all streams of a process: heartbeats, the end of their lives, and the question whose they still are."""

import asyncio
import logging
import random
from collections.abc import Collection, Iterable, Mapping
from itertools import batched
from typing import Protocol

from oase.live.inbox import Inbox, block
from oase.live.scope import Scope

log = logging.getLogger(__name__)
BEAT = block(b": still here\n\n")
HEARTBEAT_SECONDS = 20
LIFE_SECONDS = 600
"""Streams end and reconnect, so that nothing lives on a stale answer for long; a tenth earlier or not, by chance."""
MOST_AT_ONCE = 500
"""Streams asked about and told in one go; between two of these everything else has its turn."""


class Sessions(Protocol):
    """Whose a session is, as the database says it now."""

    def key(self, scope: Scope, /) -> str:
        """What a request shows of itself; empty: nothing."""

    async def readers(self, sessions: Collection[str], /) -> Mapping[str, frozenset[str]]:
        """The names the bus may know each of these by; who is nobody is left out. Raises when nobody can be asked."""


class Wheel:
    """Streams spread over the seconds of one heartbeat; each second those whose turn it is are looked after."""

    def __init__(
        self,
        sessions: Sessions,
        *,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        life_seconds: float = LIFE_SECONDS,
    ) -> None:
        self.sessions = sessions
        self._slots: list[set[Inbox]] = [set() for _ in range(max(1, round(heartbeat_seconds)))]
        self._pause = heartbeat_seconds / len(self._slots)
        self._beats = life_seconds / heartbeat_seconds if heartbeat_seconds else 0
        self._next = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to turn, once per process."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._turn_for_ever())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def add(self, inbox: Inbox) -> None:
        """Look after this stream from now on, at its own second: those that come together are not all due together."""
        inbox.beats = max(1, round(self._beats * random.uniform(0.9, 1.0)))
        random.choice(self._slots).add(inbox)

    def discard(self, inbox: Inbox) -> None:
        """The stream is over."""
        for slot in self._slots:
            slot.discard(inbox)

    async def turn(self) -> None:
        """What one tick of the clock brings."""
        slot = self._slots[self._next]
        self._next = (self._next + 1) % len(self._slots)
        await self.look_after(list(slot))

    async def look_after(self, inboxes: Iterable[Inbox]) -> None:
        """Drop those that are at their end, too slow or somebody else's by now; tell the others that all is well."""
        for some in batched(inboxes, MOST_AT_ONCE):
            alive = [inbox for inbox in some if not self._is_over(inbox)]
            await self.ask(alive)
            for inbox in alive:
                inbox.beat(BEAT)

    async def ask(self, inboxes: Collection[Inbox]) -> None:
        """Drop those whose session is no longer who it was.

        Nobody can sign out while the database is away, so a stream outlives one question without an answer, not two.
        """
        try:
            known = await self.sessions.readers({inbox.session for inbox in inboxes}) if inboxes else {}
        except Exception as error:  # whatever it is, the clock goes on, and it may quote a session
            log.warning("whose the streams are cannot be asked: %s", type(error).__name__)
            for inbox in inboxes:
                if inbox.unsure:
                    inbox.drop()
                inbox.unsure = True
            return
        for inbox in inboxes:
            inbox.unsure = False
            if known.get(inbox.session, frozenset()) != frozenset(inbox.readers):
                inbox.drop()

    def _is_over(self, inbox: Inbox) -> bool:
        inbox.beats -= 1
        if inbox.beats <= 0 or inbox.lags():
            inbox.drop()
        return inbox.closed

    async def _turn_for_ever(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due = max(due + self._pause, loop.time())
            await asyncio.sleep(due - loop.time())
            try:
                await self.turn()
            except Exception:
                log.exception("the clock of the streams stumbled")
