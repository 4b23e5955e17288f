"""The bus over NATS: every process hears the house from there, and one of them hands on what PostgreSQL says.

Words of a transaction stay words of the transaction: they leave with its commit by NOTIFY, whatever dies then. The one
process that holds an advisory lock listens to them and publishes them. A new one says first that something may have
been missed, so every page reads again (decision 0011). What belongs to no transaction goes to NATS directly.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import nats
import psycopg
from nats.aio.client import Client
from nats.aio.msg import Msg

from oase.live.notify import CHANNEL
from oase.live.postgres import PAUSE_SECONDS, Parameters, connect
from oase.live.sealing import house_mark, seal
from oase.live.words import ANEW

log = logging.getLogger(__name__)
LOCK = 0x0A5E_11FE
"""The advisory lock of the one who hands on."""
TAKE_OVER_SECONDS = 1.0
"""How often the others try to become that one."""


class Nats:
    """Core NATS, at most once: whoever may have missed something reads anew."""

    def __init__(self, url: str, parameters: Parameters) -> None:
        self._url, self._parameters = url, parameters
        self._subject = f"oase.live.{house_mark()}"
        self._client: Client | None = None

    async def run(self, hear: Callable[[str], None], connected: Callable[[bool], None]) -> None:
        async def take(message: Msg) -> None:
            hear(message.data.decode(errors="replace"))

        async def lost() -> None:
            connected(False)

        async def back() -> None:
            # The subscription goes out again before anything else, so whatever is said after this is heard.
            with suppress(nats.errors.Error, OSError):
                await client.flush()
                connected(True)
                # Whoever else was connected all along may have missed what this process could not hand on.
                await self.say([seal(ANEW)])

        async def trouble(error: Exception) -> None:
            log.warning("the bus over NATS: %s", type(error).__name__)
            if isinstance(error, nats.errors.SlowConsumerError):
                connected(True)

        client = await self._connect(lost, back, trouble)
        await client.subscribe(self._subject, cb=take)
        await client.flush()
        self._client = client
        connected(True)
        await self._hand_on_for_ever()

    async def say(self, sealed: list[str]) -> None:
        if self._client is None or not self._client.is_connected:
            raise ConnectionError("the bus is away")
        try:
            for payload in sealed:
                await self._client.publish(self._subject, payload.encode())
        except nats.errors.Error as error:
            raise ConnectionError(type(error).__name__) from error

    async def close(self) -> None:
        if self._client is not None:
            with suppress(nats.errors.Error, OSError):
                await self._client.close()

    async def _connect(
        self,
        lost: Callable[[], Awaitable[None]],
        back: Callable[[], Awaitable[None]],
        trouble: Callable[[Exception], Awaitable[None]],
    ) -> Client:
        while True:
            try:
                callbacks: dict[str, Any] = {"disconnected_cb": lost, "reconnected_cb": back, "error_cb": trouble}
                # What could not be sent is not kept: after a gap everybody reads anew anyway.
                return await nats.connect(
                    self._url,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=PAUSE_SECONDS,
                    ping_interval=10,
                    pending_size=0,
                    **callbacks,
                )
            except (TimeoutError, nats.errors.Error, OSError) as error:
                log.warning("the bus finds no NATS: %s", type(error).__name__)
                await asyncio.sleep(PAUSE_SECONDS)

    async def _hand_on_for_ever(self) -> None:
        while True:
            try:
                async with await connect(self._parameters) as connection:
                    while not await _takes(connection):
                        await asyncio.sleep(TAKE_OVER_SECONDS)
                    await connection.execute(f"LISTEN {CHANNEL}")
                    await self.say([seal(ANEW)])
                    async for notification in connection.notifies():
                        await self.say([notification.payload])
            except (psycopg.Error, OSError) as error:
                log.warning("the bus cannot hand on: %s", type(error).__name__)
            await asyncio.sleep(PAUSE_SECONDS)


async def _takes(connection: psycopg.AsyncConnection[Any]) -> bool:
    row = await (await connection.execute("SELECT pg_try_advisory_lock(%s::bigint)", [LOCK])).fetchone()
    return bool(row and row[0])
