"""All open pages of one process: who is told what, what was said last, and who must be asked for anew."""

import json
import logging
import secrets
import sys
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
        self._recent: deque[tuple[int, bytes, frozenset[str]]] = deque()
        self._names = 0
        self.epoch, self.number = "", 0
        self.begin_epoch()

    def begin_epoch(self) -> None:
        """From here on numbers are told anew: what was said before may be incomplete."""
        self.epoch = secrets.token_hex(4)
        self.number = 0
        self._recent.clear()
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
                self._inboxes[sys.intern(reader)] = inbox
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

    def hear(self, text: str) -> list[str]:
        """Hand one payload to those it names, and give back whom it closed; what cannot be read is nobody's."""
        try:
            message = json.loads(text)
            if isinstance(message, dict):
                return self._close([str(reader) for reader in message["close"]])
            for one in message:
                self._say(one)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            log.warning("the bus could not read a notification: %s", type(error).__name__)
        return []

    def closed_since(self, readers: Iterable[str], moment: float) -> bool:
        """Whether one of these was closed after this moment (of `time.monotonic`)."""
        return any(self._closed.get(reader, 0.0) >= moment for reader in readers)

    def missed(self, readers: Collection[str], last: str) -> list[bytes] | None:
        """What was said to these since the event with this id; None when that is not known any more."""
        epoch, _, digits = last.partition("-")
        if epoch != self.epoch or not digits.isascii() or not digits.isdigit() or len(digits) > 15:
            return None
        number = int(digits)
        oldest = self._recent[0][0] if self._recent else self.number + 1
        if not oldest - 1 <= number <= self.number:
            return None
        names = frozenset(readers)
        found: list[bytes] = []
        for at, line, to in reversed(self._recent):
            if at <= number:
                break
            if not names.isdisjoint(to):
                found.append(line)
        return found[::-1]

    def _close(self, readers: list[str]) -> list[str]:
        now = self._now()
        if len(self._closed) > RECENT_NAMES // 10:
            self._closed = {name: at for name, at in self._closed.items() if at > now - CLOSED_SECONDS}
        for reader in readers:
            self._closed[reader] = now
            for inbox in list(_each(self._inboxes.get(reader, ()))):
                inbox.drop()
        return readers

    def _say(self, message: Mapping[str, Any]) -> None:
        topic, to = str(message["topic"]), message["to"]
        told = {inbox for reader in to for inbox in _each(self._inboxes.get(reader, ()))}
        shown = {key: value for key, value in message.items() if key != "to"}
        if "kind" in message:
            line = _event("sign", shown)
            for inbox in told:
                inbox.sign(f"{topic} {message['kind']} {message['role']}", line)
            return
        line = self._poke({"topic": topic, "seq": message["seq"]}, frozenset(to))
        for inbox in told:
            inbox.poke(topic, line)

    def _poke(self, shown: dict[str, Any], to: frozenset[str]) -> Block:
        self.number += 1
        line = _event("poke", shown, f"id: {self.epoch}-{self.number}\n")
        self._recent.append((self.number, line["body"], to))
        self._names += len(to)
        while len(self._recent) > RECENT_POKES or self._names > RECENT_NAMES:
            self._names -= len(self._recent.popleft()[2])
        return line


def _each(inboxes: "Inbox | Iterable[Inbox]") -> Iterable[Inbox]:
    return (inboxes,) if isinstance(inboxes, Inbox) else inboxes


def _event(name: str, data: Mapping[str, Any], before: str = "") -> Block:
    return block(f"{before}event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode())
