"""From sending to being shown at the other: POST, a poke over the other's stream, and the GET of the part of the page.

Customer and advisor write in turn. What counts is the time until the other's page holds the words, as `live.js` gets
them: it reads again at every poke of the conversation until they are there.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from bench.figures import Run
from bench.loop import WARM_UP_SHARE
from bench.wire import Broken, Connection, Place, get, post_start, with_body
from bench.words import marker

PATIENCE = 10.0
SIDES = (("customer", "agent"), ("agent", "customer"))


class Stream(asyncio.Protocol):
    """An open `/live/stream`: an event is set at every poke of a topic, for whoever waits for it."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.ended = False
        self._topics: dict[bytes, asyncio.Event] = {}
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def at(cls, place: Place, cookie: str) -> "Stream":
        """Opened, and past its `hello`. Raises `Broken` when it is refused."""
        stream = cls()
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: stream, place.host, place.port)
        assert stream._transport is not None
        stream._transport.write(get(place, "/live/stream", cookie).replace(b"text/html", b"text/event-stream"))
        try:
            await asyncio.wait_for(stream.open.wait(), PATIENCE)
        except TimeoutError:
            raise Broken("the stream says nothing") from None
        return stream

    def listen(self, conversation: str) -> asyncio.Event:
        """The event of a conversation; whoever has waited for it clears it."""
        return self._topics.setdefault(f'"conversation:{conversation}"'.encode(), asyncio.Event())

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True
        for event in self._topics.values():
            event.set()

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line.startswith(b"event: hello"):
                self.open.set()
            elif line.startswith(b"data:"):
                for topic, event in self._topics.items():
                    if topic in line:
                        event.set()


@dataclass
class Pair:
    """A customer and their advisor with some conversations."""

    cookies: Mapping[str, str]
    conversations: Sequence[Mapping[str, str]]
    said: int = 0


def pairs_of(seeded: Sequence[Mapping[str, Any]]) -> list[Pair]:
    """As `bench.seeding` describes them."""
    return [Pair({"customer": one["customer"], "agent": one["agent"]}, one["conversations"]) for one in seeded]


def talk(place: Place, pairs: Sequence[Pair], *, seconds: float) -> Run:
    """All pairs talk at once, each a word after the other was shown."""
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_talk(place, pairs, seconds))


async def _talk(place: Place, pairs: Sequence[Pair], seconds: float) -> Run:
    errors: Counter[str] = Counter()
    latencies: list[float] = []
    cookies = {cookie for pair in pairs for cookie in pair.cookies.values()}
    streams = {cookie: await Stream.at(place, cookie) for cookie in cookies}
    clock = time.perf_counter
    begin = clock() + seconds * WARM_UP_SHARE
    end = begin + seconds

    async def go(pair: Pair) -> None:
        writing, reading = Connection(place), Connection(place)
        while (sent := clock()) < end:
            try:
                shown = await _one(place, pair, streams, writing, reading)
                if sent >= begin:
                    latencies.append(shown - sent)
            except Broken as broken:
                errors[str(broken)] += 1
                await asyncio.sleep(0.05)
        writing.close()
        reading.close()

    await asyncio.gather(*(go(pair) for pair in pairs))
    for stream in streams.values():
        stream.close()
    return Run(len(latencies), max(clock(), end) - begin, latencies, errors)


async def _one(
    place: Place, pair: Pair, streams: Mapping[str, Stream], writing: Connection, reading: Connection
) -> float:
    """One word from one side to the other; the time it was shown."""
    conversation = pair.conversations[pair.said // len(SIDES) % len(pair.conversations)]
    writer, reader = SIDES[pair.said % len(SIDES)]
    text = marker(pair.said)
    pair.said += 1
    poked = streams[pair.cookies[reader]].listen(conversation["id"])
    poked.clear()
    start = post_start(place, f"/live/conversations/{conversation['id']}/messages", pair.cookies[writer])
    body = json.dumps({"text": text, "client_id": str(uuid4()), "role": writer}).encode()
    fragment = get(place, conversation[reader], pair.cookies[reader])
    sending = asyncio.create_task(writing.ask(with_body(start, body)))
    try:
        stream = streams[pair.cookies[reader]]
        return await asyncio.wait_for(_shown(poked, reading, fragment, text.encode(), stream), PATIENCE)
    except TimeoutError:
        raise Broken("never shown") from None
    finally:
        answer = await sending
        if answer.status not in (200, 201):
            raise Broken(str(answer.status))


async def _shown(poked: asyncio.Event, reading: Connection, fragment: bytes, text: bytes, stream: Stream) -> float:
    while True:
        await poked.wait()
        if stream.ended:
            raise Broken("the stream ended")
        poked.clear()
        answer = await reading.ask(fragment)
        if answer.status != 200:
            raise Broken(f"page {answer.status}")
        if text in answer.body:
            return time.perf_counter()
