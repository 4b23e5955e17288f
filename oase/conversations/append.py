"""The only writer of messages: one function for portals, channels and the API.

A batch is one transaction of two round trips, whatever its size: one locks the conversations in the order of their ids
(so that two batches never wait for each other in a circle) and tells who may write; one stores originals and messages,
counts them and leaves out what was there already. Each statement after the lock sees what was committed before the
locks were given, so ten threads with the same client id write one message, and who was an expert here a moment ago
writes none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from oase.conversations.rules import Standing, may_write
from oase.jobs import clock
from oase.privacy.models import Sealed


class NotAllowed(Exception):
    """The author may not write in this conversation now."""


@dataclass(frozen=True)
class NewMessage:
    """A message to be appended. `body` is shielded; when it could not be, it is empty and `shielded_at` is None."""

    conversation_id: UUID
    client_id: UUID
    author_id: int
    author_role: str
    body: str
    shielded_at: datetime | None
    original: Sealed | None = None
    audience: str = "conversation"


@dataclass(frozen=True)
class Appended:
    """Where a message stands. `new` is false when the same client id had been appended before."""

    id: int
    seq: int
    new: bool


# Two statements sent as one: the lock's own snapshot is older than the wait for it, the second one is fresh.
_LOCK = """
SELECT FROM oase_conversation WHERE id = ANY(%(conversations)s) ORDER BY id FOR NO KEY UPDATE;
SELECT c.id, customer.person_id, a.level, a.holder_id, c.company_id, c.solved_at IS NULL AS open,
       array(SELECT m.person_id FROM oase_membership m
              JOIN oase_person p ON p.id = m.person_id AND p.is_active
             WHERE m.company_id = c.company_id AND m.left_at IS NULL AND m.person_id = ANY(%(authors)s)) AS staff
  FROM oase_conversation c
  JOIN oase_customer customer ON customer.id = c.customer_id
  LEFT JOIN oase_assignment a ON a.conversation_id = c.id AND a.ended_at IS NULL
 WHERE c.id = ANY(%(conversations)s)
"""

_INSERT = """
WITH input AS (
    SELECT * FROM unnest(%(conversations)s::uuid[], %(clients)s::uuid[], %(authors)s::bigint[], %(roles)s::text[],
                         %(audiences)s::text[], %(bodies)s::text[], %(shielded)s::timestamptz[], %(originals)s::uuid[],
                         %(owners)s::bigint[], %(kinds)s::text[], %(ciphertexts)s::bytea[])
      WITH ORDINALITY AS t(conversation_id, client_id, author_id, author_role, audience, body, shielded_at, original_id,
                           owner_id, kind, ciphertext, place)
), fresh AS (
    SELECT *, row_number() OVER (PARTITION BY conversation_id ORDER BY place) AS step
      FROM (SELECT DISTINCT ON (conversation_id, client_id) * FROM input ORDER BY conversation_id, client_id, place) i
     WHERE NOT EXISTS (SELECT 1 FROM oase_message m
                        WHERE m.conversation_id = i.conversation_id AND m.client_id = i.client_id)
), sealed AS (
    INSERT INTO oase_sealed (id, person_id, kind, ciphertext, created_at)
    SELECT original_id, owner_id, kind, ciphertext, %(now)s FROM fresh WHERE original_id IS NOT NULL
), written AS (
    INSERT INTO oase_message (conversation_id, seq, client_id, author_id, author_role, audience, body, shielded_at,
                              original_id, at)
    SELECT f.conversation_id, c.last_seq + f.step, f.client_id, f.author_id, f.author_role, f.audience, f.body,
           f.shielded_at, f.original_id, %(now)s
      FROM fresh f JOIN oase_conversation c ON c.id = f.conversation_id
    RETURNING id, seq, conversation_id, client_id
), counted AS (
    UPDATE oase_conversation c SET last_seq = c.last_seq + n.steps, last_message_at = %(now)s
      FROM (SELECT conversation_id, max(step) AS steps FROM fresh GROUP BY conversation_id) n
     WHERE c.id = n.conversation_id
)
SELECT id, seq, conversation_id, client_id, true FROM written
UNION ALL
SELECT m.id, m.seq, m.conversation_id, m.client_id, false
  FROM oase_message m JOIN input i USING (conversation_id, client_id)
"""


def append(messages: Sequence[NewMessage]) -> list[Appended]:
    """Append messages, each once, in the order given; all or none.

    The caller pokes readers (`audience.tell`) in the same transaction, once for a whole batch.

    Raises:
        NotAllowed: an author may not write in a conversation, or the conversation is not there.
    """
    if not messages:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            _LOCK,
            {
                "conversations": sorted({message.conversation_id for message in messages}),
                "authors": sorted({message.author_id for message in messages}),
            },
        )
        cursor.nextset()
        standings = {
            row[0]: Standing(row[1], row[2], row[3], row[4], row[5], frozenset(row[6])) for row in cursor.fetchall()
        }
        for message in messages:
            standing = standings.get(message.conversation_id)
            if standing is None or not may_write(message.author_id, message.author_role, message.audience, standing):
                raise NotAllowed(f"person {message.author_id} may not write as {message.author_role}")
        originals = [message.original for message in messages]
        cursor.execute(
            _INSERT,
            {
                "conversations": [message.conversation_id for message in messages],
                "clients": [message.client_id for message in messages],
                "authors": [message.author_id for message in messages],
                "roles": [message.author_role for message in messages],
                "audiences": [message.audience for message in messages],
                "bodies": [message.body for message in messages],
                "shielded": [message.shielded_at for message in messages],
                "originals": [original and original.id for original in originals],
                "owners": [original and original.person_id for original in originals],
                "kinds": [original and original.kind for original in originals],
                "ciphertexts": [original and bytes(original.ciphertext) for original in originals],
                "now": clock.now(),
            },
        )
        rows = {(row[2], row[3]): Appended(row[0], row[1], row[4]) for row in reversed(cursor.fetchall())}
    return [rows[message.conversation_id, message.client_id] for message in messages]
