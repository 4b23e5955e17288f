"""Django's pages beside the live app: made in threads, a few at the same time, and handed over in one piece.

A page that is only read needs no thread that waits for the network: it is made, and the loop sends it. So there is one
way into a thread and one out, where handing over status, headers and each piece had a way there and back of its own,
which under load is a wait for the interpreter each time. Forms and files come and go piece by piece, by `a2wsgi`.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextvars import copy_context
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import build_environ

from oase.live.scope import Receive, Scope, Send

ONLY_READ = ("GET", "HEAD")

type Started = tuple[int, list[tuple[bytes, bytes]]]


class Pages:
    """The ASGI application of a WSGI one, with `threads` threads, of which `at_once` make pages at the same time."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int, at_once: int) -> None:
        self._application = application
        self._piecewise: Any = WSGIMiddleware(cast("Any", application), workers=threads)
        # Who computes waits here for its turn; who sends a file to a slow network keeps nobody from a page.
        self._turns = BoundedSemaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            Exception: whatever the application did not answer itself; the server closes the connection.
        """
        if scope["type"] != "http" or scope["method"] not in ONLY_READ:
            await self._piecewise(scope, receive, send)
            return
        loop = asyncio.get_running_loop()

        async def sent(message: dict[str, Any]) -> None:
            await send(message)

        def hand_over(message: dict[str, Any]) -> None:
            asyncio.run_coroutine_threadsafe(sent(message), loop).result()

        environ = build_environ(cast("Any", scope), cast("Any", BytesIO()))
        made = await loop.run_in_executor(self._piecewise.executor, copy_context().run, self._made, environ, hand_over)
        if made is not None:
            (status, headers), body = made
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    def _made(self, environ: Any, hand_over: Callable[[dict[str, Any]], None]) -> tuple[Started, bytes] | None:
        """The whole answer; None if it is a stream, which is sent from here."""
        started: list[Started] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            raw = [(name.strip().encode("latin1").lower(), value.strip().encode("latin1")) for name, value in headers]
            started.append((int(status.partition(" ")[0]), raw))

        with self._turns:
            answer = self._application(environ, start_response)
            if not getattr(answer, "streaming", False):
                return started[-1], _whole(answer)
        status, headers = started[-1]
        try:
            hand_over({"type": "http.response.start", "status": status, "headers": headers})
            for piece in answer:
                hand_over({"type": "http.response.body", "body": piece, "more_body": True})
            hand_over({"type": "http.response.body", "body": b""})
        finally:
            _close(answer)
        return None


def _whole(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        _close(answer)


def _close(answer: Iterable[bytes]) -> None:
    getattr(answer, "close", lambda: None)()
