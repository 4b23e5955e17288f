"""Before a promise is late: whoever holds it is told in time, and the customer where nobody is there to keep it."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from oase.companies.models import Membership
from oase.companies.opening.reading import calendars_of
from oase.companies.presence import is_there
from oase.conversations.assignments import lock
from oase.conversations.audience import tell
from oase.conversations.chain import next_step
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation
from oase.conversations.outbox import post
from oase.conversations.promises import promise_due
from oase.conversations.rules import SECOND_LEVEL
from oase.jobs import clock

log = logging.getLogger(__name__)
LAST_PART = 4
"""One is told when a quarter of the time is left, …"""
LONGEST = timedelta(hours=2)
"""… or this much, if that is less."""
AT_ONCE = 500

_SOON = """
SELECT a.conversation_id, c.company_id
  FROM oase_assignment a JOIN oase_conversation c ON c.id = a.conversation_id
 WHERE a.ended_at IS NULL AND a.turn = 'holder' AND a.level = ANY(%(levels)s::text[]) AND a.warned_at IS NULL
   AND a.due_at > %(now)s::timestamptz AND a.due_at <= %(now)s::timestamptz + %(longest)s::interval
   AND a.due_at - (a.due_at - a.promised_at) / %(part)s::int <= %(now)s::timestamptz
 ORDER BY a.due_at, a.id
"""


def due_soon() -> list[UUID]:
    """Conversations of the second level whose promise is due soon and nobody was told.

    None of a company that is closed: nobody is told at night, and the first words of a morning are for what is due.
    """
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_SOON, {"now": now, "levels": sorted(SECOND_LEVEL), "longest": str(LONGEST), "part": LAST_PART})
        found = cursor.fetchall()
    calendars = calendars_of({company_id for _, company_id in found}) if found else {}
    there = {company_id for company_id, calendar in calendars.items() if calendar.is_open(now)}
    return [conversation_id for conversation_id, company_id in found if company_id in there][:AT_ONCE]


def warn_in_time() -> int:
    """Tell everybody whose promise is due soon; how many were told. One that fails does not hold up the others."""
    told = 0
    for conversation_id in due_soon():
        try:
            told += warn(conversation_id)
        except Exception:  # the next round tries again; the others must not wait for it
            log.exception("nobody could be told about conversation %s", conversation_id)
    return told


@transaction.atomic
def warn(conversation_id: UUID) -> bool:
    """Tell whoever holds it, once for each promise, and the customer if it will not be kept; whether somebody was."""
    free = Conversation.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=conversation_id)
    if not free.exists():
        return False
    conversation = lock(conversation_id)
    now = clock.now()
    assignment = conversation.assignments.filter(
        ended_at=None, turn=Assignment.HOLDER, level__in=SECOND_LEVEL, warned_at=None, due_at__gt=now
    ).first()
    if assignment is None:
        return False
    assignment.warned_at = now
    assignment.save(update_fields=["warned_at"])
    if assignment.told_early_at is None and not can_be_kept(assignment, now):
        _tell_early(conversation, assignment)
    tell(conversation)
    return True


def can_be_kept(assignment: Assignment, now: datetime) -> bool:
    """Whether one of those who hold it is there, now or when it is due."""
    return any(
        is_there(one, moment)
        for one in holding(assignment).select_related("person", "company")
        for moment in (now, assignment.due_at)
    )


def holding(assignment: Assignment) -> QuerySet[Membership]:
    """The members of staff whose promise this is: the holder, or the group that has it."""
    staff = Membership.objects.filter(
        company_id=assignment.conversation.company_id, left_at=None, person__is_active=True
    )
    if assignment.holder_id is not None:
        return staff.filter(person_id=assignment.holder_id)
    if assignment.level == Assignment.SUPERVISORS:
        return staff.filter(role__in=[Membership.SUPERVISOR, Membership.ADMIN])
    return staff if assignment.team_id is None else staff.filter(teams=assignment.team_id)


def _tell_early(conversation: Conversation, assignment: Assignment) -> None:
    """Nobody is there: the customer hears what will happen, and until when, before it is late."""
    step = next_step(assignment.level, conversation.customer)
    then = promise_due(conversation, step.level, Assignment.NEXT, start=assignment.due_at)
    assignment.told_early_at = clock.now()
    assignment.save(update_fields=["told_early_at"])
    record(
        conversation,
        "told_early",
        to=step.holder,
        level=step.level,
        was_due=assignment.due_at.isoformat(),
        due_at=then.isoformat(),
    )
    customer_id = conversation.customer.person_id
    post(conversation, recipient_id=customer_id, kind="told_early", key=str(conversation.last_seq))
