"""The one place where a body changes: shielded again from its original, under the conversation's lock."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from oase.conversations.audience import tell
from oase.conversations.choices.recording import name_kinds
from oase.conversations.choices.standing import standing_for, standing_in
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.shielding import Hidden, Record, hide_in, record_in
from oase.conversations.subjects import shorten
from oase.live.notify import Poke, person, poke
from oase.privacy import vault


def shield_anew(conversation: Conversation) -> int:
    """Shield every message again with what is known and chosen now; how many bodies changed. Readers are told.

    A message that cannot be shielded now is closed until a job has done it. Of an erased customer nothing is left to
    shield from: what erasure left stays.
    """
    if vault.is_erased(conversation.customer.person_id):
        return 0
    messages = list(conversation.messages.order_by("seq"))
    texts = _texts(conversation, messages)
    records: dict[int | None, Record] = {}
    changed = sum(_again(conversation, message, texts, records) for message in messages)
    if conversation.subject:
        with suppress(vault.VaultError):
            records[None] = record_in(conversation, until=1)
        conversation.subject = hide_in(conversation, conversation.subject, record=records.get(None)).body[:200]
    conversation.save(update_fields=["placeholders", "subject"])
    tell(conversation)
    _tell_offered(conversation)
    return changed


def shield_once_more(conversation: Conversation, message: Message) -> bool:
    """Shield a message whose body is still closed; whether it worked. Readers are told."""
    if message.shielded_at is not None or message.original_id is None:
        return False
    text = _texts(conversation, [message]).get(message.original_id)
    if text is None:
        return False
    hidden = _hidden(conversation, message, text, {})
    if hidden.shielded_at is None:
        return False
    message.body, message.shielded_at = hidden.body, hidden.shielded_at
    message.save(update_fields=["body", "shielded_at"])
    name_kinds(conversation, message.pk, text, hidden.found)
    if not conversation.subject and message.seq == 1:
        conversation.subject = shorten(hidden.body)
    conversation.save(update_fields=["placeholders", "subject"])
    tell(conversation)
    return True


def hide_closed(conversation: Conversation, messages: Sequence[Message]) -> dict[int, tuple[str, Hidden]]:
    """Text and shielded text of messages whose bodies are still closed, by id; nothing is stored.

    What was erased meanwhile is not among them.
    """
    texts = _texts(conversation, list(messages))
    chosen = conversation.choices.exists()
    records: dict[int | None, Record] = {}
    hidden = {}
    for message in messages:
        text = texts.get(message.original_id) if message.original_id else None
        if text is None:
            continue
        if chosen or not records:
            hidden[message.pk] = (text, _hidden(conversation, message, text, records))
        else:
            hidden[message.pk] = (text, hide_in(conversation, text, record=records[None]))
    return hidden


def _texts(conversation: Conversation, messages: list[Message]) -> Mapping[UUID, str]:
    ids = [message.original_id for message in messages if message.original_id]
    return vault.left_of_own(person_id=conversation.customer.person_id, ids=ids)


def _again(
    conversation: Conversation, message: Message, texts: Mapping[UUID, str], records: dict[int | None, Record]
) -> bool:
    original = texts.get(message.original_id) if message.original_id else None
    if original is None and message.shielded_at is None:
        return False  # nothing is left to shield it from
    text = message.body if original is None else original
    hidden = _hidden(conversation, message, text, records)
    if hidden.body == message.body and hidden.shielded_at is not None:
        return False
    if original is None and hidden.shielded_at is None and message.original_id is not None:
        return False  # what was erased cannot be shielded again later, so its harmless words must not be lost
    if message.original_id is None:
        # Who has read these words keeps them: the customer and the company.
        message.original = vault.seal(message.body, person_id=conversation.customer.person_id, kind="message")
    message.body, message.shielded_at = hidden.body, hidden.shielded_at
    message.save(update_fields=["body", "shielded_at", "original"])
    return True


def _hidden(conversation: Conversation, message: Message, text: str, records: dict[int | None, Record]) -> Hidden:
    """Shielded with everyone known as often as there are authors, and what was chosen as often as messages."""
    side = message.author_id if message.author_role == Message.EXPERT else None
    try:
        if side not in records:
            records[side] = record_in(conversation, expert_id=side, until=message.seq)
        elif side is None:
            records[side] = replace(records[side], standing=standing_in(conversation, until=message.seq))
        else:
            standing = standing_for(conversation, side, until=message.seq)
            records[side] = replace(records[side], standing=standing)
    except vault.VaultError:  # without knowing whom to hide, nothing may come out
        return Hidden("", None, dict(conversation.placeholders))
    return hide_in(conversation, text, expert_id=side, record=records[side])


def _tell_offered(conversation: Conversation) -> None:
    # Offers are kept a room above; whoever has this one on the desk reads its first words again.
    waiting = conversation.assignments.filter(ended_at=None, level=Assignment.NETWORK).first()
    if waiting is not None:
        offered = waiting.offers.values_list("expert_id", flat=True)
        poke([Poke("desk", 0, tuple(person(expert_id) for expert_id in offered))])
