"""How much of other people's words one account can read: a stolen one reads at most `MOST` conversations an hour.

Counted below the pages and for the account, so that neither more sessions nor requests at once nor claims given back
open more. What is held now counts as read whether it was or not: so what somebody holds can always be answered.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oase.conversations.words import Refused
from oase.experts.reputation import alarms
from oase.experts.reputation.models import Opening
from oase.jobs import clock

MOST = 20
"""Different conversations within `WINDOW`."""
WINDOW = timedelta(hours=1)
GLIMPSES = 14
"""So many may be used up by the first words on offers; the others are kept for questions that are taken without."""
LOCK = 0x0A5E
"""The first key of the advisory lock that is taken for each account; the second is the person."""

# What they could read within the window, and when last; what is held can be read now.
_READ = """
SELECT conversation_id, nullif(max(at), 'infinity') FROM (
    SELECT conversation_id, at FROM oase_opening WHERE expert_id = %s::bigint AND at > %s::timestamptz
     UNION ALL
    SELECT conversation_id, 'infinity' FROM oase_assignment
     WHERE holder_id = %s::bigint AND level = 'expert' AND ended_at IS NULL
     UNION ALL
    SELECT conversation_id, ended_at FROM oase_assignment
     WHERE holder_id = %s::bigint AND level = 'expert' AND ended_at > %s::timestamptz) readable
 GROUP BY conversation_id
"""
_RESTING = """
SELECT 1 FROM oase_expert e WHERE e.person_id = %s::bigint AND (e.suspended_at IS NOT NULL OR EXISTS (
    SELECT 1 FROM oase_suspension s JOIN oase_conversation c ON c.company_id = s.company_id AND c.id = %s::uuid
     WHERE s.expert_id = e.person_id AND s.lifted_at IS NULL))
"""
_OPENED = """
INSERT INTO oase_opening (expert_id, conversation_id, session, excerpt, first_at, at)
SELECT person_id, %s::uuid, %s::text, false, %s::timestamptz, %s::timestamptz
  FROM oase_expert WHERE person_id = %s::bigint
    ON CONFLICT (expert_id, conversation_id) DO UPDATE SET session = excluded.session, excerpt = false, at = excluded.at
"""


_UNREAD = """
SELECT offered.conversation_id FROM (
    SELECT a.conversation_id, min(a.due_at) AS due_at FROM oase_offer o
      JOIN oase_assignment a ON a.id = o.assignment_id AND a.ended_at IS NULL AND a.level = 'network'
     WHERE o.expert_id = %s::bigint AND o.declined_at IS NULL GROUP BY 1
     UNION ALL
    SELECT a.conversation_id, min(k.until_at) FROM oase_askedtocheck asked
      JOIN oase_check k ON k.id = asked.check_of_id AND k.decided_at IS NULL
      JOIN oase_assignment a ON a.id = k.assignment_id AND a.ended_at IS NULL
     WHERE asked.expert_id = %s::bigint AND asked.passed_at IS NULL AND k.checker_id IS NULL GROUP BY 1) offered
 WHERE NOT EXISTS (SELECT 1 FROM oase_opening r
                    WHERE r.expert_id = %s::bigint AND r.conversation_id = offered.conversation_id
                      AND r.at > %s::timestamptz)
 GROUP BY offered.conversation_id ORDER BY min(offered.due_at), offered.conversation_id LIMIT 50
"""


class Stopped(Refused):
    """This account may open nothing now: it opened as many as one may within an hour, or it is suspended."""


@transaction.atomic
def opening(person_id: int, conversation_id: UUID, session_key: str | None = None) -> None:
    """Count this conversation as opened by this expert; called in the transaction that shows it or hands it over.

    Opening the same one again within the hour is free. Whoever opens the last free one raises an alarm, in the same
    transaction. Nothing is counted for somebody who is no expert: staff have the access log.

    Raises:
        Stopped: they opened `MOST` others within the hour, or are suspended here.
    """
    now = clock.now()
    _wait_in_line(person_id)
    with connection.cursor() as cursor:
        cursor.execute(_RESTING, [person_id, conversation_id])
        if cursor.fetchone() is not None:
            raise Stopped(_("You are suspended here at the moment. The page on your standing says why."))
    read = _readable(person_id, now)
    if conversation_id not in read and len(read) >= MOST:
        raise Stopped(_sentence(read, now))
    with connection.cursor() as cursor:
        cursor.execute(_OPENED, [conversation_id, digest_of(session_key), now, now, person_id])
        is_expert = cursor.rowcount == 1
    if is_expert and len(read.keys() | {conversation_id}) >= MOST:
        alarms.sound(person_id, [*read, conversation_id], since=now - WINDOW)


def glimpse(person_id: int, session_key: str | None = None) -> None:
    """Count the questions offered to this expert now as read, as far as they may read more; called before a page.

    The view of offers shows first words of what was counted only, so a script that reads every offer there is gets no
    further than one that claims them.
    """
    now = clock.now()
    if not _unread(person_id, now):
        return
    with transaction.atomic():
        _wait_in_line(person_id)
        room = GLIMPSES - len(_readable(person_id, now))
        Opening.objects.bulk_create(
            [
                Opening(
                    expert_id=person_id,
                    conversation_id=conversation_id,
                    session=digest_of(session_key),
                    excerpt=True,
                    first_at=now,
                    at=now,
                )
                for conversation_id in _unread(person_id, now)[: max(room, 0)]
            ],
            update_conflicts=True,
            unique_fields=["expert", "conversation"],
            update_fields=["session", "at"],
        )


def _wait_in_line(person_id: int) -> None:
    # Of two requests at once the second counts what the first one opened: so the count is a statement of its own.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", [LOCK, person_id % 2**31])


def _unread(person_id: int, now: datetime) -> list[UUID]:
    """What is offered to them now, or asks for a second look, and was not read within the hour; the soonest first."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [person_id, person_id, person_id, now - WINDOW])
        return [conversation_id for (conversation_id,) in cursor.fetchall()]


def free(person_id: int) -> int:
    """How many more conversations this expert can open now."""
    return max(MOST - len(_readable(person_id, clock.now())), 0)


def digest_of(session_key: str | None) -> str:
    """What stands for a session in the records: nobody can sign in with it."""
    return sha256(session_key.encode()).hexdigest()[:16] if session_key else ""


def _readable(person_id: int, now: datetime) -> dict[UUID, datetime | None]:
    """Every conversation they could read within the hour, and when last; None for what they hold."""
    since = now - WINDOW
    with connection.cursor() as cursor:
        cursor.execute(_READ, [person_id, since, person_id, person_id, since])
        return dict(cursor.fetchall())


def _sentence(read: dict[UUID, datetime | None], now: datetime) -> str:
    stopped = _("You have opened as many questions as one can within an hour. What you hold stays with you.")
    last = sorted(at for at in read.values() if at is not None)
    if not last:
        return stopped
    minutes = max(-int((now - WINDOW - last[min(len(read) - MOST, len(last) - 1)]).total_seconds() // 60), 1)
    again = ngettext("The next one opens in about %(n)d minute.", "The next one opens in about %(n)d minutes.", minutes)
    return f"{stopped} {again % {'n': minutes}}"
