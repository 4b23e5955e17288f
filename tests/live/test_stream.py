"""The stream as a server sees it: who gets in, what is said, what is missed, and when it ends."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from typing import Any

import pytest

from oase.live.bus import Bus
from oase.live.hub import MOST_PAGES
from oase.live.inbox import MOST_WAITING
from oase.live.scope import Scope, cookie
from oase.live.stream import Stream
from oase.live.wheel import BEAT

HELLO = re.compile(rb"retry: \d+\n\nid: ([0-9a-f]{8}-0)\nevent: hello\ndata: {\"within\":0}\n\n")
KARLAS = frozenset({"person:1", "guest:a"})


class Silent(Bus):
    """A bus without a wire: what it hears, the test says."""

    def __init__(self) -> None:
        super().__init__(dict)
        self.said = 0

    def start(self) -> None:
        pass

    def tell(self, *to: str, topic: str = "conversation:a", seq: int = 1) -> None:
        self.said += 1
        self.receive(json.dumps([{"topic": topic, "seq": seq, "to": to}]), f"said{self.said}")


class House:
    """A stream for all browsers of a test, and whose their sessions are."""

    def __init__(self, **options: float) -> None:
        self.known = {"karlas": KARLAS, "adas": frozenset({"person:3"})}
        self.asked: list[set[str]] = []
        self.meanwhile: Callable[[], None] = lambda: None
        self.is_away = False
        self.bus = Silent()
        self.app = Stream(self.bus, self, **options)

    def key(self, scope: Scope) -> str:
        return cookie(scope, "oase_session")

    async def readers(self, sessions: Collection[str]) -> Mapping[str, frozenset[str]]:
        self.asked.append(set(sessions))
        found = {one: self.known[one] for one in sessions if one in self.known}
        self.meanwhile()
        if self.is_away:
            raise RuntimeError(*sessions)
        return found


class Browser:
    """One request for the stream, and everything it was answered."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.said: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._leave = asyncio.Event()
        self.takes = asyncio.Event()
        self.takes.set()

    async def _receive(self) -> MutableMapping[str, Any]:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        await self.takes.wait()
        self.said.put_nowait(message)

    async def asks(
        self, session: str = "karlas", path: str = "/live/stream", method: str = "GET", last: str = ""
    ) -> None:
        headers = [(b"cookie", f"other=1; oase_session={session}".encode())] if session else []
        headers += [(b"last-event-id", last.encode())] if last else []
        scope = {"path": path, "method": method, "headers": headers}
        await self.house.app(scope, self._receive, self._send)

    def opens(self, *arguments: str, **named: str) -> "asyncio.Task[None]":
        return asyncio.create_task(self.asks(*arguments, **named))

    def leaves(self) -> None:
        self._leave.set()

    async def hears(self) -> bytes:
        message = await self.said.get()
        while "body" not in message:
            message = await self.said.get()
        for _ in range(3):  # until the stream knows that this was taken
            await asyncio.sleep(0)
        return bytes(message["body"])

    async def is_greeted(self) -> str:
        """The id of the hello."""
        found = HELLO.fullmatch(await self.hears())
        assert found
        return found[1].decode()

    def rest(self) -> list[bytes]:
        return [self.said.get_nowait()["body"] for _ in range(self.said.qsize())]


def _poke(number: int, topic: str = "conversation:a", seq: int = 1) -> bytes:
    data = json.dumps({"topic": topic, "seq": seq}, separators=(",", ":"))
    return f"id: said{number}-0\nevent: poke\ndata: {data}\n\n".encode()


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
        browser = Browser(House())
        await browser.asks(session, path, method)
        assert (await browser.said.get())["status"] == status
        assert browser.rest() == [b""]
        assert not list(browser.house.bus.hub)

    _told(story)


def test_thousands_without_a_session_are_refused_without_asking_anybody() -> None:
    async def story() -> None:
        house = House()
        browsers = [Browser(house) for _ in range(2000)]
        await asyncio.gather(*(browser.asks("") for browser in browsers))
        assert {browser.said.get_nowait()["status"] for browser in browsers} == {403}
        assert house.asked == []

    _told(story)


def test_when_nobody_can_say_who_asks_the_answer_is_later_and_no_error_gets_out() -> None:
    async def story() -> None:
        browser = Browser(House())
        browser.house.is_away = True
        await browser.asks()
        assert (await browser.said.get())["status"] == 503

    _told(story)


def test_the_first_word_is_hello_then_come_pokes_and_leaving_forgets_the_page() -> None:
    async def story() -> None:
        house = House()
        browser = Browser(house)
        stream = browser.opens()
        start = await browser.said.get()
        assert start["status"] == 200
        headers = dict(start["headers"])
        assert headers[b"content-type"] == b"text/event-stream"
        assert headers[b"cache-control"] == b"no-store"
        await browser.is_greeted()
        house.bus.tell("person:2")
        house.bus.tell("person:1", "guest:a", seq=7)
        assert await browser.hears() == _poke(2, seq=7)
        house.bus.tell("guest:a", seq=8)
        assert await browser.hears() == _poke(3, seq=8)
        browser.leaves()
        await stream
        assert not list(house.bus.hub)

    _told(story)


