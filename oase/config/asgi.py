"""One port: `/live/…` is the live app, everything else is Django, sync, in threads (docs/decisions/0001)."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oase.config.settings")

from a2wsgi import WSGIMiddleware
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from oase.config.data_folder import connection_parameters  # noqa: E402  # Django first
from oase.live.bus import Bus  # noqa: E402  # Django first
from oase.live.stream import Receive, Scope, Send, Stream  # noqa: E402  # Django first
from oase.portals.public.sessions import readers_of  # noqa: E402  # Django first

THREADS = 12

bus = Bus(lambda: dict(connection_parameters("oase_app")))
live = Stream(bus, sync_to_async(readers_of), settings.SESSION_COOKIE_NAME)
pages: Callable[[Scope, Receive, Send], Awaitable[None]] = cast("Any", WSGIMiddleware)(
    django_application, workers=THREADS
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        if scope["path"].startswith("/live/"):
            await live(scope, receive, send)
        else:
            await pages(scope, _as_coroutine(receive), send)


def _as_coroutine(receive: Receive) -> Receive:
    # granian hands out a future where a2wsgi needs a coroutine: without this every form would fail.
    async def received() -> MutableMapping[str, Any]:
        return await receive()

    return received


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            bus.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await bus.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
