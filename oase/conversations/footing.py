"""How conversations stand, read under their locks: everything an append must know, in one round trip."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from oase.conversations.rules import Standing


@dataclass(frozen=True)
class Footing:
    """One locked conversation. `stamp` changes whenever what the shield knows of its customer and choices does."""

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
    next_answer_minutes: int | None
    silence_days: int
    stamp: str


@dataclass(frozen=True)
class Earlier:
    """A message that is there already."""

    id: int
    seq: int
    author_id: int


@dataclass(frozen=True)
class Ground:
    """What `lock_all` found; what is not there is absent."""

    footings: dict[UUID, Footing]
    earlier: dict[tuple[UUID, UUID], Earlier]


# Statements sent as one: the lock's own snapshot is older than the wait for it, those after it are fresh.
_LOCK = """
SELECT FROM oase_conversation WHERE id = ANY(%(conversations)s) ORDER BY id FOR NO KEY UPDATE;
SELECT c.id, customer.person_id, a.level, a.holder_id, c.company_id, c.solved_at IS NULL,
       person.is_active AND key.erased_at IS NULL, c.last_seq, c.solution_proposed_at IS NOT NULL,
       c.placeholders::text, c.language, a.id, a.turn, topic.next_answer_minutes, company.silence_days,
       concat_ws(' ', customer.xmin, person.xmin, a.id, choices.stamp)
  FROM oase_conversation c
  JOIN oase_customer customer ON customer.id = c.customer_id
  JOIN oase_company company ON company.id = c.company_id
  JOIN oase_person person ON person.id = customer.person_id
  LEFT JOIN oase_personkey key ON key.person_id = customer.person_id
  LEFT JOIN oase_topic topic ON topic.id = c.topic_id
  LEFT JOIN oase_assignment a ON a.conversation_id = c.id AND a.ended_at IS NULL
  LEFT JOIN LATERAL (SELECT concat_ws(':', count(*), count(withdrawn_at), count(word_id), max(id)) AS stamp
                       FROM oase_choice WHERE conversation_id = c.id) choices ON true
 WHERE c.id = ANY(%(conversations)s);
SELECT m.company_id, array_agg(m.person_id ORDER BY m.person_id)
  FROM oase_membership m JOIN oase_person p ON p.id = m.person_id AND p.is_active
 WHERE m.left_at IS NULL
   AND m.company_id IN (SELECT company_id FROM oase_conversation WHERE id = ANY(%(conversations)s))
 GROUP BY m.company_id;
SELECT m.conversation_id, m.client_id, m.id, m.seq, m.author_id
  FROM unnest(%(pairs)s::uuid[], %(clients)s::uuid[]) AS wanted (conversation_id, client_id)
  JOIN oase_message m USING (conversation_id, client_id)
"""


def lock_all(keys: Collection[tuple[UUID, UUID]]) -> Ground:
    """Lock the conversations of these (conversation, client id) until the transaction ends, in the order of their ids.

    So two batches never wait for each other in a circle. What is read here sees what was committed before the locks
    were given: who was an expert here a moment ago is none now.
    """
    pairs = list(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            _LOCK,
            {
                "conversations": sorted({conversation_id for conversation_id, _ in pairs}),
                "pairs": [conversation_id for conversation_id, _ in pairs],
                "clients": [client_id for _, client_id in pairs],
            },
        )
        cursor.nextset()
        rows = cursor.fetchall()
        cursor.nextset()
        staff = {company_id: frozenset(people) for company_id, people in cursor.fetchall()}
        cursor.nextset()
        earlier = {(row[0], row[1]): Earlier(row[2], row[3], row[4]) for row in cursor.fetchall()}
    return Ground(_footings(rows, staff), earlier)


def _footings(rows: Iterable[tuple[Any, ...]], staff: dict[int, frozenset[int]]) -> dict[UUID, Footing]:
    footings: dict[UUID, Footing] = {}
    for one, customer_id, level, holder_id, company_id, is_open, there, last_seq, proposed, placeholders, *rest in rows:
        standing = Standing(customer_id, level, holder_id, company_id, is_open, staff.get(company_id, frozenset()))
        footings[one] = Footing(one, standing, there, last_seq, proposed, json.loads(placeholders), *rest)
    return footings
