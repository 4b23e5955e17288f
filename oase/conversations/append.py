"""The only writer of messages: one function for portals, channels and the API.

A batch is one transaction of three statements, whatever its size: one locks the conversations, one reads how they
stand (`footing.py`), one writes originals, messages, counters, turns and notices and tells readers. Under the locks
nobody else appends here: ten threads with the same client id write one message, and who was an expert a moment ago
writes none. Sent as one in a pipeline they took longer than one after another.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from oase.companies.words import NotAllowed as NotAllowed
from oase.conversations.audience import pokes_of
from oase.conversations.footing import Earlier, Ground, lock_all
from oase.conversations.models import Message
from oase.conversations.outbox import NOTICE_DELAY, key_of
from oase.conversations.rules import may_write
from oase.conversations.turning import turns_after
from oase.jobs import clock
from oase.live.notify import CHANNEL, sealed
from oase.privacy.models import Sealed


@dataclass(frozen=True)
class NewMessage:
    """A message to be appended. `body` is shielded; when it could not be, it is empty and `shielded_at` is None.

    placeholders: those of the conversation after this text; None leaves them as they are.
    """

    conversation_id: UUID
    client_id: UUID
    author_id: int
    author_role: str
    body: str
    shielded_at: datetime | None
    original: Sealed | None = None
    audience: str = Message.CONVERSATION
    placeholders: Mapping[str, str] | None = None

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.conversation_id, self.client_id


@dataclass(frozen=True)
class Appended:
    """Where a message stands. `new` is false when the same client id had been appended before."""

    id: int
    seq: int
    new: bool
    at: datetime


def again(earlier: Earlier, author_id: int) -> Appended:
    """The answer to a client id that was used before.

    Raises:
        NotAllowed: by somebody else.
    """
    if earlier.author_id != author_id:
        raise NotAllowed("another author used this client id")
    return Appended(earlier.id, earlier.seq, new=False, at=earlier.at)


SHIELD_CHANNEL = "oase_shield"
"""PostgreSQL's channel on which is said, without a word more, that something waits for the shield."""

_WRITE = """
WITH sealed AS (
    INSERT INTO oase_sealed (id, person_id, kind, ciphertext, created_at)
    SELECT id, person_id, kind, ciphertext, %(now)s::timestamptz
      FROM unnest(%(originals)s::uuid[], %(owners)s::bigint[], %(kinds)s::text[], %(ciphertexts)s::bytea[])
        AS t (id, person_id, kind, ciphertext)
     WHERE id IS NOT NULL
), written AS (
    INSERT INTO oase_message (conversation_id, seq, client_id, author_id, author_role, audience, body, shielded_at,
                              original_id, at)
    SELECT *, %(now)s::timestamptz
      FROM unnest(%(conversations)s::uuid[], %(seqs)s::int[], %(clients)s::uuid[], %(authors)s::bigint[],
                  %(roles)s::text[], %(audiences)s::text[], %(bodies)s::text[], %(shielded)s::timestamptz[],
                  %(originals)s::uuid[])
    RETURNING id, conversation_id, client_id
), counted AS (
    UPDATE oase_conversation c
       SET last_seq = t.last_seq, last_message_at = greatest(c.last_message_at, %(now)s::timestamptz),
           placeholders = coalesce(t.placeholders::jsonb, c.placeholders),
           solution_proposed_at = CASE WHEN NOT t.withdrawn THEN c.solution_proposed_at END,
           solution_proposed_by_id = CASE WHEN NOT t.withdrawn THEN c.solution_proposed_by_id END,
           solution_due_at = t.solution_due_at, solution_paused_at = t.solution_paused_at
      FROM unnest(%(counted)s::uuid[], %(last)s::int[], %(placeholders)s::text[], %(withdrawn)s::boolean[],
                  %(solutions)s::timestamptz[], %(paused)s::timestamptz[])
        AS t (id, last_seq, placeholders, withdrawn, solution_due_at, solution_paused_at)
     WHERE c.id = t.id
), turned AS (
    UPDATE oase_assignment a
       SET turn = t.turn, due_at = t.due_at, promise = 'next', promised_at = %(now)s::timestamptz, late_since = NULL,
           reminded_at = NULL, warned_at = NULL, told_early_at = NULL
      FROM unnest(%(assignments)s::bigint[], %(turns)s::text[], %(dues)s::timestamptz[]) AS t (id, turn, due_at)
     WHERE a.id = t.id
), sent AS (
    DELETE FROM oase_draft d
     USING unnest(%(conversations)s::uuid[], %(authors)s::bigint[]) AS t (conversation_id, author_id)
     WHERE d.conversation_id = t.conversation_id AND d.person_id = t.author_id
), noticed AS (
    INSERT INTO oase_outbox (conversation_id, recipient_id, kind, key, created_at, not_before, attempts)
    SELECT conversation_id, recipient_id, 'answered', key, %(now)s::timestamptz, %(not_before)s::timestamptz, 0
      FROM unnest(%(noticed)s::uuid[], %(recipients)s::bigint[], %(notices)s::text[])
        AS t (conversation_id, recipient_id, key)
    ON CONFLICT (key) DO NOTHING
)
SELECT id, conversation_id, client_id,
       (SELECT count(pg_notify(channel, payload))
          FROM unnest(%(channels)s::text[], %(payloads)s::text[]) AS t (channel, payload))
  FROM written
"""


