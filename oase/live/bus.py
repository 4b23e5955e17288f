"""The bus inside one process: one LISTEN connection, fanned out to the readers who are named."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import psycopg

from oase.live.notify import CHANNEL
from oase.live.sealing import NotOurs, unseal

log = logging.getLogger(__name__)
QUEUE_LENGTH = 256
KEEPALIVE = {"keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3}
"""Seconds and tries (libpq): a connection that is only half there is noticed."""
PAUSE_SECONDS = 0.5
"""Between a lost connection and the next attempt."""


class Inbox:
    """What one open page has yet to be told. A reader too slow to empty it is dropped, and reads everything anew."""

    def __init__(self, readers: Iterable[str]) -> None:
        self.readers = frozenset(readers)
        self.queue: asyncio.Queue[str | None] = asyncio.Queue(QUEUE_LENGTH)

    def put(self, line: str | None) -> bool:
        try:
            self.queue.put_nowait(line)
        except asyncio.QueueFull:
            return False
        return True


class Bus:
    """Listens on PostgreSQL and puts pokes into the inboxes of the readers they name."""

    def __init__(self, connection_parameters: Callable[[], dict[str, object]]) -> None:
        self._parameters = connection_parameters
        self._inboxes: dict[str, set[Inbox]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    def start(self) -> None:
        """Begin to listen, once per process."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen_for_ever())

    async def stop(self) -> None:
        """Stop listening and close every stream."""
        if self._task is not None:
            self._task.cancel()
        self._drop_everyone()

    def open(self, readers: Iterable[str]) -> Inbox:
        """An inbox for a page of these readers."""
        inbox = Inbox(readers)
        for reader in inbox.readers:
            self._inboxes[reader].add(inbox)
        return inbox

    def close(self, inbox: Inbox) -> None:
        """The page is gone."""
        for reader in inbox.readers:
            self._inboxes[reader].discard(inbox)
            if not self._inboxes[reader]:
                del self._inboxes[reader]

    def hear(self, payload: str) -> None:
        """Take one notification off the wire; what this house did not say is nobody's."""
        try:
            message = unseal(payload)
        except NotOurs:
            # Any role of the database may notify: nonsense must not silence the bus.
            log.warning("the bus heard what the house did not say")
            return
        self.receive(message)

    def receive(self, payload: str) -> None:
        """Hand one notification to those it names; what cannot be read is nobody's."""
        try:
            message = json.loads(payload)
            if isinstance(message, dict):
                self._close(message["close"])
            else:
                self._poke(message)
        except (ValueError, TypeError, LookupError) as error:
            log.warning("the bus could not read a notification: %s", type(error).__name__)

    def _close(self, readers: Iterable[str]) -> None:
        for reader in readers:
            for inbox in list(self._inboxes.get(reader, ())):
                self._drop(inbox)

    def _poke(self, messages: Iterable[Mapping[str, Any]]) -> None:
        for one in messages:
            line = json.dumps({"topic": one["topic"], "seq": one["seq"]}, separators=(",", ":"))
            told = {inbox for reader in one["to"] for inbox in self._inboxes.get(reader, ())}
            for inbox in told:
                if not inbox.put(line):
                    self._drop(inbox)

    def _drop(self, inbox: Inbox) -> None:
        while not inbox.queue.empty():
            inbox.queue.get_nowait()
        inbox.put(None)

    def _drop_everyone(self) -> None:
        for inbox in {inbox for inboxes in self._inboxes.values() for inbox in inboxes}:
            self._drop(inbox)

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                parameters: dict[str, Any] = {**self._parameters(), **KEEPALIVE, "autocommit": True}
                connection = await psycopg.AsyncConnection.connect(**parameters)
                async with connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    # What was said while the bus was away is unknown, so every page reads anew, now that it listens.
                    self._drop_everyone()
                    self.listening.set()
                    async for notification in connection.notifies():
                        self.hear(notification.payload)
            except (psycopg.Error, OSError) as error:
                log.warning("the bus lost its connection: %s", type(error).__name__)
            self.listening.clear()
            await asyncio.sleep(PAUSE_SECONDS)
