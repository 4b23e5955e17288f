"""`GET /live/stream`: server-sent events (WHATWG HTML §9.2) that carry a topic and a number, never content."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from oase.live.bus import Bus
from oase.live.scope import Receive as Receive
from oase.live.scope import Scope as Scope
from oase.live.scope import Send as Send
from oase.live.scope import cookie as cookie

log = logging.getLogger(__name__)

Identify = Callable[[str], Awaitable[frozenset[str]]]
"""From the session's key to the names under which the bus may know this page; empty: nobody."""

HEARTBEAT_SECONDS = 20
LIFE_SECONDS = 600
"""Streams end and reconnect, so that nothing lives on a stale answer for long."""


class Stream:
    """The live app: plain ASGI, one small object a page."""

    def __init__(
        self,
        bus: Bus,
        identify: Identify,
        cookie_name: str,
        *,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        life_seconds: float = LIFE_SECONDS,
    ) -> None:
        self.bus, self.identify, self.cookie_name = bus, identify, cookie_name
        self.heartbeat_seconds, self.life_seconds = heartbeat_seconds, life_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != "/live/stream" or scope["method"] != "GET":
            await _answer(send, 404, b"")
            return
        session = cookie(scope, self.cookie_name)
        readers = await self._known(session)
        if readers is None:
            await _answer(send, 503, b"")
            return
        if not readers:
            await _answer(send, 403, b"")
            return
        self.bus.start()
        inbox = self.bus.open(readers)
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": [
                        (b"content-type", b"text/event-stream"),
                        (b"cache-control", b"no-store"),
                        (b"x-accel-buffering", b"no"),
                    ],
                }
            )
            # A page that was away may have missed anything, so the first word is always: read anew.
            await _say(send, b"retry: 1000\nevent: hello\ndata: {}\n\n")
            await self._tell(send, inbox, gone, session)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            self.bus.close(inbox)

    async def _known(self, session: str) -> frozenset[str] | None:
        """Who the session is; None when that cannot be asked."""
        try:
            return await self.identify(session)
        except Exception:  # left to the server it would be logged whole, and a database error may quote a session
            log.exception("who opens a stream cannot be asked")
            return None

    async def _tell(self, send: Send, inbox: Any, gone: asyncio.Task[None], session: str) -> None:
        loop = asyncio.get_running_loop()
        end, beat = loop.time() + self.life_seconds, loop.time() + self.heartbeat_seconds
        while not gone.done() and loop.time() < end:
            waiting = asyncio.create_task(inbox.queue.get())
            rest = max(0, min(beat, end) - loop.time())
            await asyncio.wait({waiting, gone}, timeout=rest, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                line = waiting.result()
                if line is None:
                    return
                await _say(send, f"event: poke\ndata: {line}\n\n".encode())
            else:
                waiting.cancel()
            # However much there is to say: who signed out in another way is noticed at the next beat.
            if loop.time() >= beat:
                if gone.done() or await self._known(session) != inbox.readers:
                    return
                await _say(send, b": still here\n\n")
                beat = loop.time() + self.heartbeat_seconds


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


async def _answer(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})