def test_signs_are_shown_without_a_number_and_without_who_else_sees_them() -> None:
    async def story() -> None:
        browser = Browser(House())
        browser.opens()
        await browser.is_greeted()
        sign = {"topic": "conversation:a", "kind": "typing", "role": "agent", "to": ["person:1", "person:3"]}
        browser.house.bus.receive(json.dumps([sign]), "sign")
        shown = b'event: sign\ndata: {"topic":"conversation:a","kind":"typing","role":"agent"}\n\n'
        assert await browser.hears() == shown

    _told(story)


def test_who_comes_back_is_told_what_they_missed_and_nothing_else() -> None:
    async def story() -> None:
        house = House()
        first = Browser(house)
        stream = first.opens()
        await first.is_greeted()
        house.bus.tell("person:1", seq=1)
        await first.hears()
        first.leaves()
        await stream
        house.bus.tell("person:1", "person:3", seq=2)
        house.bus.tell("person:3", seq=3)
        house.bus.tell("guest:a", topic="concerns", seq=4)
        missed = _poke(2, seq=2) + _poke(4, "concerns", 4)
        again = Browser(house)
        again.opens(last="said1-0")
        assert (await again.hears()).partition(b"\n\n")[2] == missed
        other = Browser(house)
        other.opens("adas", last="said4-0")
        assert (await other.hears()).partition(b"\n\n")[2] == b""

    _told(story)


@pytest.mark.parametrize(
    "last", ["x", "00000000-0", "-", "said1", "said1-1", "said2-0", "said1-²", "\n\nx", "x" * 5000]
)
def test_a_number_nobody_gave_is_answered_by_hello(last: str) -> None:
    async def story() -> None:
        house = House()
        house.bus.tell("person:1")
        browser = Browser(house)
        browser.opens(last=last)
        assert (await browser.hears()).count(b"event: hello") == 1

    _told(story)


def test_after_a_gap_every_page_reads_anew_within_the_same_stream_and_is_asked_about() -> None:
    async def story() -> None:
        house = House()
        karla, ada = Browser(house), Browser(house)
        tasks = [karla.opens(), ada.opens("adas")]
        hello = await karla.is_greeted()
        assert (await ada.hears()).endswith(b'{"within":10}\n\n')
        house.known.pop("adas")
        house.bus._connected(True)
        again = await karla.hears()
        assert again == f'id: {house.bus.hub.last}\nevent: hello\ndata: {{"within":20}}\n\n'.encode()
        assert house.bus.hub.last != hello
        await tasks[1]
        assert not tasks[0].done()

    _told(story)


def test_a_reader_who_never_reads_is_dropped_and_the_others_are_not() -> None:
    async def story() -> None:
        house = House()
        slow, quick = Browser(house), Browser(house)
        stream = slow.opens()
        quick.opens()
        hello = await slow.is_greeted()
        await quick.hears()
        slow.takes.clear()
        for number in range(MOST_WAITING + 2):
            house.bus.tell("person:1", topic=f"topic:{number}")
            assert await quick.hears() == _poke(number + 1, f"topic:{number}")
        slow.takes.set()
        await stream
        assert slow.rest() == [b""]
        back = Browser(house)
        back.opens(last=hello)
        assert (await back.hears()).count(b"event: poke") == MOST_WAITING + 2

    _told(story)


def test_of_a_topic_that_waits_only_the_newest_poke_and_few_signs_are_kept() -> None:
    async def story() -> None:
        house = House()
        slow = Browser(house)
        slow.opens()
        await slow.is_greeted()
        slow.takes.clear()
        for seq in range(1, 1001):
            house.bus.tell("person:1", seq=seq)
            sign = {"topic": f"conversation:{seq}", "kind": "typing", "role": "agent", "to": ["person:1"]}
            house.bus.receive(json.dumps([sign]), "sign")
        slow.takes.set()
        assert await slow.hears() == _poke(1)
        later = await slow.hears()
        assert later.endswith(_poke(1000, seq=1000))
        assert (later.count(b"event: poke"), later.count(b"event: sign")) == (1, 3)

    _told(story)


def test_who_signed_out_is_closed_at_once() -> None:
    async def story() -> None:
        browser = Browser(House())
        stream = browser.opens()
        await browser.is_greeted()
        browser.house.bus.receive('{"close":["person:1"]}', "close")
        browser.house.bus.tell("person:1")
        await stream
        assert browser.rest() == [b""]
        assert not list(browser.house.bus.hub)

    _told(story)


