"""When the next step is owed: around the clock by experts, in opening hours by the company."""

from datetime import datetime, timedelta

from oase.companies.opening.calendar import Calendar
from oase.companies.opening.reading import calendar_of
from oase.companies.promised import FIRST, NEXT, promised_minutes
from oase.conversations.models import Assignment, Conversation
from oase.jobs import clock

SHORTEST = 1
"""Minutes, or days of silence: a promise that lapses as it is made would run down the chain within seconds."""
AROUND_THE_CLOCK = frozenset({Assignment.NETWORK, Assignment.EXPERT})


def answer_due(conversation: Conversation, level: str, *, first: bool = False) -> datetime:
    """When an answer is promised if `level` begins to owe one now; `first` uses the time of first answers."""
    return promise_due(conversation, level, FIRST if first else NEXT)


def promise_due(conversation: Conversation, level: str, promise: str, *, start: datetime | None = None) -> datetime:
    """When this promise (first, next, progress) falls due if `level` makes it at `start`, or now."""
    minutes = promised_minutes(conversation.company, conversation.topic, promise) or SHORTEST
    calendar = None if level in AROUND_THE_CLOCK else calendar_of(conversation.company)
    return due(calendar, level, minutes, start=start)


def due(calendar: Calendar | None, level: str, minutes: int, *, start: datetime | None = None) -> datetime:
    """When what is promised within `minutes` falls due at this level. Experts need no calendar."""
    start, span = start or clock.now(), timedelta(minutes=max(minutes, SHORTEST))
    if calendar is None or level in AROUND_THE_CLOCK:
        return start + span
    return calendar.due_after(start, span)


def silence_due(conversation: Conversation) -> datetime:
    """When we remind a customer whose turn it is, and later take silence for a yes."""
    return after_silence(conversation.company.silence_days)


def after_silence(days: int) -> datetime:
    """When somebody who says nothing is reminded, with a company that waits so many days."""
    return clock.now() + timedelta(days=max(days, SHORTEST))
