"""The measures of the house over HTTP, one function each: who sends what, and what counts as done."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any
from uuid import UUID

from bench.chat import Pair, talk
from bench.figures import Run
from bench.loop import Request, Sender, run, same
from bench.wire import Answer, Place, get, post_start, with_body
from bench.words import marker, said_by, writer

TEXTS = 4000
"""Different texts of all senders of a run together, before the first is said again."""
Seeded = Mapping[str, Any]


@dataclass
class Acknowledged:
    """What the house said yes to, for `bench.verifying`."""

    said: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    """Client id → conversation, text, number of its writer."""
    asked: list[str] = field(default_factory=list)


@dataclass
class House:
    """The house as the load generator sees it."""

    place: Place
    seeded: Seeded
    acknowledged: Acknowledged = field(default_factory=Acknowledged)
    turn: Iterator[int] = field(default_factory=count)
    """So that no run says what another has said."""
    pairs: list[Pair] = field(default_factory=list)

    def ping(self, at_once: int, seconds: float) -> Run:
        """`GET /live/ping`: the port and the server, nothing behind it."""
        request = get(self.place, "/live/ping")
        return run(self.place, [Sender(same(request)) for _ in range(at_once)], seconds=seconds, accepted=(200, 204))

    def append(self, who: str, at_once: int, seconds: float) -> Run:
        """Messages, each sender in their own conversation; who: a key of what was seeded."""

        def note(noted: tuple[str, ...], answer: Answer) -> None:
            client_id, conversation, text, number = noted
            self.acknowledged.said[client_id] = conversation, text, int(number)

        turn = next(self.turn)
        senders = [Sender(self._messages(one, turn, TEXTS // at_once)) for one in self.seeded[who][:at_once]]
        return run(self.place, senders, seconds=seconds, accepted=(200, 201), acknowledged=note)

    def create(self, at_once: int, seconds: float) -> Run:
        """New conversations, of as many customers as ask at once."""

        def note(noted: tuple[str, ...], answer: Answer) -> None:
            opened = str(json.loads(answer.body)["id"])
            self.acknowledged.asked.append(opened)
            self.acknowledged.said[noted[0]] = opened, noted[1], int(noted[2])

        turn = next(self.turn)
        senders = [Sender(self._questions(one, turn, TEXTS // at_once)) for one in self.seeded["askers"][:at_once]]
        return run(self.place, senders, seconds=seconds, accepted=(200, 201), acknowledged=note)

    def pages(self, which: str, at_once: int, seconds: float) -> Run:
        """A page, read again and again by different people."""
        pages = self.seeded[which]
        requests = [get(self.place, one["path"], one["cookie"]) for one in pages]
        return run(self.place, [Sender(same(requests[i % len(requests)])) for i in range(at_once)], seconds=seconds)

    def chat(self, at_once: int, seconds: float) -> Run:
        """Sent → shown at the other."""
        return talk(self.place, self.pairs[:at_once], seconds=seconds)

    def _messages(self, one: Mapping[str, Any], turn: int, texts: int) -> Iterator[Request]:
        start = post_start(self.place, f"/live/conversations/{one['conversation']}/messages", one["cookie"])
        conversation, number, role = one["conversation"], one["writer"], one["role"]
        for client_id, text in _said(number, turn, texts, readable=role == "expert"):
            body = {"text": text, "client_id": client_id, "role": role}
            raw = with_body(start, json.dumps(body, ensure_ascii=False).encode())
            yield Request(raw, (client_id, conversation, text, str(number)))

    def _questions(self, one: Mapping[str, Any], turn: int, texts: int) -> Iterator[Request]:
        start = post_start(self.place, "/live/conversations", one["cookie"])
        for client_id, text in _said(one["writer"], turn, texts):
            body = {"text": text, "client_id": client_id, "company": one["company"], "topic": one["topic"]}
            raw = with_body(start, json.dumps(body, ensure_ascii=False).encode())
            yield Request(raw, (client_id, text, str(one["writer"])))


def _said(number: int, turn: int, texts: int, *, readable: bool = False) -> Iterator[tuple[str, str]]:
    """Client ids and texts without end. `readable`: of words nobody hides; an expert is asked about the others."""
    chance = random.Random(f"{number} {turn}")
    if readable:
        said: Sequence[str] = [marker(chance.randrange(80_000)) for _ in range(texts)]
    else:
        said = list(islice(said_by(writer(number), turn), texts))
    for step in count():
        yield str(UUID(int=chance.getrandbits(128), version=4)), said[step % len(said)]
