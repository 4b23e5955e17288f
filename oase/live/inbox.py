"""What one open page has yet to be told: at once where the connection takes it, later where it is slow."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from oase.live.scope import Send

MOST_WAITING = 256
"""Topics that wait for a slow reader; one more, and it is dropped and reads what it missed when it comes back."""
MOST_SIGNS = 4
"""Signs that wait with them; the rest are over before they could be shown."""

type Block = dict[str, Any]
"""A part of the answer (ASGI `http.response.body`), made once for all its readers."""


def block(text: bytes) -> Block:
    """This text as a part of the answer that is never changed."""
    return {"type": "http.response.body", "body": text, "more_body": True}


class Inbox:
    """One page, from its first word to its last. Small: there are ten thousand."""

    __slots__ = ("_end", "_send", "_waiting", "_writing", "beats", "closed", "readers", "session", "slow", "unsure")

    def __init__(self, readers: Iterable[str], session: str, send: Send, end: Callable[[], object]) -> None:
        self.readers = tuple(sorted(readers))
        self.session = session
        self._send, self._end = send, end
        self._waiting: dict[str, bytes] | None = {}  # until `begin` everything waits
        self._writing: asyncio.Future[None] | None = None
        self.closed = False
        self.slow = False
        """It was still being written to at the last beat."""
        self.unsure = False
        """At the last beat nobody could say whose it is."""
        self.beats = 0
        """Until its end."""

    def begin(self, first: Iterable[bytes]) -> None:
        """The answer has started: these are its first words, then what was said meanwhile."""
        early, self._waiting = self._waiting or {}, None
        self._write(block(b"".join([*first, *early.values()])))

    def poke(self, topic: str, line: Block) -> None:
        """Tell it that a topic is new. Of a topic that waits only the newest poke is kept, with the newest number."""
        if self.closed:
            return
        if self._waiting is None and not self._writing:
            self._write(line)
            return
        waiting = self._waiting = self._waiting or {}
        waiting.pop(topic, None)
        waiting[topic] = line["body"]
        if len(waiting) > MOST_WAITING:
            self.drop()

    def sign(self, key: str, line: Block) -> None:
        """Show it something short-lived, unless it is behind anyway."""
        if self.closed:
            return
        if self._waiting is None and not self._writing:
            self._write(line)
        elif self._waiting is None or len(self._waiting) < MOST_SIGNS:
            self._waiting = self._waiting or {}
            self._waiting[key] = line["body"]

    def beat(self, line: Block) -> None:
        """Say that the house is still there. Whoever did not even take the last words is dropped."""
        if self.closed or self._waiting is not None:
            return
        if not self._writing:
            self.slow = False
            self._write(line)

    def lags(self) -> bool:
        """Whether it took nothing since this was asked the last time."""
        is_writing = self._writing is not None
        lags, self.slow = is_writing and self.slow, is_writing
        return lags

    def drop(self) -> None:
        """End the answer; the page comes back and is told what it missed."""
        if not self.closed:
            self.closed = True
            self._waiting = None
            if self._writing is not None:
                self._writing.cancel()
            self._end()

    def _write(self, line: Block) -> None:
        sent = self._send(line)
        if asyncio.isfuture(sent) or asyncio.iscoroutine(sent):
            self._writing = asyncio.ensure_future(sent)
            self._writing.add_done_callback(self._written)
            return
        # Not a future: granian has taken it already, and says so by an awaitable that is done at its first step.
        for _ in sent.__await__():
            raise TypeError("the server answers a send with something that is neither done nor a future")

    def _written(self, sent: "asyncio.Future[None]") -> None:
        self._writing, self.slow = None, False
        if sent.cancelled() or sent.exception() is not None:
            self.drop()
        elif self._waiting and not self.closed:
            waiting, self._waiting = self._waiting, None
            self._write(block(b"".join(waiting.values())))
