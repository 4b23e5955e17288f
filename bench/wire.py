"""HTTP/1.1 (RFC 9112) over a kept connection, as little of it as a load generator needs: it shares the processors.

A request is bytes made beforehand; of the answer only its status, its length and its end are read.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

TIMEOUT_SECONDS = 30.0
CSRF = "b" * 32
"""Cookie and field of a form; anything that is the same in both."""


class Broken(Exception):
    """The connection ended before the answer did, or no answer came in time."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    head: bytes


@dataclass(frozen=True)
class Place:
    """Where the house listens, and the name it knows itself by."""

    port: int
    host: str = "127.0.0.1"

    @property
    def name(self) -> str:
        return f"localhost:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.name}"


def get(place: Place, path: str, cookie: str = "") -> bytes:
    """A GET as a browser sends it, whole."""
    return _head(place, "GET", path, {"Cookie": cookie, "Accept": "text/html", "Accept-Language": "de"}) + b"\r\n"


def post_start(place: Place, path: str, cookie: str, kind: str = "application/json") -> bytes:
    """The head of a POST up to the length of its body, for `with_body`."""
    fields = {"Cookie": cookie, "Origin": place.origin, "Content-Type": kind, "Accept-Language": "de"}
    return _head(place, "POST", path, fields)


def with_body(start: bytes, body: bytes) -> bytes:
    return b"%bContent-Length: %d\r\n\r\n%b" % (start, len(body), body)


def _head(place: Place, method: str, path: str, fields: Mapping[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {place.name}"]
    lines += [f"{name}: {value}" for name, value in fields.items() if value]
    return ("\r\n".join(lines) + "\r\n").encode()


class Connection(asyncio.Protocol):
    """One kept connection; one request at a time. Opened again after the other side closed it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._buffer = bytearray()
        self._start = -1
        self._length = -1

    async def ask(self, request: bytes) -> Answer:
        """Send a request and wait for the whole answer.

        Raises:
            Broken: there was none, or only a part.
        """
        loop = asyncio.get_running_loop()
        if not self.is_open:
            try:
                await loop.create_connection(lambda: self, self._place.host, self._place.port)
            except OSError as error:
                raise Broken("no connection") from error
        self._buffer.clear()
        self._start = self._length = -1
        self._waiting = loop.create_future()
        timer = loop.call_later(TIMEOUT_SECONDS, self._fail, "no answer in time")
        assert self._transport is not None
        self._transport.write(request)
        try:
            return await self._waiting
        finally:
            timer.cancel()

    @property
    def is_open(self) -> bool:
        """Whether the other side has not hung up, as far as is known."""
        return self._transport is not None and not self._transport.is_closing()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._fail("connection lost")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._start < 0 and not self._read_head():
            return
        if self._length >= 0:
            if len(self._buffer) >= self._start + self._length:
                self._answer(bytes(self._buffer[self._start : self._start + self._length]))
        elif self._buffer.endswith(b"\r\n0\r\n\r\n") or self._buffer[self._start :] == b"0\r\n\r\n":
            self._answer(unchunked(bytes(self._buffer[self._start :])))

    def _read_head(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        self._start = end + 4
        head = bytes(self._buffer[:end]).lower()
        at = head.find(b"\r\ncontent-length:")
        if at >= 0:
            self._length = int(head[at + 17 :].partition(b"\r\n")[0])
        elif b"\r\ntransfer-encoding: chunked" not in head:
            self._length = 0
        return True

    def _answer(self, body: bytes) -> None:
        if self._waiting is not None and not self._waiting.done():
            head = bytes(self._buffer[: self._start])
            self._waiting.set_result(Answer(int(head[9:12]), body, head))

    def _fail(self, why: str) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Broken(why))
            if self._transport is not None:
                self._transport.abort()


def unchunked(raw: bytes) -> bytes:
    """A body sent in chunks (RFC 9112, 7.1), in one piece."""
    body, rest = b"", raw
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size.partition(b";")[0], 16)
        if length == 0:
            break
        body, rest = body + rest[:length], rest[length + 2 :]
    return body
