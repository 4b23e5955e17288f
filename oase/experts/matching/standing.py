"""Standings and placings, made from the facts: what experts did, what came of it, and who can be asked."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection, transaction

from oase.experts.matching.ranking import Record, reach
from oase.experts.reputation.levels import settle
from oase.jobs import clock

LETS_LIE = 15
"""Whoever let so many offers lie is no longer unknown, though they never took one."""

_LOCK = "SELECT person_id FROM oase_expert WHERE person_id = ANY(%(experts)s::bigint[]) ORDER BY 1 FOR NO KEY UPDATE"

# Whoever held a concern: how it left their hands is said by the event in the same moment.
_OUTCOMES = """
WITH work AS (
    SELECT a.holder_id AS expert_id, a.conversation_id, min(a.started_at) AS claimed_at, max(a.ended_at) AS left_at,
           bool_or(a.ended_at IS NULL) AS holds
      FROM oase_assignment a
     WHERE a.level = 'expert' AND a.holder_id = ANY(%(experts)s::bigint[])
     GROUP BY 1, 2
), seen AS (
    SELECT w.*, c.topic_id, c.solved_at,
           (SELECT last.level = 'expert' AND last.holder_id = w.expert_id FROM oase_assignment last
             WHERE last.conversation_id = c.id ORDER BY last.started_at DESC, last.id DESC LIMIT 1) AS theirs,
           (SELECT min(m.at) FROM oase_message m
             WHERE m.conversation_id = c.id AND m.author_id = w.expert_id AND m.author_role = 'expert') AS answered_at,
           r.stars,
           EXISTS (SELECT 1 FROM oase_event e
                    WHERE e.conversation_id = c.id AND e.kind IN ('given_on', 'lapsed', 'company_asked')
                      AND e.at >= w.left_at AND e.at < w.left_at + interval '1 minute') AS passed_on
      FROM work w
      JOIN oase_conversation c ON c.id = w.conversation_id AND c.topic_id IS NOT NULL
      JOIN oase_expert e ON e.person_id = w.expert_id
      LEFT JOIN oase_rating r ON r.conversation_id = c.id
)
INSERT INTO oase_outcome (expert_id, topic_id, conversation_id, result, stars, seconds, claimed_at)
SELECT expert_id, topic_id, conversation_id,
       CASE WHEN holds THEN 'open'
            WHEN theirs AND stars <= 2 THEN 'unsolved'
            WHEN theirs AND solved_at IS NOT NULL AND answered_at IS NOT NULL THEN 'solved'
            WHEN passed_on THEN 'unsolved'
            ELSE 'neither' END,
       CASE WHEN theirs AND answered_at IS NOT NULL THEN stars END,
       greatest(extract(epoch FROM answered_at - claimed_at), 1), claimed_at
  FROM seen
 ORDER BY expert_id, conversation_id
    ON CONFLICT (expert_id, conversation_id) DO UPDATE
   SET topic_id = excluded.topic_id, result = excluded.result, stars = excluded.stars, seconds = excluded.seconds
"""

# An offer counts as let lie when it was declined, when nobody took the question, or when a later wave had to be asked.
_STANDINGS = """
WITH outcomes AS (
    SELECT expert_id, topic_id, count(*) AS claimed,
           count(*) FILTER (WHERE result = 'solved') AS solved, count(*) FILTER (WHERE result = 'unsolved') AS unsolved,
           coalesce(sum(stars), 0) AS stars_sum, count(stars) AS stars, count(seconds) AS answered,
           coalesce(sum(ln(seconds)), 0) AS logs, coalesce(sum(ln(seconds) * ln(seconds)), 0) AS squares
      FROM oase_outcome WHERE expert_id = ANY(%(experts)s::bigint[])
     GROUP BY 1, 2
), lain AS (
    SELECT o.expert_id, c.topic_id, count(*) AS number
      FROM oase_offer o
      JOIN oase_assignment a ON a.id = o.assignment_id AND a.ended_at IS NOT NULL
      JOIN oase_conversation c ON c.id = a.conversation_id
      LEFT JOIN oase_assignment taken ON taken.conversation_id = a.conversation_id AND taken.level = 'expert'
           AND taken.started_at >= a.ended_at AND taken.started_at < a.ended_at + interval '1 second'
      LEFT JOIN oase_offer won ON won.assignment_id = a.id AND won.expert_id = taken.holder_id
     WHERE o.expert_id = ANY(%(experts)s::bigint[]) AND taken.holder_id IS DISTINCT FROM o.expert_id
       AND (o.declined_at IS NOT NULL OR taken.id IS NULL OR won.wave > o.wave)
     GROUP BY 1, 2
)
INSERT INTO oase_standing (expert_id, topic_id, level, offered, claimed, solved, unsolved, stars_sum, stars, answered,
                           seconds_log_sum, seconds_log_squares, checked, observed_at)
