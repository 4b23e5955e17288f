"""The promise of a solution: one for the whole concern, whoever holds it, counted in the company's opening hours.

It stands still while it is the customer's turn. Who misses a step loses the concern to the next one in the chain; a
late solution stays with whoever works on it, is written down, and the team lead is told (`watching.py`).
"""

from datetime import datetime, timedelta

from oase.companies.opening.calendar import Calendar
from oase.companies.opening.reading import calendar_of
from oase.companies.promised import SOLUTION, promised_minutes
from oase.conversations.models import Conversation
from oase.jobs import clock

FIELDS = ("solution_due_at", "solution_paused_at", "solution_missed_at")


def begin(conversation: Conversation) -> None:
    """Promise a solution from now on, where one is promised. The caller holds the conversation's lock."""
    minutes = promised_minutes(conversation.company, conversation.topic, SOLUTION)
    due_at = None
    if minutes:
        due_at = calendar_of(conversation.company).due_after(clock.now(), timedelta(minutes=minutes))
    conversation.solution_due_at, conversation.solution_paused_at, conversation.solution_missed_at = due_at, None, None
    conversation.save(update_fields=FIELDS)


def pause(conversation: Conversation) -> None:
    """It is the customer's turn. Pausing what stands still already changes nothing."""
    if is_running(conversation):
        conversation.solution_paused_at = clock.now()
        conversation.save(update_fields=["solution_paused_at"])


def resume(conversation: Conversation) -> None:
    """It is the holder's turn again: what was left of the time is left still."""
    if conversation.solution_paused_at is not None and conversation.solution_due_at is not None:
        conversation.solution_due_at = resumed(
            calendar_of(conversation.company), conversation.solution_due_at, conversation.solution_paused_at
        )
        conversation.solution_paused_at = None
        conversation.save(update_fields=["solution_due_at", "solution_paused_at"])


def is_running(conversation: Conversation) -> bool:
    """Whether a solution is promised whose time is passing."""
    return (
        conversation.solution_due_at is not None
        and conversation.solution_paused_at is None
        and conversation.solution_missed_at is None
    )


def resumed(calendar: Calendar, due_at: datetime, paused_at: datetime) -> datetime:
    """When a solution is due that was promised by `due_at` and stood still from `paused_at` until now."""
    left = calendar.between(paused_at, due_at)
    # What was over when it was paused is over: standing still gives no new time.
    return calendar.due_after(clock.now(), left) if left else due_at
