"""What is said over the bus: ids and numbers to readers who are named, in payloads small enough for PostgreSQL."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

LARGEST_PAYLOAD = 5900
"""Bytes before sealing; PostgreSQL allows just under 8000, and sealed they are four thirds."""
LARGEST_PART = 3000
"""Bytes of names in one message of a payload."""
ANEW = '{"anew":true}'
"""Something may have been missed: every page reads again."""


@dataclass(frozen=True)
class Poke:
    """Say to these readers that something about `topic` is new since `seq`.

    A reader is `person:<id>`, or `guest:<conversation id>` for someone without an account who came by a signed link.
    """

    topic: str
    seq: int
    to: tuple[str, ...]


@dataclass(frozen=True)
class Sign:
    """Show these readers a short-lived sign about `topic`: somebody in this role types, is here, has read up to `seq`.

    It is stored nowhere, may be lost, and never holds up anything. `name` is a first name, for staff only.
    """

    topic: str
    kind: str
    role: str
    to: tuple[str, ...]
    seq: int | None = None
    name: str | None = None

    def shown(self) -> dict[str, object]:
        """What the reader gets: everything but who else gets it."""
        shown: dict[str, object] = {"topic": self.topic, "kind": self.kind, "role": self.role}
        return shown | {key: value for key in ("seq", "name") if (value := getattr(self, key))}


type Word = Poke | Sign


def person(person_id: int) -> str:
    """How a signed-in person is named on the bus."""
    return f"person:{person_id}"


def guest(conversation_id: object) -> str:
    """How someone who holds the link of one conversation is named on the bus."""
    return f"guest:{conversation_id}"


def payloads(words: Iterable[Word]) -> list[str]:
    """The words as JSON, each payload at most `LARGEST_PAYLOAD` bytes. Nobody named, nobody told.

    Of pokes about one topic to the same readers only the newest is said: they would all read the same.
    """
    return list(_packed(_dump(_message(word, part)) for word in _merged(words) for part in _parts(word.to)))


def closings(readers: Collection[str]) -> list[str]:
    """Payloads that end the streams of these readers."""
    return [_dump({"close": part}) for part in _parts(sorted(readers))]


def _merged(words: Iterable[Word]) -> Iterable[Word]:
    kept: dict[object, Word] = {}
    for word in words:
        key = (word.topic, word.to) if isinstance(word, Poke) else word
        known = kept.get(key)
        if not isinstance(known, Poke) or (isinstance(word, Poke) and word.seq > known.seq):
            kept[key] = word
    return kept.values()


def _message(word: Word, to: list[str]) -> dict[str, object]:
    if isinstance(word, Poke):
        return {"topic": word.topic, "seq": word.seq, "to": to}
    return {**word.shown(), "to": to}


def _parts(readers: Sequence[str]) -> Iterable[list[str]]:
    part: list[str] = []
    size = 0
    for reader in readers:
        length = len(json.dumps(reader)) + 1
        if part and size + length > LARGEST_PART:
            yield part
            part, size = [], 0
        part.append(reader)
        size += length
    if part:
        yield part


def _packed(messages: Iterable[str]) -> Iterable[str]:
    batch: list[str] = []
    size = 0
    for message in messages:
        if batch and size + len(message) + 2 > LARGEST_PAYLOAD:
            yield f"[{','.join(batch)}]"
            batch, size = [], 0
        batch.append(message)
        size += len(message) + 1
    if batch:
        yield f"[{','.join(batch)}]"


def _dump(message: object) -> str:
    return json.dumps(message, separators=(",", ":"))
