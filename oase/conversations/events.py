from typing import Any

from oase.conversations.models import Conversation, Event
from oase.jobs import clock
from oase.people.models import Person


def record(
    conversation: Conversation, kind: str, *, actor: Person | None = None, to: Person | None = None, **detail: Any
) -> Event:
    """Write down what happened. The conversation's row is locked by the caller, so that order has no gaps."""
    conversation.last_seq += 1
    conversation.save(update_fields=["last_seq"])
    return Event.objects.create(
        conversation=conversation,
        seq=conversation.last_seq,
        kind=kind,
        actor=actor,
        to=to,
        detail=detail,
        at=clock.now(),
    )
