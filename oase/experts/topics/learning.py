"""A company's recogniser learns: from the examples of its topics, its solved concerns and what its staff put right."""

import logging
import time
from collections import Counter
from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from threadpoolctl import threadpool_limits

from oase.companies.models import Topic
from oase.experts.topics.models import Recognition
from oase.experts.topics.packing import FORM, pack
from oase.experts.topics.training import Example, train
from oase.jobs import clock

log = logging.getLogger(__name__)
FEWEST: Final = 3
"""Examples a topic needs; one with fewer is recognised by its keywords only."""
MOST_CONVERSATIONS: Final = 10_000
MOST_OF_ONE: Final = 5
"""So many concerns of one customer teach what a topic is."""
NEWLY_SOLVED: Final = 20
"""So many solved concerns are worth learning again, or a tenth of those learned from if that is more."""
AGAIN_AFTER: Final = timedelta(days=7)
"""What was learned from concerns is learned anew by then, so that what was erased meanwhile is not remembered."""

# Of every company: what its recogniser should have been taught, what it was, and how much was solved since.
_TAUGHT = """
SELECT c.id AS company_id, r.learned_from, r.learned_at, r.conversations, md5(concat(%s::text,
       (SELECT string_agg(concat(t.id, t.examples), ' ' ORDER BY t.id)
          FROM oase_topic t WHERE t.company_id = c.id), '/',
       (SELECT concat(count(*), ' ', max(x.id)) FROM oase_topiccorrection x
          JOIN oase_conversation v ON v.id = x.conversation_id WHERE v.company_id = c.id))) AS taught,
       (SELECT count(*) FROM oase_conversation v
         WHERE v.company_id = c.id AND v.topic_id IS NOT NULL AND v.solved_at > r.learned_at
           AND v.merged_into_id IS NULL) AS solved
  FROM oase_company c LEFT JOIN oase_recognition r ON r.company_id = c.id
"""
_DUE = f"""
SELECT company_id FROM ({_TAUGHT}) found
 WHERE learned_from IS DISTINCT FROM taught OR solved >= greatest(%s::int, conversations / 10)
    OR (conversations > 0 AND learned_at < %s::timestamptz)
 ORDER BY learned_at NULLS FIRST, company_id
"""
# What the customer said first, as experts may read it. The last correction counts more than the conversation's topic.
# A customer chooses a topic and closes their concern as they like: so only what was answered teaches, and of one
# customer a few. What the staff put right counts always.
_CONVERSATIONS = """
SELECT words, topic_id FROM (
SELECT v.id, v.opened_at, concat_ws(E'\\n', nullif(v.subject, ''), m.body) AS words, x.id IS NOT NULL AS corrected,
       CASE WHEN x.id IS NULL THEN v.topic_id ELSE x.topic_id END AS topic_id,
       row_number() OVER (PARTITION BY v.customer_id, v.topic_id, x.id IS NOT NULL
                              ORDER BY v.opened_at DESC, v.id) AS place
  FROM oase_conversation v
  JOIN LATERAL (SELECT body FROM oase_message m WHERE m.conversation_id = v.id AND m.author_role = 'customer'
                   AND m.audience = 'conversation' ORDER BY m.seq LIMIT 1) m ON m.body <> ''
  LEFT JOIN LATERAL (SELECT id, topic_id FROM oase_topiccorrection x
                      WHERE x.conversation_id = v.id ORDER BY x.at DESC, x.id DESC LIMIT 1) x ON true
 WHERE v.company_id = %s::bigint
   AND (x.id IS NOT NULL OR (v.solved_at IS NOT NULL AND v.topic_id IS NOT NULL AND v.merged_into_id IS NULL
        AND EXISTS (SELECT FROM oase_message a WHERE a.conversation_id = v.id AND a.author_role <> 'customer'
                       AND a.audience = 'conversation')))) taught
 WHERE corrected OR place <= %s::int
 ORDER BY opened_at DESC, id LIMIT %s::int
"""


def due() -> list[int]:
    """Companies whose recogniser has something to learn, who waits longest first."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [FORM, NEWLY_SOLVED, clock.now() - AGAIN_AFTER])
        return [row[0] for row in cursor.fetchall()]


def learn(company_id: int) -> Recognition:
    """Teach this company's recogniser anew and keep what it learned. Takes seconds with thousands of examples.

    What changes meanwhile is found again by `due`.
    """
    at, began = clock.now(), time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT taught FROM ({_TAUGHT} WHERE c.id = %s::bigint) found", [FORM, company_id])
        (taught,) = cursor.fetchone()
    given = examples_of(company_id)
    asked = _conversations(company_id)
    examples = _enough([*given, *asked])
    data, right = b"", None
    if examples:
        with threadpool_limits(1):
            learned = train(examples)
        data, right = pack(learned.recogniser), learned.right
    seconds = time.monotonic() - began
    values = {
        "data": data,
        "learned_from": taught,
        "examples": len(examples),
        "conversations": len(asked),
        "right": right,
        "seconds": seconds,
        "learned_at": at,
    }
    with transaction.atomic():
        row, new = Recognition.objects.select_for_update().get_or_create(company_id=company_id, defaults=values)
        if not new:
            for name, value in values.items():
                setattr(row, name, value)
            row.version += 1
            row.save()
    log.info("company %s: learned topics from %s examples in %.1f s", company_id, len(examples), seconds)
    return row


def examples_of(company_id: int) -> list[Example]:
    """The questions that the company wrote down for its topics."""
    topics = Topic.objects.filter(company_id=company_id).only("pk", "examples")
    return [Example(text, str(topic.pk)) for topic in topics for text in topic.examples]


def _conversations(company_id: int) -> list[Example]:
    with connection.cursor() as cursor:
        cursor.execute(_CONVERSATIONS, [company_id, MOST_OF_ONE, MOST_CONVERSATIONS])
        return [Example(text, None if topic is None else str(topic)) for text, topic in cursor.fetchall()]


def _enough(examples: list[Example]) -> list[Example]:
    """Those of topics with enough of them; none at all when that leaves fewer than two topics."""
    examples = list(dict.fromkeys(examples))
    count = Counter(one.label for one in examples if one.label is not None)
    kept = {label for label, many in count.items() if many >= FEWEST}
    if len(kept) < 2:
        return []
    return [one for one in examples if one.label is None or one.label in kept]
