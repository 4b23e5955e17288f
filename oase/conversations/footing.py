"""How conversations stand, read under their locks: everything an append must know, in two round trips."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from oase.conversations.rules import Standing


@dataclass(frozen=True)
class Footing:
    """One locked conversation.

    `stamp` changes whenever what the shield knows of its customer, of who holds it or cares for them, or choices does.
    """

    id: UUID
    standing: Standing
    there: bool
    """Whether its customer is: nobody would read what is written to the forgotten."""
    last_seq: int
    proposed: bool
    placeholders: dict[str, str]
    language: str
    assignment_id: int | None
    turn: str | None
    next_answer_minutes: int
    silence_days: int
    solution_due_at: datetime | None
    solution_paused_at: datetime | None
    solution_missed: bool
    stamp: str


@dataclass(frozen=True)
class Earlier:
    """A message that is there already."""

    id: int
    seq: int
    author_id: int
    at: datetime


@dataclass(frozen=True)
class Ground:
    """What `lock_all` found; what is not there is absent."""

    footings: dict[UUID, Footing]
    earlier: dict[tuple[UUID, UUID], Earlier]


# For the rest of the transaction plans are kept. Of an array whose length it does not know PostgreSQL expects ten rows,
# and takes a plan made for one to be cheaper each time: planning the joins below took ten times as long as running it.
_LOCK = """
SELECT set_config('plan_cache_mode', 'force_generic_plan', true)
  FROM oase_conversation WHERE id = ANY(%s::uuid[]) ORDER BY id FOR NO KEY UPDATE
"""

# A statement of its own: that of the lock has a snapshot older than the wait for it. IS NOT DISTINCT FROM, because no
# index serves it: PostgreSQL would else look through all messages of a conversation for the one with a client id. What
# was said before a concern was joined with another, or while it was, is said: then it counts wherever it was written.
_READ = """
SELECT wanted.conversation_id, wanted.client_id, m.id, m.seq, m.author_id, m.at,
       customer.person_id, a.level, a.holder_id, c.company_id, c.solved_at IS NULL,
       array(SELECT s.person_id FROM oase_membership s JOIN oase_person p ON p.id = s.person_id AND p.is_active
              WHERE s.company_id = c.company_id AND s.left_at IS NULL),
       person.is_active AND key.erased_at IS NULL, c.last_seq, c.solution_proposed_at IS NOT NULL,
       c.placeholders, c.language, a.id, a.turn,
       coalesce(topic.next_answer_minutes, company.next_answer_minutes), company.silence_days,
       c.solution_due_at, c.solution_paused_at, c.solution_missed_at IS NOT NULL,
       concat_ws(' ', customer.xmin, person.xmin, mailbox.xmin, a.id, choices.stamp, helpers.stamp)
  FROM unnest(%s::uuid[], %s::uuid[]) AS wanted (conversation_id, client_id)
  JOIN oase_conversation c ON c.id = wanted.conversation_id
  JOIN oase_customer customer ON customer.id = c.customer_id
  JOIN oase_company company ON company.id = c.company_id
  JOIN oase_person person ON person.id = customer.person_id
  LEFT JOIN oase_personkey key ON key.person_id = customer.person_id
  LEFT JOIN oase_mailbox mailbox ON mailbox.person_id = customer.person_id
  LEFT JOIN oase_topic topic ON topic.id = c.topic_id
  LEFT JOIN oase_assignment a ON a.conversation_id = c.id AND a.ended_at IS NULL
  LEFT JOIN oase_message m ON m.client_id = wanted.client_id
       AND (m.conversation_id IS NOT DISTINCT FROM c.id
            OR (EXISTS (SELECT FROM oase_merge g WHERE g.source_id = c.id OR g.target_id = c.id)
                AND EXISTS (SELECT FROM oase_conversation other
                             WHERE other.id = m.conversation_id AND other.customer_id = c.customer_id)))
 CROSS JOIN LATERAL (SELECT concat_ws(':', count(*), count(withdrawn_at), count(word_id), max(id)) AS stamp
                       FROM oase_choice WHERE conversation_id = c.id) choices
 CROSS JOIN LATERAL (SELECT string_agg(concat(helper.id, ':', helper.xmin), ',' ORDER BY helper.id) AS stamp
                       FROM oase_person helper
                      WHERE helper.id = ANY(array(SELECT s.person_id FROM oase_membership s
                                                   WHERE s.id IN (customer.advisor_id, customer.deputy_id))
                                            || a.holder_id)) helpers
"""


def lock_all(keys: Collection[tuple[UUID, UUID]]) -> Ground:
    """Lock the conversations of these (conversation, client id) until the transaction ends, in the order of their ids.

    So two batches never wait for each other in a circle. What is read here sees what was committed before the locks
    were given: who was an expert here a moment ago is none now.
    """
    conversations, clients = [one for one, _ in keys], [client for _, client in keys]
    footings: dict[UUID, Footing] = {}
    earlier: dict[tuple[UUID, UUID], Earlier] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [sorted(set(conversations))])
        cursor.execute(_READ, [conversations, clients])
        for one, client_id, message_id, seq, author_id, at, *row in cursor.fetchall():
            if one not in footings:
                footings[one] = _footing(one, *row)
            if message_id is not None:
                earlier[one, client_id] = Earlier(message_id, seq, author_id, at)
    return Ground(footings, earlier)


def _footing(
    one: UUID,
    customer_id: int,
    level: str | None,
    holder_id: int | None,
    company_id: int,
    is_open: bool,
    staff: list[int],
    there: bool,
    last_seq: int,
    proposed: bool,
    placeholders: str,
    *rest: Any,
) -> Footing:
    standing = Standing(customer_id, level, holder_id, company_id, is_open, frozenset(staff))
    return Footing(one, standing, there, last_seq, proposed, json.loads(placeholders), *rest)
