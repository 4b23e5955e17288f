"""Pokes: ids out, to people who are named. The browser then reads again through the ordinary, checked query."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

CHANNEL = "oase_live"
LARGEST_PAYLOAD = 7000
"""Bytes; PostgreSQL allows just under 8000."""


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
    messages = [
        {"topic": one.topic, "seq": one.seq, "to": list(one.to[start : start + 200])}
        for one in pokes
        for start in range(0, len(one.to), 200)
    ]
    payloads = list(_packed(messages))
    if payloads:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, payload) FROM unnest(%s::text[]) AS payload", [CHANNEL, payloads])


def revoke(readers: Collection[str]) -> None:
    """Close the streams of these readers at once: they signed out, or a session was ended."""
    if readers:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps({"close": sorted(readers)})])


def _packed(messages: list[dict[str, object]]) -> Iterable[str]:
    batch: list[dict[str, object]] = []
    for message in messages:
        if batch and len(json.dumps([*batch, message])) > LARGEST_PAYLOAD:
            yield json.dumps(batch)
            batch = []
        batch.append(message)
    if batch:
        yield json.dumps(batch)
