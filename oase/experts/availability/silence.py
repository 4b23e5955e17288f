"""Whoever lets one burst of offers after another lie is paused, gently: nobody waits for them, nobody hammers."""

from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db import connection, transaction

from oase.experts.availability.models import ExpertNotice, Pause
from oase.experts.availability.notices import post
from oase.experts.availability.presence import keep
from oase.experts.models import Expert
from oase.jobs import clock
from oase.live.notify import Poke, person, poke

BURST = timedelta(minutes=10)
"""What is offered within so long is one occasion to react."""
FAIR = timedelta(minutes=5)
"""An offer that was gone sooner, because somebody was faster, is held against nobody."""
IN_A_ROW = 5
LOOKS_BACK = timedelta(days=14)

# A reaction is claiming, declining, finishing something, or changing anything about being there. Whoever holds a
# conversation is busy, not silent. An offer counts once it has stood for a fair time.
_LET_LIE = """
WITH reacted AS (
    SELECT e.person_id,
           greatest(e.since, av.reacted_at,
                    (SELECT max(o.declined_at) FROM oase_offer o WHERE o.expert_id = e.person_id),
                    (SELECT max(greatest(a.started_at, a.ended_at)) FROM oase_assignment a
                      WHERE a.holder_id = e.person_id AND a.level = 'expert')) AS at
      FROM oase_expert e
      LEFT JOIN oase_availability av ON av.person_id = e.person_id
     WHERE e.there
       AND EXISTS (SELECT 1 FROM oase_offer o WHERE o.expert_id = e.person_id AND o.expires_at > %(since)s::timestamptz)
       AND NOT EXISTS (SELECT 1 FROM oase_assignment a
                        WHERE a.holder_id = e.person_id AND a.level = 'expert' AND a.ended_at IS NULL)
)
SELECT o.expert_id, o.offered_at
  FROM reacted
  JOIN oase_offer o ON o.expert_id = reacted.person_id AND o.offered_at > greatest(reacted.at, %(since)s::timestamptz)
  JOIN oase_assignment a ON a.id = o.assignment_id
 WHERE least(o.expires_at, a.ended_at, %(now)s::timestamptz) >= o.offered_at + make_interval(secs => %(fair)s::float)
 ORDER BY o.expert_id, o.offered_at
"""


def bursts(moments: list[datetime]) -> int:
    """How many occasions to react these offers were; `moments` in order."""
    number, begun = 0, None
    for moment in moments:
        if begun is None or moment >= begun + BURST:
            number, begun = number + 1, moment
    return number


def pause_the_silent() -> int:
    """Pause every expert who has let `IN_A_ROW` bursts lie since they last reacted; how many."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_LET_LIE, {"now": now, "since": now - LOOKS_BACK, "fair": FAIR.total_seconds()})
        rows = cursor.fetchall()
    let_lie = {pk: bursts([at for _, at in group]) for pk, group in groupby(rows, key=itemgetter(0))}
    return sum(_pause(pk, number) for pk, number in let_lie.items() if number >= IN_A_ROW)


@transaction.atomic
def _pause(person_id: int, unanswered: int) -> bool:
    expert = Expert.objects.select_for_update(no_key=True).get(pk=person_id)
    if not expert.there or Pause.objects.filter(person_id=person_id).exists():
        return False
    now = clock.now()
    Pause.objects.create(person_id=person_id, since=now, unanswered=unanswered)
    post(person_id=person_id, kind=ExpertNotice.PAUSED, key=f"paused:{person_id}:{now:%s}")
    keep([person_id])
    poke([Poke("desk", 0, (person(person_id),))])
    return True