def append(messages: Sequence[NewMessage], *, also: Collection[int] = ()) -> list[Appended]:
    """Append messages, each once, in the order given, with all that an ordinary message brings; all or none.

    What was begun in a draft is sent, an answer keeps the promise and makes it the customer's turn, the customer's
    words make it the holder's, a notice waits in the outbox, and readers are told; `also` other people than those who
    have the conversation now.

    Raises:
        NotAllowed: an author may not write in a conversation, or the conversation is not there.
    """
    if not messages:
        return []
    with transaction.atomic():
        ground = lock_all([message.key for message in messages])
        for message in messages:
            footing = ground.footings.get(message.conversation_id)
            if footing is None or not may_write(
                message.author_id, message.author_role, message.audience, footing.standing
            ):
                raise NotAllowed(f"person {message.author_id} may not write as {message.author_role}")
        return write(messages, ground, also=also)


def write(messages: Sequence[NewMessage], ground: Ground, *, also: Collection[int] = ()) -> list[Appended]:
    """What `append` does once the locks are taken and everyone may write, in the caller's transaction."""
    fresh: dict[tuple[UUID, UUID], NewMessage] = {}
    for message in messages:
        if message.key not in ground.earlier:
            fresh.setdefault(message.key, message)
    found = {key: Appended(one.id, one.seq, False, one.at) for key, one in ground.earlier.items()}
    written = _write(list(fresh.values()), ground, also) if fresh else {}
    known = found | written
    # Of two with the same client id the first is the new one.
    return [
        known[message.key] if fresh.get(message.key) is message else replace(known[message.key], new=False)
        for message in messages
    ]


def _write(fresh: Sequence[NewMessage], ground: Ground, also: Collection[int]) -> dict[tuple[UUID, UUID], Appended]:
    now, footings = clock.now(), ground.footings
    last = {message.conversation_id: footings[message.conversation_id].last_seq for message in fresh}
    seqs: dict[tuple[UUID, UUID], int] = {}
    placeholders: dict[UUID, str | None] = dict.fromkeys(last)
    for message in fresh:
        last[message.conversation_id] += 1
        seqs[message.key] = last[message.conversation_id]
        if message.placeholders is not None:
            placeholders[message.conversation_id] = json.dumps(message.placeholders, ensure_ascii=False)
    turns = turns_after(
        [(message.conversation_id, message.author_role, message.audience) for message in fresh], footings
    )
    changed = {turn.conversation_id: turn for turn in turns}
    solutions = [changed.get(one, footings[one]) for one in last]
    by_customers = {message.conversation_id for message in fresh if message.author_role == Message.CUSTOMER}
    answers = [
        message
        for message in fresh
        if message.author_role != Message.CUSTOMER and message.audience == Message.CONVERSATION
    ]
    originals = [message.original for message in fresh]
    waits = any(message.shielded_at is None and message.original is not None for message in fresh)
    said = _said(fresh, ground, last, also)
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            {
                "now": now,
                "conversations": [message.conversation_id for message in fresh],
                "seqs": [seqs[message.key] for message in fresh],
                "clients": [message.client_id for message in fresh],
                "authors": [message.author_id for message in fresh],
                "roles": [message.author_role for message in fresh],
                "audiences": [message.audience for message in fresh],
                "bodies": [message.body for message in fresh],
                "shielded": [message.shielded_at for message in fresh],
                "originals": [original and original.id for original in originals],
                "owners": [original and original.person_id for original in originals],
                "kinds": [original and original.kind for original in originals],
                "ciphertexts": [original and bytes(original.ciphertext) for original in originals],
                "counted": list(last),
                "last": list(last.values()),
                "placeholders": list(placeholders.values()),
                "withdrawn": [one in by_customers and footings[one].proposed for one in last],
                "solutions": [one.solution_due_at for one in solutions],
                "paused": [one.solution_paused_at for one in solutions],
                "assignments": [turn.assignment_id for turn in turns],
                "turns": [turn.turn for turn in turns],
                "dues": [turn.due_at for turn in turns],
                "noticed": [message.conversation_id for message in answers],
                "recipients": [footings[message.conversation_id].standing.customer_id for message in answers],
                "notices": [key_of("answered", message.conversation_id, str(seqs[message.key])) for message in answers],
                "not_before": now + NOTICE_DELAY,
                "channels": [CHANNEL] * len(said) + [SHIELD_CHANNEL] * waits,
                "payloads": said + [""] * waits,
            },
        )
        return {
            (conversation_id, client_id): Appended(one, seqs[conversation_id, client_id], True, now)
            for one, conversation_id, client_id, _ in cursor.fetchall()
        }


def _said(fresh: Sequence[NewMessage], ground: Ground, last: Mapping[UUID, int], also: Collection[int]) -> list[str]:
    """What readers are told, sealed."""
    heard = {message.conversation_id for message in fresh if message.audience == Message.CONVERSATION}
    changed = [(ground.footings[one].standing, one, seq, one not in heard) for one, seq in last.items()]
    return sealed(pokes_of(changed, also=also))
