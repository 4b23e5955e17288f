"""How far the other side came, and what is new to somebody: read from the marks and from what they wrote themselves.

Whoever answers has read what stood before, whether a page of ours showed it to them or their mail did.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Progress:
    """Places in one conversation: up to which entry everything arrived or was read."""

    customer_delivered: int
    customer_read: int
    helpers_read: int
    """By those whose turn it is or was to help; a colleague of theirs who only looked in does not count."""
    asked: int
    """The customer's last message; 0 before the first."""
    answered: int
    """The last message to the customer; 0 before the first."""


_PROGRESS = """
WITH given AS (SELECT %(conversation)s::uuid AS id)
SELECT coalesce(max(r.delivered_seq) FILTER (WHERE r.role = 'customer'), 0),
       coalesce(max(r.read_seq) FILTER (WHERE r.role = 'customer'), 0),
       coalesce(max(r.read_seq) FILTER (WHERE r.role = 'expert' OR r.role = 'agent' AND EXISTS (
           SELECT FROM oase_assignment a WHERE a.conversation_id = r.conversation_id
              AND (a.holder_id = r.reader_id OR a.ended_at IS NULL AND a.level NOT IN ('network', 'expert')))), 0),
       (SELECT coalesce(max(m.seq), 0) FROM oase_message m
         WHERE m.conversation_id = given.id AND m.author_role = 'customer'),
       (SELECT coalesce(max(m.seq), 0) FROM oase_message m
         WHERE m.conversation_id = given.id AND m.author_role <> 'customer' AND m.audience = 'conversation')
  FROM given LEFT JOIN oase_readmark r ON r.conversation_id = given.id
 GROUP BY given.id
"""


def progress_of(conversation_id: UUID) -> Progress:
    """How far both sides came."""
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, {"conversation": conversation_id})
        delivered, read, helpers, asked, answered = cursor.fetchone()
    return Progress(max(delivered, read, asked), max(read, asked), max(helpers, answered), asked, answered)


# What is new to the customer: whatever the others said since they last read, wrote or did something.
_NEW_TO_CUSTOMER = """
SELECT m.conversation_id, count(*)
  FROM oase_conversation c
  JOIN oase_customer k ON k.id = c.customer_id
 CROSS JOIN LATERAL (SELECT greatest(
        (SELECT max(r.read_seq) FROM oase_readmark r WHERE r.conversation_id = c.id AND r.role = 'customer'),
        (SELECT max(m.seq) FROM oase_message m WHERE m.conversation_id = c.id AND m.author_role = 'customer'),
        (SELECT max(e.seq) FROM oase_event e WHERE e.conversation_id = c.id AND e.actor_id = k.person_id), 0) AS seq
 ) known
  JOIN oase_message m ON m.conversation_id = c.id AND m.seq > known.seq
   AND m.author_role <> 'customer' AND m.audience = 'conversation'
 WHERE c.id = ANY(%(conversations)s::uuid[]) GROUP BY 1
"""

# What is new to one of the staff, in what they hold or nobody holds yet: a colleague's case is the colleague's to read.
_NEW_TO_STAFF = """
WITH me AS (SELECT %(reader)s::bigint AS id)
SELECT m.conversation_id, count(*)
  FROM me
  JOIN oase_assignment a ON a.ended_at IS NULL AND a.level NOT IN ('network', 'expert')
   AND (a.holder_id IS NULL OR a.holder_id = me.id)
  JOIN oase_conversation c ON c.id = a.conversation_id
 CROSS JOIN LATERAL (SELECT greatest(
        (SELECT max(r.read_seq) FROM oase_readmark r
          WHERE r.conversation_id = c.id AND r.role = 'agent' AND r.reader_id = me.id),
        (SELECT max(m.seq) FROM oase_message m WHERE m.conversation_id = c.id AND m.author_id = me.id),
        (SELECT max(e.seq) FROM oase_event e WHERE e.conversation_id = c.id AND e.actor_id = me.id), 0) AS seq
 ) known
  JOIN oase_message m ON m.conversation_id = c.id AND m.seq > known.seq AND m.author_id <> me.id
 WHERE c.id = ANY(%(conversations)s::uuid[]) GROUP BY 1
"""


def new_to_customer(conversation_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many messages in each of these concerns their customer has not read; without any it is left out."""
    return _counted(_NEW_TO_CUSTOMER, conversation_ids, None)


def new_to_staff(person_id: int, conversation_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many messages and notes in each of these this member of the staff has not read, where it is theirs to."""
    return _counted(_NEW_TO_STAFF, conversation_ids, person_id)


def _counted(query: str, conversation_ids: Collection[UUID], reader_id: int | None) -> dict[UUID, int]:
    if not conversation_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(query, {"conversations": list(conversation_ids), "reader": reader_id})
        return dict(cursor.fetchall())
