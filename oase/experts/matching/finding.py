"""Who is asked: experts who may answer it, are there and have room, as the database has them now.

`Placing` is an index of who is worth looking at. Whoever is found there is looked at once more, and then ranked.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from psycopg.sql import SQL, Literal

from oase.conversations.models import Assignment, Conversation
from oase.experts.matching.ranking import Contender, Ranked, Record, rank
from oase.experts.matching.waves import MOST_ASKED, Waves, waves_of
from oase.experts.models import Expert, Offer
from oase.jobs import clock
from oase.jobs.planned import keep_plans

MOST_CHANCES = 16
"""Of those who are still unknown, at least so many stand beside the best; drawn by lot."""
LOOK_FURTHER = 40
"""While too few of those looked at can be asked, so many times as many are looked at."""

_draw = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Sought:
    """For whom experts are looked for: a topic in a language, and who is not to be asked."""

    topic_id: int
    language: str
    without: frozenset[int] = frozenset()


# Who can be asked, meets what `qualified` below asks of them when they claim; a test holds the two together. How many
# are looked at stands in the statement: of a number it does not know yet PostgreSQL expects a tenth of all experts.
_POOL = SQL("""
WITH sought AS (
    SELECT * FROM unnest(%(topics)s::bigint[], %(languages)s::text[], %(without)s::text[])
             WITH ORDINALITY AS s (topic_id, language, without, place)
), found AS (
    SELECT s.place, s.topic_id, s.language, p.expert_id
      FROM sought s
     CROSS JOIN LATERAL (
           (SELECT expert_id FROM oase_placing
             WHERE topic_id = s.topic_id AND language = s.language AND ready AND NOT "full" AND NOT fresh
               AND expert_id <> ALL (s.without::bigint[])
             ORDER BY reach DESC, lot LIMIT {best})
           UNION
           (SELECT expert_id FROM oase_placing
             WHERE topic_id = s.topic_id AND language = s.language AND ready AND NOT "full" AND fresh
               AND expert_id <> ALL (s.without::bigint[])
             ORDER BY lot LIMIT {unknown})) p
)
SELECT f.place, e.person_id, held.number, e.offers_at_once - lying.number,
       s.solved, s.unsolved, s.stars_sum, s.stars, s.offered, s.claimed, s.answered, s.seconds_log_sum,
       s.seconds_log_squares
  FROM found f
  JOIN oase_expert e ON e.person_id = f.expert_id
  JOIN oase_person person ON person.id = e.person_id AND person.is_active
  JOIN oase_qualification q ON q.expert_id = e.person_id AND q.topic_id = f.topic_id
  JOIN oase_standing s ON s.expert_id = e.person_id AND s.topic_id = f.topic_id
 CROSS JOIN LATERAL (
       SELECT count(*) AS number FROM oase_assignment a
        WHERE a.holder_id = e.person_id AND a.level = 'expert' AND a.ended_at IS NULL) held
 CROSS JOIN LATERAL (
       SELECT count(*) AS number FROM oase_offer o
         JOIN oase_assignment w ON w.id = o.assignment_id AND w.ended_at IS NULL AND w.level = 'network'
        WHERE o.expert_id = e.person_id AND o.declined_at IS NULL AND o.expires_at > %(now)s::timestamptz) lying
 WHERE e.available AND e.there AND e.suspended_at IS NULL AND e.languages @> to_jsonb(f.language)
   AND (q.lapses_at IS NULL OR q.lapses_at > %(now)s::timestamptz)
   AND held.number < e.at_once AND lying.number < e.offers_at_once
   AND NOT EXISTS (SELECT 1 FROM oase_membership m JOIN oase_topic t ON t.id = f.topic_id
                    WHERE m.person_id = e.person_id AND m.company_id = t.company_id AND m.left_at IS NULL)
   AND NOT EXISTS (SELECT 1 FROM oase_suspension r JOIN oase_topic t ON t.id = f.topic_id
                    WHERE r.expert_id = e.person_id AND r.company_id = t.company_id AND r.lifted_at IS NULL)
