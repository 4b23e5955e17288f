"""Pokes: ids out, to people who are named. The browser then reads again through the ordinary, checked query."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from oase.live.sealing import seal

CHANNEL = "oase_live"
LARGEST_PAYLOAD = 5900
"""Bytes before sealing; PostgreSQL allows just under 8000, and sealed they are four thirds."""
LARGEST_PART = 3000
"""Bytes of names in one message of a payload."""


@dataclass(frozen=True)
class Poke:
    """Say to these readers that something about `topic` is new since `seq`.

    A reader is `person:<id>`, or `guest:<conversation id>` for someone without an account who came by a signed link.
    """

    topic: str
    seq: int
    to: tuple[str, ...]


def person(person_id: int) -> str:
    """How a signed-in person is named on the bus."""
    return f"person:{person_id}"


def guest(conversation_id: object) -> str:
    """How someone who holds the link of one conversation is named on the bus."""
    return f"guest:{conversation_id}"


def poke(pokes: Iterable[Poke]) -> None:
    """Send pokes with the running transaction: readers get them after its commit, or never.

    Nobody named, nobody told.
    """
    messages = [{"topic": one.topic, "seq": one.seq, "to": readers} for one in pokes for readers in _parts(one.to)]
    _send(list(_packed(messages)))


def revoke(readers: Collection[str]) -> None:
    """Close the streams of these readers at once: they signed out, or a session was ended."""
    _send([json.dumps({"close": part}) for part in _parts(sorted(readers))])


def _send(payloads: list[str]) -> None:
    if payloads:
        sealed = [seal(payload) for payload in payloads]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, payload) FROM unnest(%s::text[]) AS payload", [CHANNEL, sealed])


def _parts(readers: Sequence[str]) -> Iterable[list[str]]:
    part: list[str] = []
    size = 0
    for reader in readers:
        size += len(json.dumps(reader)) + 2
        if part and size > LARGEST_PART:
            yield part
            part, size = [], len(json.dumps(reader)) + 2
        part.append(reader)
    if part:
        yield part


def _packed(messages: list[dict[str, object]]) -> Iterable[str]:
    batch: list[dict[str, object]] = []
    for message in messages:
        if batch and len(json.dumps([*batch, message])) > LARGEST_PAYLOAD:
            yield json.dumps(batch)
            batch = []
        batch.append(message)
    if batch:
        yield json.dumps(batch)
