"""The end of a qualification comes near, and comes: its expert is told each time, and is not asked after it."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from oase.experts.matching.standing import measure
from oase.experts.programme.models import Programme
from oase.jobs import clock

LOOKS_BACK = timedelta(days=7)
"""Whoever was away that long hears of an end that passed meanwhile; of older ones nobody is told any more."""

_TELL = """
INSERT INTO oase_programmenotice (expert_id, topic_id, kind, reason, lapses_at, key, at, not_before, attempts)
SELECT q.expert_id, q.topic_id, %(kind)s::text,
       coalesce((SELECT told.reason FROM oase_programmenotice told
                  WHERE told.expert_id = q.expert_id AND told.topic_id = q.topic_id AND told.kind = 'lapses'
                    AND told.lapses_at = q.lapses_at), 'year'),
       q.lapses_at,
       format('%%s:%%s:%%s:%%s', %(kind)s::text, q.expert_id, q.topic_id,
              (extract(epoch FROM q.lapses_at) * 1000000)::bigint),
       %(now)s::timestamptz, %(now)s::timestamptz, 0
  FROM oase_qualification q
  JOIN oase_topic t ON t.id = q.topic_id
  JOIN oase_person p ON p.id = q.expert_id AND p.is_active
  LEFT JOIN oase_programme programme ON programme.company_id = t.company_id
 WHERE {which}
   AND NOT EXISTS (SELECT 1 FROM oase_programmenotice n WHERE n.expert_id = q.expert_id AND n.topic_id = q.topic_id
                      AND n.kind = %(kind)s::text AND n.lapses_at = q.lapses_at)
    ON CONFLICT (key) DO NOTHING
RETURNING expert_id
"""
_SOON = _TELL.format(
    which="q.lapses_at > %(now)s::timestamptz AND q.lapses_at <= %(now)s::timestamptz"
    " + coalesce(programme.notice_days, %(days)s::int) * interval '1 day'"
)
_ENDED = _TELL.format(
    which="q.lapses_at <= %(now)s::timestamptz AND q.lapses_at > %(now)s::timestamptz - %(back)s::interval"
)


@transaction.atomic
def tell() -> tuple[int, int]:
    """Write the notices that are due: how many qualifications end soon, and how many have ended."""
    given: dict[str, Any] = {"now": clock.now(), "days": Programme().notice_days, "back": LOOKS_BACK}
    with connection.cursor() as cursor:
        cursor.execute(_SOON, {**given, "kind": "lapses"})
        soon = cursor.fetchall()
        cursor.execute(_ENDED, {**given, "kind": "lapsed"})
        ended = cursor.fetchall()
    measure({expert_id for (expert_id,) in ended})
    return len(soon), len(ended)
