"""The shield after the commit: what was said in a rush where the second level holds it is shielded a moment later.

Shielded without a lock, so that nobody who writes waits for it; stored only if what it was shielded with still holds.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Min

from oase.conversations.audience import tell
from oase.conversations.choices.recording import name_kinds
from oase.conversations.footing import Footing, lock_all
from oase.conversations.models import Conversation, Message
from oase.conversations.reshielding import hide_closed
from oase.conversations.shielding import Hidden
from oase.conversations.subjects import shorten
from oase.jobs import clock

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Messages of one conversation, and conversations, taken in one go."""

_OPEN = """
UPDATE oase_message m SET body = t.body, shielded_at = %s::timestamptz
  FROM unnest(%s::bigint[], %s::text[]) AS t (id, body)
 WHERE m.id = t.id AND m.shielded_at IS NULL AND m.original_id IS NOT NULL
"""


@dataclass(frozen=True)
class _Closed:
    """What waits in one conversation, and how that stood when it was read."""

    conversation: Conversation
    messages: Sequence[Message]
    placeholders: dict[str, str]
    stamp: str


def waiting(without: Collection[int] = ()) -> list[UUID]:
    """Conversations with words that wait for the shield, longest first; `without` messages it has failed at."""
    closed = Message.objects.filter(shielded_at=None).exclude(original=None).exclude(pk__in=without)
    groups = closed.values("conversation_id").annotate(first=Min("pk")).order_by("first")
    return [group["conversation_id"] for group in groups[:AT_ONCE]]


def closed_in(conversation_id: UUID) -> list[int]:
    """The messages that wait in one conversation."""
    closed = Message.objects.filter(conversation_id=conversation_id, shielded_at=None).exclude(original=None)
    return list(closed.values_list("pk", flat=True))


def catch_up(conversation_id: UUID) -> list[int]:
    """Shield what waits in one conversation; the messages that the shield could not vouch for.

    When it changed meanwhile nothing is stored, and the next round tries again.
    """
    closed = _read(conversation_id)
    if closed is None:
        return []
    conversation = closed.conversation
    hidden = hide_closed(conversation, closed.messages)
    done = {pk: one for pk, one in hidden.items() if one[1].shielded_at is not None}
    if done:
        _store(closed, done)
    return [one.pk for one in closed.messages if one.pk not in done]


def _read(conversation_id: UUID) -> _Closed | None:
    with transaction.atomic():
        messages = list(
            Message.objects.filter(conversation_id=conversation_id, shielded_at=None)
            .exclude(original=None)
            .order_by("seq")[:AT_ONCE]
        )
        if not messages:
            return None
        # Read under the lock for a moment, so that consents and placeholders are of one time.
        footing = _locked(messages[0])
    conversation = Conversation.objects.select_related(
        "company", "customer__person", "customer__advisor__person", "customer__deputy__person"
    ).get(pk=conversation_id)
    conversation.placeholders = dict(footing.placeholders)
    return _Closed(conversation, messages, footing.placeholders, footing.stamp)


def _locked(message: Message) -> Footing:
    return lock_all([(message.conversation_id, message.client_id)]).footings[message.conversation_id]


@transaction.atomic
def _store(closed: _Closed, done: Mapping[int, tuple[str, Hidden]]) -> None:
    conversation = closed.conversation
    with connection.cursor() as cursor:
        # What a crash takes of this is shielded again, so nobody who writes here waits for the disk on our behalf.
        cursor.execute("SET LOCAL synchronous_commit TO OFF")
        footing = _locked(closed.messages[0])
        if (footing.placeholders, footing.stamp) != (closed.placeholders, closed.stamp):
            return
        cursor.execute(_OPEN, [clock.now(), list(done), [hidden.body for _, hidden in done.values()]])
    chosen = conversation.choices.exists()
    for pk, (text, hidden) in done.items() if chosen else ():
        name_kinds(conversation, pk, text, hidden.found)
    fields = ["placeholders"] if conversation.placeholders != closed.placeholders else []
    first = next((done[one.pk][1] for one in closed.messages if one.seq == 1 and one.pk in done), None)
    if not conversation.subject and first is not None:
        conversation.subject = shorten(first.body)
        fields.append("subject")
    if fields:
        conversation.save(update_fields=fields)
    conversation.last_seq = footing.last_seq
    tell(conversation)
