"""The stream as a server sees it: who gets in, what is said, and when it ends."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest

from oase.live.bus import QUEUE_LENGTH, Bus
from oase.live.stream import Stream, cookie

HELLO = b"retry: 1000\nevent: hello\ndata: {}\n\n"
POKE = b'event: poke\ndata: {"topic":"conversation:a","seq":1}\n\n'
BEAT = b": still here\n\n"


class Silent(Bus):
    """A bus without a database: what it hears, the test says."""

    def __init__(self) -> None:
        super().__init__(dict)

    def start(self) -> None:
        pass

    def say(self, *to: str) -> None:
        self.receive(json.dumps([{"topic": "conversation:a", "seq": 1, "to": to}]))


class Browser:
    """One request for the stream, and everything it was answered."""

    def __init__(self, bus: Bus, sessions: dict[str, frozenset[str]], **options: float) -> None:
        self.sessions = sessions
        self.said: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._leave = asyncio.Event()
        self.app = Stream(bus, self._identify, "oase_session", **options)

    async def _identify(self, session: str) -> frozenset[str]:
        return self.sessions.get(session, frozenset())

    async def _receive(self) -> MutableMapping[str, Any]:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def opens(self, session: str = "karlas", path: str = "/live/stream", method: str = "GET") -> None:
        headers = [(b"cookie", f"other=1; oase_session={session}".encode())] if session else []
        await self.app({"path": path, "method": method, "headers": headers}, self._receive, self.said.put)

    def leaves(self) -> None:
        self._leave.set()

    async def hears(self) -> bytes:
        return bytes((await self.said.get())["body"])


KARLAS = {"karlas": frozenset({"person:1", "guest:a"})}


def _told(story: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 10))


@pytest.mark.parametrize(
    ("session", "path", "method", "status"),
    [
        ("", "/live/stream", "GET", 403),
        ("mallorys", "/live/stream", "GET", 403),
        ("karlas", "/live/stream", "POST", 404),
        ("karlas", "/live/stream/", "GET", 404),
        ("karlas", "/live/", "GET", 404),
    ],
)
def test_who_does_not_belong_gets_nothing(session: str, path: str, method: str, status: int) -> None:
    async def story() -> None:
        browser = Browser(Silent(), KARLAS)
        await browser.opens(session, path, method)
        assert (await browser.said.get())["status"] == status
        assert (await browser.said.get())["body"] == b""
        assert browser.said.empty()

    _told(story)


def test_when_nobody_can_say_who_asks_the_answer_is_later_and_no_error_gets_out() -> None:
    async def story() -> None:
        browser = Browser(Silent(), KARLAS)
        browser.app.identify = _breaks
        await browser.opens()
        assert (await browser.said.get())["status"] == 503

    _told(story)


def test_a_stream_ends_when_nobody_can_say_any_more_whose_it_is() -> None:
    async def story() -> None:
        browser = Browser(Silent(), dict(KARLAS), heartbeat_seconds=0)
        stream = asyncio.create_task(browser.opens())
        await browser.said.get()
        assert [await browser.hears(), await browser.hears()] == [HELLO, BEAT]
        browser.app.identify = _breaks
        await stream
        assert [one async for one in _rest(browser)][-1] == b""

    _told(story)


async def _breaks(session: str) -> frozenset[str]:
    raise RuntimeError(session)


def test_the_first_word_is_hello_then_come_pokes_and_leaving_forgets_the_page() -> None:
    async def story() -> None:
        bus = Silent()
        browser = Browser(bus, KARLAS)
        stream = asyncio.create_task(browser.opens())
        start = await browser.said.get()
        assert start["status"] == 200
        headers = dict(start["headers"])
        assert headers[b"content-type"] == b"text/event-stream"
        assert headers[b"cache-control"] == b"no-store"
        assert await browser.hears() == HELLO
        bus.say("person:2")
        bus.say("person:1", "guest:a")
        bus.say("guest:a")
        assert [await browser.hears(), await browser.hears()] == [POKE, POKE]
        browser.leaves()
        await stream
        assert not bus._inboxes

    _told(story)


def test_who_is_dropped_hears_the_end() -> None:
    async def story() -> None:
        bus = Silent()
        browser = Browser(bus, KARLAS)
        stream = asyncio.create_task(browser.opens())
        await browser.said.get()
        assert await browser.hears() == HELLO
        for _ in range(QUEUE_LENGTH + 1):
            bus.say("person:1")
        assert await browser.said.get() == {"type": "http.response.body", "body": b"", "more_body": False}
        await stream
        assert not bus._inboxes

    _told(story)


def test_who_signed_out_is_closed_at_once() -> None:
    async def story() -> None:
        bus = Silent()
        browser = Browser(bus, KARLAS)
        stream = asyncio.create_task(browser.opens())
        await browser.said.get()
        await browser.hears()
        bus.receive('{"close": ["person:1"]}')
        assert (await browser.said.get())["more_body"] is False
        await stream

    _told(story)


@pytest.mark.parametrize("now_is", [frozenset(), frozenset({"guest:a"}), frozenset({"person:1", "guest:a", "guest:b"})])
def test_at_a_beat_it_is_asked_again_who_this_is(now_is: frozenset[str]) -> None:
    async def story() -> None:
        browser = Browser(Silent(), dict(KARLAS), heartbeat_seconds=0)
        stream = asyncio.create_task(browser.opens())
        await browser.said.get()
        assert [await browser.hears(), await browser.hears()] == [HELLO, BEAT]
        browser.sessions["karlas"] = now_is
        await stream
        assert [one async for one in _rest(browser)][-1] == b""

    _told(story)


def test_a_stream_with_always_something_to_say_is_asked_too() -> None:
    async def story() -> None:
        bus = Silent()
        browser = Browser(bus, dict(KARLAS), heartbeat_seconds=0)

        async def chatter() -> None:
            while True:
                bus.say("person:1")
                await asyncio.sleep(0)

        stream, talk = asyncio.create_task(browser.opens()), asyncio.create_task(chatter())
        await browser.said.get()
        assert await browser.hears() == HELLO
        browser.sessions["karlas"] = frozenset()
        await stream
        talk.cancel()

    _told(story)


def test_a_stream_has_an_end() -> None:
    async def story() -> None:
        browser = Browser(Silent(), KARLAS, life_seconds=0)
        await browser.opens()
        await browser.said.get()
        assert [one async for one in _rest(browser)] == [HELLO, b""]

    _told(story)


async def _rest(browser: Browser) -> Any:
    while not browser.said.empty():
        yield await browser.hears()


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (b"oase_session=abc", "abc"),
        (b"a=b; oase_session=abc; c=d", "abc"),
        (b"oase_session=a=b=", "a=b="),
        (b"xoase_session=abc; oase_session_x=1", ""),
        (b"oase_session", ""),
        (b"\xff\xfe=\xff", ""),
    ],
)
def test_a_cookie_is_found_among_others(header: bytes, value: str) -> None:
    assert cookie({"headers": [(b"accept", b"*/*"), (b"cookie", header)]}, "oase_session") == value
