"""When the next step is owed: around the clock by experts, in opening hours by the company."""

from datetime import datetime, timedelta

from oase.companies.models import Company
from oase.companies.opening_hours import due_in_hours_of
from oase.conversations.models import Assignment, Conversation
from oase.jobs import clock

WITHOUT_TOPIC_MINUTES = 60
SHORTEST = 1
"""Minutes, or days of silence: a promise that lapses as it is made would run down the chain within seconds."""
AROUND_THE_CLOCK = {Assignment.NETWORK, Assignment.EXPERT}


def answer_due(conversation: Conversation, level: str, *, first: bool = False) -> datetime:
    """When an answer is promised if `level` begins to owe one now; `first` uses the topic's first-answer time."""
    topic = conversation.topic
    if topic is None:
        return due(conversation.company, level, None)
    return due(conversation.company, level, topic.first_answer_minutes if first else topic.next_answer_minutes)


def due(company: Company, level: str, minutes: int | None) -> datetime:
    """When an answer promised within `minutes` falls due at this level; None: the time for what has no topic."""
    promised = max(WITHOUT_TOPIC_MINUTES if minutes is None else minutes, SHORTEST)
    if level in AROUND_THE_CLOCK:
        return clock.now() + timedelta(minutes=promised)
    return due_in_hours_of(company, clock.now(), promised)


def silence_due(conversation: Conversation) -> datetime:
    """When we remind a customer whose turn it is, and later take silence for a yes."""
    return after_silence(conversation.company.silence_days)


def after_silence(days: int) -> datetime:
    """When somebody who says nothing is reminded, with a company that waits so many days."""
    return clock.now() + timedelta(days=max(days, SHORTEST))
