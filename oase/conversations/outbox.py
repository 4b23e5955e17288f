"""What leaves the house leaves from here: written with the change itself, sent after the commit, once for each key."""

from datetime import timedelta
from uuid import UUID

from oase.conversations.models import Conversation, Outbox
from oase.jobs import clock

NOTICE_DELAY = timedelta(seconds=30)
"""Someone who has the page open has read it by then; later pages can cancel a notice that is no longer news."""


def post(conversation: Conversation, *, recipient_id: int, kind: str, key: str, delay: timedelta = timedelta()) -> None:
    """Put one notice into the outbox, unless the same `key` is there already."""
    now = clock.now()
    Outbox.objects.bulk_create(
        [
            Outbox(
                conversation=conversation,
                recipient_id=recipient_id,
                kind=kind,
                key=key_of(kind, conversation.pk, key),
                created_at=now,
                not_before=now + delay,
            )
        ],
        ignore_conflicts=True,
    )


def key_of(kind: str, conversation_id: UUID, key: str) -> str:
    """What makes a notice leave once: the same kind about the same matter of one conversation."""
    return f"{kind}:{conversation_id}:{key}"