SELECT q.expert_id, q.topic_id, 'newcomer', coalesce(o.claimed, 0) + coalesce(l.number, 0), coalesce(o.claimed, 0),
       coalesce(o.solved, 0), coalesce(o.unsolved, 0), coalesce(o.stars_sum, 0), coalesce(o.stars, 0),
       coalesce(o.answered, 0), coalesce(o.logs, 0), coalesce(o.squares, 0), 0, 'epoch'
  FROM oase_qualification q
  LEFT JOIN outcomes o ON o.expert_id = q.expert_id AND o.topic_id = q.topic_id
  LEFT JOIN lain l ON l.expert_id = q.expert_id AND l.topic_id = q.topic_id
 WHERE q.expert_id = ANY(%(experts)s::bigint[])
 ORDER BY q.expert_id, q.topic_id
    ON CONFLICT (expert_id, topic_id) DO UPDATE
   SET offered = excluded.offered, claimed = excluded.claimed, solved = excluded.solved, unsolved = excluded.unsolved,
       stars_sum = excluded.stars_sum, stars = excluded.stars, answered = excluded.answered,
       seconds_log_sum = excluded.seconds_log_sum, seconds_log_squares = excluded.seconds_log_squares
"""

_TO_PLACE = """
SELECT q.expert_id, q.topic_id, t.first_answer_minutes,
       e.available AND e.there AND e.suspended_at IS NULL AND p.is_active
       AND (q.lapses_at IS NULL OR q.lapses_at > %(now)s::timestamptz)
       AND NOT EXISTS (SELECT 1 FROM oase_suspension r WHERE r.expert_id = q.expert_id
                          AND r.company_id = t.company_id AND r.lifted_at IS NULL) AS ready,
       ARRAY(SELECT jsonb_array_elements_text(e.languages)) AS languages,
       s.solved, s.unsolved, s.stars_sum, s.stars, s.offered, s.claimed, s.answered, s.seconds_log_sum,
       s.seconds_log_squares
  FROM oase_qualification q
  JOIN oase_expert e ON e.person_id = q.expert_id
  JOIN oase_person p ON p.id = q.expert_id
  JOIN oase_topic t ON t.id = q.topic_id
  JOIN oase_standing s ON s.expert_id = q.expert_id AND s.topic_id = q.topic_id
 WHERE q.expert_id = ANY(%(experts)s::bigint[])
"""

_PLACE = """
WITH wanted AS (
    SELECT * FROM unnest(%(who)s::bigint[], %(topics)s::bigint[], %(languages)s::text[], %(ready)s::boolean[],
                         %(fresh)s::boolean[], %(reach)s::float8[])
               AS w (expert_id, topic_id, language, ready, fresh, reach)
), gone AS (
    DELETE FROM oase_placing p WHERE p.expert_id = ANY(%(experts)s::bigint[]) AND NOT EXISTS (
        SELECT 1 FROM wanted w
         WHERE w.expert_id = p.expert_id AND w.topic_id = p.topic_id AND w.language = p.language)
)
INSERT INTO oase_placing (expert_id, topic_id, language, ready, "full", fresh, reach, lot)
SELECT expert_id, topic_id, language, ready, false, fresh, reach, random() FROM wanted
 ORDER BY expert_id, topic_id, language
    ON CONFLICT (expert_id, topic_id, language) DO UPDATE
   SET ready = excluded.ready, fresh = excluded.fresh, reach = excluded.reach
 WHERE (oase_placing.ready, oase_placing.fresh, oase_placing.reach)
       IS DISTINCT FROM (excluded.ready, excluded.fresh, excluded.reach)
