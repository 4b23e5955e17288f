"""The watcher: a lapsed promise moves on by itself, one step along the chain, exactly once."""

import logging
from uuid import UUID

from django.db import transaction

from oase.conversations.actions.solving import solve_by_silence
from oase.conversations.assignments import lock
from oase.conversations.audience import tell
from oase.conversations.chain import next_step
from oase.conversations.events import record
from oase.conversations.handing import pass_on
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.outbox import post
from oase.conversations.promises import silence_due
from oase.conversations.reshielding import shield_once_more
from oase.jobs import clock

log = logging.getLogger(__name__)
AT_ONCE = 200


def lapsed() -> list[UUID]:
    """Conversations whose promise has lapsed, longest first."""
    return list(
        Assignment.objects.filter(ended_at=None, due_at__lte=clock.now())
        .order_by("due_at")
        .values_list("conversation_id", flat=True)[:AT_ONCE]
    )


@transaction.atomic
def move_on(conversation_id: UUID) -> bool:
    """Move one conversation on if its promise has lapsed; false when another was faster or there is nothing to do."""
    free = Conversation.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=conversation_id)
    if not free.exists():
        return False
    conversation = lock(conversation_id)
    assignment = conversation.assignments.filter(ended_at=None, due_at__lte=clock.now()).first()
    # Checks are kept a room above: an answer that waits for a look goes out first, and keeps the promise.
    if assignment is None or assignment.checks.filter(decided_at=None, failed_at=None).exists():
        return False
    if assignment.turn == Assignment.CUSTOMER:
        _after_silence(conversation, assignment)
    else:
        assignment.late_since = assignment.missed_since(clock.now())
        assignment.save(update_fields=["late_since"])
        step = next_step(assignment.level, conversation.customer)
        holder = assignment.holder
        late = {
            "before": assignment.level,
            "from": holder.first_name if holder else "",
            "was_due": assignment.due_at.isoformat(),
        }
        pass_on(conversation, step, kind="lapsed", detail=late)
    return True


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
    """Move on everything that has lapsed; how many were moved. One that fails does not hold up the others."""
    moved = 0
    for conversation_id in lapsed():
        try:
            moved += move_on(conversation_id)
        except Exception:  # the next round tries again; the others must not wait for it
            log.exception("could not move conversation %s on", conversation_id)
    return moved


@transaction.atomic
def shield_again(message_id: int) -> bool:
    """Try once more to shield a message whose body is still closed, with the same choices; whether it worked."""
    message = Message.objects.get(pk=message_id)
    conversation = lock(message.conversation_id)
    message.refresh_from_db()
    return shield_once_more(conversation, message)
