"""`GET /live/stream`: server-sent events (WHATWG HTML §9.2) that carry a topic and a number, never content.

A page that comes back with the id of its last event is told what it missed; otherwise the first word is `hello`, which
means: read everything anew, some time within so many milliseconds.
"""

import asyncio
import logging
import random
import time
from collections import deque

from oase.live.bus import Bus
from oase.live.hub import TooMany
from oase.live.inbox import Inbox, block
from oase.live.scope import Receive as Receive
from oase.live.scope import Scope as Scope
from oase.live.scope import Send as Send
from oase.live.scope import cookie as cookie
from oase.live.scope import header
from oase.live.wheel import HEARTBEAT_SECONDS, LIFE_SECONDS, Sessions, Wheel

log = logging.getLogger(__name__)
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
RETRY_MILLISECONDS = (500, 3000)
"""Between these, by chance, a browser waits until it comes back: not ten thousand at once."""
STORM_SECONDS = 10
READ_MILLISECONDS = 10
"""What one page that reads anew is granted, where many do; so long is a storm spread."""
LONGEST_SPREAD = 30_000
MOST_ATTEMPTS = 3


class Stream:
    """The live app: plain ASGI, one small object a page."""

    def __init__(
        self,
        bus: Bus,
        sessions: Sessions,
        *,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        life_seconds: float = LIFE_SECONDS,
    ) -> None:
        self.bus, self.sessions = bus, sessions
        self.wheel = Wheel(sessions, heartbeat_seconds=heartbeat_seconds, life_seconds=life_seconds)
        self._opened: deque[float] = deque(maxlen=LONGEST_SPREAD // READ_MILLISECONDS)
        self._asking: asyncio.Task[None] | None = None
        bus.on_anew(self.read_anew)

    def start(self) -> None:
        """Listen and turn, once per process."""
        self.bus.start()
        self.wheel.start()

    async def stop(self) -> None:
        """Close every stream."""
        await self.wheel.stop()
        await self.bus.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != "/live/stream" or scope["method"] != "GET":
            await _answer(send, 404)
            return
        session, last = self.sessions.key(scope), header(scope, b"last-event-id")
        # The server's own reference keeps what the request brought for as long as the stream lives.
        scope.clear()
        task = asyncio.current_task()
        assert task is not None
        inbox = await self._opened_for(session, send, task)
        if isinstance(inbox, int):
            await _answer(send, inbox)
            return
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            inbox.begin(self._first(inbox, last))
            self.wheel.add(inbox)
            while (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            if not inbox.closed:
                raise
            task.uncancel()
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            inbox.closed = True
            self.bus.close(inbox)
            self.wheel.discard(inbox)

    async def _opened_for(self, session: str, send: Send, task: "asyncio.Task[object]") -> Inbox | int:
        """An inbox that is told from now on, or the status of a refusal."""
        for _attempt in range(MOST_ATTEMPTS):
            asked = time.monotonic()
            try:
                known = await self.sessions.readers([session]) if session else {}
            except Exception as error:  # left to the server it would be logged whole, and may quote a session
                log.warning("who opens a stream cannot be asked: %s", type(error).__name__)
                return 503
            if not (readers := known.get(session)):
                return 403
            # Signed out between the database's answer and now: asked again.
            if not self.bus.hub.closed_since(readers, asked):
                break
        else:
            return 503
        if self.bus.stopped:
            return 503
        self.start()
        inbox = Inbox(readers, session, send, task.cancel)
        try:
            self.bus.open(inbox)
        except TooMany:
            return 429
        return inbox

    def _first(self, inbox: Inbox, last: str) -> list[bytes]:
        retry = f"retry: {random.randint(*RETRY_MILLISECONDS)}\n\n".encode()
        missed = self.bus.hub.missed(inbox.readers, last) if last else None
        return [retry, *missed] if missed is not None else [retry, self._hello(self._spread())]

    def _spread(self) -> int:
        """Milliseconds within which a page that comes now may read anew: none, unless many come."""
        now = time.monotonic()
        self._opened.append(now)
        while self._opened[0] < now - STORM_SECONDS:
            self._opened.popleft()
        return (len(self._opened) - 1) * READ_MILLISECONDS

    def _hello(self, within: int) -> bytes:
        return f'id: {self.bus.hub.last}\nevent: hello\ndata: {{"within":{within}}}\n\n'.encode()

    def read_anew(self) -> None:
        """Something may have been missed: every page reads again, and every session is asked about."""
        inboxes = list(self.bus.hub)
        line = block(self._hello(min(len(inboxes) * READ_MILLISECONDS, LONGEST_SPREAD)))
        for inbox in inboxes:
            inbox.poke("hello", line)
        if inboxes:
            self._asking = asyncio.create_task(self._ask_all(inboxes))

    async def _ask_all(self, inboxes: list[Inbox]) -> None:
        for start in range(0, len(inboxes), 500):
            await self.wheel.ask([one for one in inboxes[start : start + 500] if not one.closed])


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
