"""All open pages of one process: who is told what, what was said last, and who must be asked for anew."""

import json
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from oase.live.inbox import Block, Inbox, block

log = logging.getLogger(__name__)
MOST_PAGES = 100
"""Open streams under one name: twenty tabs in browsers without a shared worker, on several devices."""
RECENT_NAMES = 100_000
RECENT_POKES = 4096
"""What is kept for those who come back: at most so many pokes, to at most so many names."""
CLOSED_SECONDS = 60.0
"""How long it is known that a name was closed: longer than any question to the database is under way."""


class TooMany(Exception):
    """This reader has more pages open than anybody looks at."""


class Hub:
    """Inboxes by the names they are told under."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._inboxes: dict[str, Inbox | set[Inbox]] = {}
        self._closed: dict[str, float] = {}
        self._recent: deque[tuple[bytes, frozenset[str]]] = deque()
        self._places: dict[str, int] = {}
        self._names = 0
        self.number, self.last = 0, ""
        self.begin_epoch()

    def begin_epoch(self) -> None:
        """Forget what was said: it may be incomplete, so nobody is to go on from there."""
        self.number, self.last = 0, f"{secrets.token_hex(4)}-0"
        self._recent.clear()
        self._places = {self.last: 0}
        self._names = 0

    def __iter__(self) -> Iterator[Inbox]:
        return iter({one for inboxes in self._inboxes.values() for one in _each(inboxes)})

    def open(self, inbox: Inbox) -> None:
        """From now on it is told. Raises `TooMany`."""
        for reader in inbox.readers:
            known = self._inboxes.get(reader)
            if isinstance(known, set) and len(known) >= MOST_PAGES:
                raise TooMany(reader)
        for reader in inbox.readers:
            known = self._inboxes.get(reader)
            if known is None:  # nearly everybody has one page: no set for them
                self._inboxes[reader] = inbox
            elif isinstance(known, Inbox):
                self._inboxes[reader] = {known, inbox}
            else:
                known.add(inbox)

    def close(self, inbox: Inbox) -> None:
        """The page is gone."""
        for reader in inbox.readers:
            known = self._inboxes.get(reader)
            if isinstance(known, set):
                known.discard(inbox)
            if known is inbox or not known:
                self._inboxes.pop(reader, None)

    def hear(self, text: str, mark: str) -> list[str]:
        """Hand one payload to those it names, and give back whom it closed; what cannot be read is nobody's.

        `mark` is the payload's own in all processes: a page whose process died goes on from there at another one.
        """
        try:
            message = json.loads(text)
            if isinstance(message, dict):
                return self._close([str(reader) for reader in message["close"]])
            for index, one in enumerate(message):
                self._say(one, f"{mark}-{index}")
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            log.warning("the bus could not read a notification: %s", type(error).__name__)
        return []

    def closed_since(self, readers: Iterable[str], moment: float) -> bool:
        """Whether one of these was closed after this moment (of `time.monotonic`)."""
        return any(self._closed.get(reader, 0.0) >= moment for reader in readers)

    def missed(self, readers: Collection[str], last: str) -> list[bytes] | None:
        """What was said to these since the event with this id; None when that is not known any more."""
        if (number := self._places.get(last)) is None:
            return None
        names = frozenset(readers)
        since = islice(reversed(self._recent), self.number - number)
        return [line for line, to in since if not names.isdisjoint(to)][::-1]

    def _close(self, readers: list[str]) -> list[str]:
        now = self._now()
        if len(self._closed) > RECENT_NAMES // 10:
            self._closed = {name: at for name, at in self._closed.items() if at > now - CLOSED_SECONDS}
        for reader in readers:
            self._closed[reader] = now
            for inbox in list(_each(self._inboxes.get(reader, ()))):
                inbox.drop()
        return readers

    def _say(self, message: Mapping[str, Any], event_id: str) -> None:
        topic, to = str(message["topic"]), message["to"]
        told = {inbox for reader in to for inbox in _each(self._inboxes.get(reader, ()))}
        shown = {key: value for key, value in message.items() if key != "to"}
        if "kind" in message:
            line = _event("sign", shown)
            for inbox in told:
                inbox.sign(f"{topic} {message['kind']} {message['role']}", line)
            return
        if event_id in self._places:
            return  # said twice: by somebody on the wire who cannot read it
        line = self._poke({"topic": topic, "seq": message["seq"]}, frozenset(to), event_id)
        for inbox in told:
            inbox.poke(topic, line)

    def _poke(self, shown: dict[str, Any], to: frozenset[str], event_id: str) -> Block:
        self.number += 1
        self.last = event_id
        self._places[event_id] = self.number
        line = _event("poke", shown, f"id: {event_id}\n")
        self._recent.append((line["body"], to))
        self._names += len(to)
        while len(self._recent) > RECENT_POKES or self._names > RECENT_NAMES:
            self._forget_the_oldest()
        return line

    def _forget_the_oldest(self) -> None:
        self._names -= len(self._recent.popleft()[1])
        # The first place is the one before: from there on something is missing now.
        self._places.pop(next(iter(self._places)), None)


def _each(inboxes: "Inbox | Iterable[Inbox]") -> Iterable[Inbox]:
    return (inboxes,) if isinstance(inboxes, Inbox) else inboxes


def _event(name: str, data: Mapping[str, Any], before: str = "") -> Block:
    return block(f"{before}event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode())