def test_who_signs_out_while_the_stream_is_being_opened_does_not_get_in() -> None:
    async def story() -> None:
        house = House()

        def sign_out() -> None:
            if house.known.pop("karlas", None):
                house.bus.receive('{"close":["person:1"]}', "close")

        house.meanwhile = sign_out
        browser = Browser(house)
        await browser.asks()
        assert (await browser.said.get())["status"] == 403
        assert len(house.asked) == 2

    _told(story)


def test_who_signs_out_before_the_answer_began_hears_nothing_of_it() -> None:
    async def story() -> None:
        browser = Browser(House())
        browser.takes.clear()
        stream = browser.opens()
        while not list(browser.house.bus.hub):
            await asyncio.sleep(0)
        browser.house.bus.tell("person:1")
        browser.house.bus.receive('{"close":["person:1"]}', "close")
        browser.takes.set()
        await stream
        assert [browser.said.get_nowait().get("body") for _ in range(browser.said.qsize())] == [b""]

    _told(story)


@pytest.mark.parametrize("now_is", [frozenset(), frozenset({"guest:a"}), KARLAS | {"guest:b"}])
def test_at_a_beat_it_is_asked_again_who_this_is(now_is: frozenset[str]) -> None:
    async def story() -> None:
        house = House(heartbeat_seconds=1)
        browser = Browser(house)
        stream = browser.opens()
        await browser.is_greeted()
        await house.app.wheel.turn()
        assert await browser.hears() == BEAT["body"]
        house.known["karlas"] = now_is
        await house.app.wheel.turn()
        await stream
        assert browser.rest() == [b""]

    _told(story)


def test_all_streams_of_a_session_are_one_question_a_beat() -> None:
    async def story() -> None:
        house = House(heartbeat_seconds=1)
        for _ in range(20):
            browser = Browser(house)
            browser.opens()
            await browser.hears()
        house.asked.clear()
        await house.app.wheel.turn()
        assert house.asked == [{"karlas"}]

    _told(story)


def test_a_stream_outlives_one_question_without_an_answer_and_not_two() -> None:
    async def story() -> None:
        house = House(heartbeat_seconds=1)
        browser = Browser(house)
        stream = browser.opens()
        await browser.is_greeted()
        for is_away in (True, False, True):
            house.is_away = is_away
            await house.app.wheel.turn()
            assert await browser.hears() == BEAT["body"]
        await house.app.wheel.turn()
        await stream
        assert browser.rest() == [b""]

    _told(story)


def test_who_takes_nothing_for_a_whole_beat_is_dropped() -> None:
    async def story() -> None:
        house = House(heartbeat_seconds=1)
        browser = Browser(house)
        stream = browser.opens()
        await browser.is_greeted()
        browser.takes.clear()
        house.bus.tell("person:1")
        await house.app.wheel.turn()
        assert len(list(house.bus.hub)) == 1
        await house.app.wheel.turn()
        browser.takes.set()
        await stream
        assert not list(house.bus.hub)

    _told(story)


def test_a_stream_has_an_end() -> None:
    async def story() -> None:
        house = House(heartbeat_seconds=1, life_seconds=2)
        browser = Browser(house)
        stream = browser.opens()
        await browser.is_greeted()
        await house.app.wheel.turn()
        assert await browser.hears() == BEAT["body"]
        await house.app.wheel.turn()
        await stream
        assert browser.rest() == [b""]

    _told(story)


def test_one_reader_opens_no_more_pages_than_anybody_looks_at() -> None:
    async def story() -> None:
        house = House()
        browsers = [Browser(house) for _ in range(MOST_PAGES + 1)]
        for browser in browsers:
            browser.opens()
        statuses = [(await browser.said.get())["status"] for browser in browsers]
        assert statuses == [200] * MOST_PAGES + [429]
        other = Browser(house)
        other.opens("adas")
        assert (await other.said.get())["status"] == 200

    _told(story)


def test_many_who_come_at_once_are_asked_to_read_one_after_another() -> None:
    async def story() -> None:
        house = House()
        spreads = []
        for number in range(50):
            house.known[str(number)] = frozenset({f"person:{number}"})
            browser = Browser(house)
            browser.opens(str(number))
            found = re.search(rb'"within":(\d+)', await browser.hears())
            assert found
            spreads.append(int(found[1]))
        assert spreads == list(range(0, 500, 10))

    _told(story)


def test_a_house_that_closes_lets_everybody_go_and_nobody_in() -> None:
    async def story() -> None:
        house = House()
        browser, late = Browser(house), Browser(house)
        stream = browser.opens()
        await browser.is_greeted()
        await house.app.stop()
        await stream
        assert browser.rest() == [b""]
        await late.asks()
        assert (await late.said.get())["status"] == 503

    _told(story)


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
