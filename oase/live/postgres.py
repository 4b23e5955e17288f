"""The bus over PostgreSQL: one LISTEN connection a process, and one to say what belongs to no transaction."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import psycopg

from oase.live.notify import CHANNEL, STATEMENT

log = logging.getLogger(__name__)
KEEPALIVE = {"keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3}
"""Seconds and tries (libpq): a connection that is only half there is noticed."""
PAUSE_SECONDS = 0.5
"""Between a lost connection and the next attempt."""

Parameters = Callable[[], dict[str, object]]


async def connect(parameters: Parameters) -> psycopg.AsyncConnection[Any]:
    """A connection that notices when the other side is gone."""
    given: dict[str, Any] = {**parameters(), **KEEPALIVE, "autocommit": True}
    return await psycopg.AsyncConnection.connect(**given)


class Postgres:
    """NOTIFY and LISTEN: what a transaction says is heard after its commit, or never."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters
        self._speaking: psycopg.AsyncConnection[Any] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def run(self, hear: Callable[[str], None], connected: Callable[[bool], None]) -> None:
        while True:
            try:
                async with await connect(self._parameters) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    connected(True)
                    async for notification in connection.notifies():
                        hear(notification.payload)
            except (psycopg.Error, OSError) as error:
                log.warning("the bus lost its connection: %s", type(error).__name__)
            connected(False)
            await asyncio.sleep(PAUSE_SECONDS)

    async def say(self, sealed: list[str]) -> None:
        async with self._one_at_a_time:
            try:
                if self._speaking is None or self._speaking.closed:
                    self._speaking = await connect(self._parameters)
                await self._speaking.execute(STATEMENT, [CHANNEL, sealed])
            except psycopg.Error as error:
                raise ConnectionError(type(error).__name__) from error

    async def close(self) -> None:
        if self._speaking is not None:
            await self._speaking.close()