""")


def pools(sought: Sequence[Sought], *, most: int) -> list[list[Contender]]:
    """For each: experts who can be asked now, at least `most` of them if there are so many, in no order."""
    best = most * 2
    found = _look(sought, best)
    # Those at the top may all have filled their hands since the index was last brought up to date.
    while short := [place for place, pool in enumerate(found) if len(pool) < most and _holds_more(sought[place], best)]:
        best *= LOOK_FURTHER
        for place, pool in zip(short, _look([sought[place] for place in short], best), strict=True):
            found[place] = pool
    return found


def _look(sought: Sequence[Sought], best: int) -> list[list[Contender]]:
    pool: list[list[Contender]] = [[] for _ in sought]
    if not sought:
        return pool
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        keep_plans(cursor)
        cursor.execute(
            _POOL.format(best=Literal(best), unknown=Literal(max(best // 2, MOST_CHANCES))),
            {
                "topics": [one.topic_id for one in sought],
                "languages": [one.language for one in sought],
                "without": ["{" + ",".join(map(str, one.without)) + "}" for one in sought],
                "now": clock.now(),
            },
        )
        for place, expert_id, held, room, *counts in cursor.fetchall():
            pool[place - 1].append(Contender(expert_id, Record(*counts), held, room))
    return pool


def _holds_more(one: Sought, looked_at: int) -> bool:
    """Whether the index holds more than were looked at."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT 1 FROM oase_placing WHERE topic_id = %s::bigint AND language = %s::text AND ready AND NOT "full"'
            " OFFSET %s::int LIMIT 1",
            [one.topic_id, one.language, looked_at],
        )
        return cursor.fetchone() is not None


def first_asked(
    sought: Collection[tuple[int, str, Waves, float]], *, questions: int = 1
) -> Mapping[tuple[int, str], list[Ranked]]:
    """For new questions: for each topic and language, with its waves and its promise in seconds, the best matches now.

    A first wave for each of so many `questions` (at most `MOST_ASKED` experts) and one to spare, as the asker may be
    among them: whose question it is makes no difference here.
    """
    asked = list(sought)
    number = {(topic_id, language): _enough(waves, questions) for topic_id, language, waves, _ in asked}
    most = max(number.values(), default=0)
    found = pools([Sought(topic_id, language) for topic_id, language, _, _ in asked], most=most)
    return {
        (topic_id, language): rank(pool, promise_seconds=seconds, draw=_draw)[: number[topic_id, language]]
        for (topic_id, language, _, seconds), pool in zip(asked, found, strict=True)
    }


def _enough(waves: Waves, questions: int) -> int:
    return max(waves.size(1), min(waves.size(1) * questions, MOST_ASKED)) + 1


def matches(conversation: Conversation, *, most: int) -> list[Ranked]:
    """The `most` best matches for a conversation now, best first.

    Never its customer, someone who held this very question, declined it or has it on offer now. Who was only slower
    than another is asked again when that one gives it back.
    """
    topic = conversation.topic
    if topic is None or most < 1:
        return []
    without = {conversation.customer.person_id, *_not_again(conversation)}
    (pool,) = pools([Sought(topic.pk, conversation.language, frozenset(without - {None}))], most=most)
    waiting = conversation.assignments.filter(ended_at=None).first() if not conversation._state.adding else None
    left = (waiting.due_at - clock.now()).total_seconds() if waiting else topic.first_answer_minutes * 60
    return rank(pool, promise_seconds=max(left, 60), draw=_draw)[:most]


def wave_for(conversation: Conversation, wave: int) -> list[Ranked]:
    """Who is asked in wave number `wave` (the first is 1)."""
    return matches(conversation, most=waves_of(conversation.topic).size(wave)) if conversation.topic else []


def anybody_for(conversation: Conversation) -> bool:
    """Whether there is an expert who can be asked now."""
    return bool(matches(conversation, most=1))


def _not_again(conversation: Conversation) -> set[int]:
    if conversation._state.adding:
        return set()
    closed = Q(assignment__ended_at=None) | ~Q(declined_at=None)
    asked = Offer.objects.filter(closed, assignment__conversation=conversation).values_list("expert_id", flat=True)
    held = Assignment.objects.filter(conversation=conversation).exclude(holder=None).values_list("holder_id", flat=True)
    return {*asked, *held}


def qualified(conversation: Conversation) -> QuerySet[Expert]:
    """Experts who may answer it at all: qualified now, not suspended, and neither the customer nor the company's own
    staff.
    """
    if conversation.topic is None:
        return Expert.objects.none()
    return (
        Expert.objects.filter(
            Q(qualifications__lapses_at=None) | Q(qualifications__lapses_at__gt=clock.now()),
            qualifications__topic=conversation.topic,
            person__is_active=True,
            suspended_at=None,
        )
        .exclude(person_id=conversation.customer.person_id)
        .exclude(person__memberships__in=conversation.company.memberships.filter(left_at=None))
        .exclude(suspensions__in=conversation.company.suspensions.filter(lifted_at=None))
    )
