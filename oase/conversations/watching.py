"""The watcher: a lapsed promise moves on by itself, a step along the chain, exactly once. A late solution is noted."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from oase.conversations.actions.solving import solve_by_silence
from oase.conversations.assignments import current, lock
from oase.conversations.audience import tell
from oase.conversations.chain import company_step, next_step
from oase.conversations.events import record
from oase.conversations.handing import pass_on
from oase.conversations.lapsing import late, move_together
from oase.conversations.leading import tell_leaders
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.outbox import post
from oase.conversations.promises import AROUND_THE_CLOCK, answer_due, silence_due
from oase.conversations.reshielding import shield_once_more
from oase.conversations.solution import is_running
from oase.jobs import clock

log = logging.getLogger(__name__)
AT_ONCE = 100
"""Taken together: nobody who writes in one of them waits noticeably for the others."""


def lapsed(now: datetime, after: tuple[datetime, int] | None = None) -> list[tuple[datetime, int, UUID]]:
    """Promises that have lapsed, longest first, and their conversations; those behind `after`, a time and an id."""
    found = Assignment.objects.filter(ended_at=None, due_at__lte=now)
    if after is not None:
        found = found.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1]))
    return list(found.order_by("due_at", "pk").values_list("due_at", "pk", "conversation_id")[:AT_ONCE])


@transaction.atomic
def move_on(conversation_id: UUID) -> bool:
    """Move one conversation on if its promise has lapsed; false when another was faster or there is nothing to do."""
    if not _is_free(conversation_id):
        return False
    conversation = lock(conversation_id)
    assignment = conversation.assignments.filter(ended_at=None, due_at__lte=clock.now()).first()
    if assignment is None or _waits_for_a_look(assignment):
        return False
    if assignment.turn == Assignment.CUSTOMER:
        _after_silence(conversation, assignment)
    elif assignment.level == Assignment.SUPERVISORS and assignment.holder_id is None:
        _stays_with_supervisors(conversation, assignment)
    else:
        assignment.late_since = assignment.missed_since(clock.now())
        assignment.save(update_fields=["late_since"])
        step = next_step(assignment.level, conversation.customer, conversation.topic)
        pass_on(conversation, step, kind="lapsed", detail=late(assignment))
    return True


def _is_free(conversation_id: UUID) -> bool:
    """Whether nobody else is changing it; from now on nobody does until the transaction ends."""
    free = Conversation.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=conversation_id)
    return free.exists()


def _waits_for_a_look(assignment: Assignment) -> bool:
    # Checks are kept a room above: an answer that waits for a look goes out first, and keeps the promise.
    return assignment.checks.filter(decided_at=None, failed_at=None).exists()


def _stays_with_supervisors(conversation: Conversation, assignment: Assignment) -> None:
    """The end of the chain: it is late and stays theirs. That is said once for each promise, not hour after hour."""
    promised_at = assignment.promised_at.isoformat()
    told = conversation.events.filter(kind="lapsed", detail__before=assignment.level, detail__promised_at=promised_at)
    detail: dict[str, Any] = late(assignment) | {"promised_at": promised_at}
    assignment.late_since = assignment.missed_since(clock.now())
    assignment.due_at = answer_due(conversation, assignment.level)
    assignment.save(update_fields=["late_since", "due_at"])
    if not told.exists():
        record(conversation, "lapsed", level=assignment.level, due_at=assignment.due_at.isoformat(), **detail)
    tell(conversation)


def _after_silence(conversation: Conversation, assignment: Assignment) -> None:
    if assignment.reminded_at is not None:
        solve_by_silence(conversation)
        return
    assignment.reminded_at, assignment.due_at = clock.now(), silence_due(conversation)
    assignment.save(update_fields=["reminded_at", "due_at"])
    record(conversation, "reminded", due_at=assignment.due_at.isoformat())
    customer_id = conversation.customer.person_id
    post(conversation, recipient_id=customer_id, kind="reminder", key=str(conversation.last_seq))
    tell(conversation)


def move_lapsed() -> int:
    """Move on everything that has lapsed by now, however much that is; how many were moved.

    One that fails does not hold up the others: it is tried again in the next round.
    """
    now, moved, last = clock.now(), 0, None
    while found := lapsed(now, last):
        ids = [conversation_id for _, _, conversation_id in found]
        together = _together(ids)
        moved += len(together) + sum(_tried(move_on, one) for one in ids if one not in together)
        last = found[-1][:2]
    return moved


def _together(conversation_ids: list[UUID]) -> set[UUID]:
    """What could be moved in one go; nothing, if one of them fails: then they go one by one."""
    if len(conversation_ids) < 2:
        return set()
    try:
        return move_together(conversation_ids)
    except Exception:  # which of them it is turns out one by one
        log.exception("%d conversations could not be moved on together", len(conversation_ids))
        return set()


@transaction.atomic
def note_late_solution(conversation_id: UUID) -> bool:
    """Write down that a solution is late and tell everybody; false when another was faster or it is not.

    Experts give it to the company by that; in the second level it stays with whoever works on it.
    """
    if not _is_free(conversation_id):
        return False
    conversation = lock(conversation_id)
    due_at, now = conversation.solution_due_at, clock.now()
    if not conversation.is_open or not is_running(conversation) or due_at is None or due_at > now:
        return False
    assignment = current(conversation)
    if _waits_for_a_look(assignment):
        return False
    conversation.solution_missed_at = due_at
    conversation.save(update_fields=["solution_missed_at"])
    assignment.late_since = assignment.missed_since(now) or due_at
    assignment.save(update_fields=["late_since"])
    detail = {"was_due": due_at.isoformat(), "before": assignment.level}
    if assignment.level in AROUND_THE_CLOCK:
        step = company_step(conversation.customer, conversation.topic)
        pass_on(conversation, step, kind="solution_late", first=True, detail=detail)
        tell_leaders(conversation, due_at)
        return True
    kept: dict[str, Any] = detail | {"level": assignment.level, "due_at": assignment.due_at.isoformat()}
    record(conversation, "solution_late", to=assignment.holder, **kept)
    customer_id = conversation.customer.person_id
    post(conversation, recipient_id=customer_id, kind="solution_late", key=str(conversation.last_seq))
    tell_leaders(conversation, due_at)
    tell(conversation)
    return True


def note_late_solutions() -> int:
    """Do so with every solution that is late by now; how many there were."""
    found = Conversation.objects.filter(
        solved_at=None, solution_paused_at=None, solution_missed_at=None, solution_due_at__lte=clock.now()
    )
    return sum(
        _tried(note_late_solution, one) for one in found.order_by("solution_due_at").values_list("pk", flat=True)
    )


def _tried(verb: Callable[[UUID], bool], conversation_id: UUID) -> bool:
    try:
        return verb(conversation_id)
    except Exception:  # the next round tries again; the others must not wait for it
        log.exception("conversation %s could not be moved on", conversation_id)
        return False


@transaction.atomic
def shield_again(message_id: int) -> bool:
    """Try once more to shield a message whose body is still closed, with the same choices; whether it worked."""
    message = Message.objects.get(pk=message_id)
    conversation = lock(message.conversation_id)
    message.refresh_from_db()
    return shield_once_more(conversation, message)