"""


@transaction.atomic
def measure(expert_ids: Collection[int]) -> None:
    """Bring outcomes, standings and placings of these experts up to date with the facts; safe to repeat.

    To be called, in the same transaction, by whatever changes whether or what an expert can be offered.
    """
    if not expert_ids:
        return
    experts: dict[str, Any] = {"experts": sorted(set(expert_ids)), "now": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, experts)
        cursor.execute(_OUTCOMES, experts)
        cursor.execute(_STANDINGS, experts)
        settle(expert_ids)
        cursor.execute(_TO_PLACE, experts)
        cursor.execute(_PLACE, experts | _places(cursor.fetchall()))


def _places(rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        name: [] for name in ("who", "topics", "languages", "ready", "fresh", "reach")
    }  # fmt: skip
    for expert_id, topic_id, minutes, ready, languages, *counts in rows:
        record = Record(*counts)
        best = reach(record, promise_seconds=minutes * 60)
        for language in languages:
            row = (expert_id, topic_id, language, ready, record.fresh and record.offered < LETS_LIE, best)
            for column, value in zip(columns.values(), row, strict=True):
                column.append(value)
    return columns


_NOTICED = """
WITH since AS (SELECT coalesce(max(observed_at), 'epoch') - interval '1 minute' AS at FROM oase_standing)
SELECT a.holder_id FROM oase_assignment a, since
 WHERE a.level = 'expert' AND a.ended_at > since.at AND a.ended_at IS NOT NULL
 UNION
SELECT o.expert_id FROM oase_assignment a CROSS JOIN since JOIN oase_offer o ON o.assignment_id = a.id
 WHERE a.level = 'network' AND a.ended_at > since.at AND a.ended_at IS NOT NULL
 UNION
SELECT h.person_id FROM oase_rating r CROSS JOIN since JOIN oase_rating_helpers h ON h.rating_id = r.id
 WHERE r.at > since.at
 UNION
SELECT q.expert_id FROM oase_qualification q
 WHERE NOT EXISTS (SELECT 1 FROM oase_standing s WHERE s.expert_id = q.expert_id AND s.topic_id = q.topic_id)
"""


@transaction.atomic
def observe() -> int:
    """Measure everyone for whom something came to an end since this was last done, however long ago; how many."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_NOTICED)
        experts = [expert_id for (expert_id,) in cursor.fetchall()]
        if not experts:
            return 0
        measure(experts)
        # Facts are dated before they are committed: the last minute is looked at again next time.
        cursor.execute(
            "UPDATE oase_standing SET observed_at = %s::timestamptz WHERE expert_id = ANY(%s::bigint[])", [now, experts]
        )
    return len(experts)


_FILLED = """
WITH loaded AS (
    SELECT holder_id AS expert_id FROM oase_assignment WHERE level = 'expert' AND ended_at IS NULL
     UNION
    SELECT o.expert_id FROM oase_assignment a JOIN oase_offer o ON o.assignment_id = a.id
     WHERE a.level = 'network' AND a.ended_at IS NULL
     UNION
    SELECT expert_id FROM oase_placing WHERE "full"
), now AS (
    SELECT e.person_id AS expert_id,
           (SELECT count(*) FROM oase_assignment a
             WHERE a.holder_id = e.person_id AND a.level = 'expert' AND a.ended_at IS NULL) >= e.at_once
        OR (SELECT count(*) FROM oase_offer o
              JOIN oase_assignment w ON w.id = o.assignment_id AND w.ended_at IS NULL AND w.level = 'network'
             WHERE o.expert_id = e.person_id AND o.declined_at IS NULL
               AND o.expires_at > %(now)s::timestamptz) >= e.offers_at_once AS filled
      FROM oase_expert e JOIN loaded ON loaded.expert_id = e.person_id
), changed AS (
    SELECT p.id, now.filled FROM oase_placing p JOIN now ON now.expert_id = p.expert_id AND now.filled <> p."full"
       FOR UPDATE OF p SKIP LOCKED
)
UPDATE oase_placing p SET "full" = changed.filled, lot = random() FROM changed WHERE changed.id = p.id
"""


def note_load() -> int:
    """Note whose hands or desks are full now, and whose no longer are; how many places in the index changed."""
    with connection.cursor() as cursor:
        cursor.execute(_FILLED, {"now": clock.now()})
        return int(cursor.rowcount)
