"""One port: what is live, what are pages, and how a process begins and ends."""

import asyncio
import signal
from collections.abc import MutableMapping
from typing import Any

import pytest
from django.conf import settings

from oase.channels.live import lookups
from oase.config import asgi
from oase.config.live import House
from oase.conversations import gathering


async def _answers(path: str) -> list[MutableMapping[str, Any]]:
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    headers = [(b"host", b"localhost")]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b"", "root_path": ""}
    scope |= {"http_version": "1.1", "scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1)}
    await asgi.application(scope, receive, send)
    return said


def test_what_is_live_is_answered_without_django_and_all_else_by_it(house: None) -> None:
    async def story() -> tuple[int, int, bytes]:
        ping, page = await _answers("/live/ping"), await _answers("/privacy/")
        return ping[0]["status"], page[0]["status"], b"".join(one.get("body", b"") for one in page[1:])

    ping, page, body = asyncio.run(story())
    assert (ping, page) == (204, 200)
    assert b"<html" in body


def test_a_process_begins_and_ends(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> list[str]:
        monkeypatch.setattr(asgi, "house", House())
        handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
        events: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        for one in ("lifespan.startup", "lifespan.shutdown"):
            events.put_nowait({"type": one})
        said: list[str] = []

        async def send(message: MutableMapping[str, Any]) -> None:
            said.append(message["type"])

        await asgi.application({"type": "lifespan"}, events.get, send)
        assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == handlers
        return said

    async def within() -> list[str]:
        async with asyncio.timeout(60):
            return await story()

    assert asyncio.run(within()) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_half_a_house_does_not_serve(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    async def breaks() -> None:
        raise RuntimeError("secret")

    async def story() -> list[MutableMapping[str, Any]]:
        monkeypatch.setattr(asgi.house, "start", breaks)
        said: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "lifespan.startup"}

        async def send(message: MutableMapping[str, Any]) -> None:
            said.append(message)

        await asgi.application({"type": "lifespan"}, receive, send)
        return said

    caplog.set_level("CRITICAL", "oase.config.asgi")
    assert asyncio.run(story()) == [{"type": "lifespan.startup.failed", "message": "RuntimeError"}]


def test_no_thread_of_a_process_waits_for_a_connection() -> None:
    # Pages; two coalescers; look-ups; identities (2) and signs (1), whose threads are theirs alone.
    threads = asgi.THREADS + 2 * gathering.WRITERS + lookups._threads._max_workers + 3
    options: Any = settings.DATABASES["default"]["OPTIONS"]
    assert options["pool"]["max_size"] >= threads
