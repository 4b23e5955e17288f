"""One port: `/live/…` is the live app, everything else is Django, sync, in threads (docs/decisions/0001)."""

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Iterator, MutableMapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oase.config.settings")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from oase.config.live import House  # noqa: E402  # Django first
from oase.config.pages import Pages  # noqa: E402  # Django first
from oase.experts.topics import likeness  # noqa: E402  # Django first
from oase.live.scope import Receive, Scope, Send  # noqa: E402  # Django first

log = logging.getLogger(__name__)

THREADS = 8
"""For pages, forms and files, in each process; beside them about a dozen store and look up for the live app."""
AT_ONCE = 3
"""Of them make a page at the same time. Pages compute: more than this only wait for each other, and keep what is live
waiting; fewer would wait for the database together."""
SWITCH_SECONDS = 0.001
"""After which a thread that computes lets another one go on: what is live never waits long for a page."""
sys.setswitchinterval(SWITCH_SECONDS)

house = House()
pages = Pages(django_application, threads=THREADS, at_once=AT_ONCE)


def application(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
    """The ASGI application; no coroutine of its own, which ten thousand streams would keep."""
    if scope["type"] == "lifespan":
        return _lifespan(receive, send)
    if scope["path"].startswith("/live/"):
        return house.app(scope, receive, send)
    return pages(scope, _as_coroutine(receive), send)


def _as_coroutine(receive: Receive) -> Receive:
    # granian hands out a future where a2wsgi needs a coroutine: without this every form would fail.
    async def received() -> MutableMapping[str, Any]:
        return await receive()

    return received


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    try:
        await house.start()
    except Exception as error:
        # Told to the server, the process ends and is started again, instead of serving half a house.
        log.exception("the live app cannot start")
        await send({"type": "lifespan.startup.failed", "message": type(error).__name__})
        return
    # Nobody who asks waits for what topics are recognised with.
    threading.Thread(target=likeness.warm, name="warm", daemon=True).start()
    with _streams_hear_of_the_end():
        await send({"type": "lifespan.startup.complete"})
        await receive()
    await house.stop()
    await send({"type": "lifespan.shutdown.complete"})


@contextmanager
def _streams_hear_of_the_end() -> Iterator[None]:
    """The server waits for every answer under way before it tells us that it stops: streams must hear it earlier."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def heard(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(house.end_streams)
        # The server's own way to hear it goes on: by the wake-up socket of the loop, or by a handler.
        if callable(handler := before[signal.Signals(number)]):
            handler(number, frame)

    for number in before:
        signal.signal(number, heard)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
