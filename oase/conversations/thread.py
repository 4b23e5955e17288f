"""A conversation's history as one reader may see it: messages and events in their common order."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oase.conversations.models import Attachment, Conversation, Event, Message
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.files import describe
from oase.privacy.vault import VaultError

FOR_CUSTOMERS = (
    "asked", "offered", "claimed", "given_on", "given_back", "company_asked", "lapsed", "assigned", "handed_over",
    "taken", "revealed", "solution_proposed", "solution_declined", "solved", "reminded", "reopened",
)  # fmt: skip


@dataclass(frozen=True)
class FileLine:
    """An attachment as a reader may see it; `name` is empty while it is closed to them, or erased."""

    id: UUID
    name: str
    content_type: str
    size: int


@dataclass(frozen=True)
class Line:
    """One entry of a thread: a message (`text`, `files`) or an event (`kind`, `detail`)."""

    seq: int
    at: datetime
    kind: str
    actor: Person | None
    role: str = ""
    audience: str = ""
    text: str = ""
    checking: bool = False
    files: tuple[FileLine, ...] = ()
    to: Person | None = None
    detail: Mapping[str, str] | None = None


def _files(message: Message, *, named: bool) -> tuple[FileLine, ...]:
    lines = []
    for attachment in message.attachments.all():
        file = attachment.file
        description = None
        if named:
            with suppress(VaultError):  # erased: that there was a file is all that is left
                description = describe(file)
        lines.append(
            FileLine(
                file.id,
                description.name if description else "",
                description.content_type if description else "",
                file.size,
            )
        )
    return tuple(lines)


def _lines(messages: list[Message], events: list[Event], texts: Mapping[UUID, str], *, named: bool) -> list[Line]:
    lines = [
        Line(
            message.seq,
            message.at,
            "message",
            message.author,
            role=message.author_role,
            audience=message.audience,
            text=texts.get(message.original_id, message.body) if message.original_id else message.body,
            checking=message.shielded_at is None and message.original_id not in texts,
            files=_files(message, named=named),
        )
        for message in messages
    ]
    lines += [Line(event.seq, event.at, event.kind, event.actor, to=event.to, detail=event.detail) for event in events]
    return sorted(lines, key=lambda line: line.seq)


def thread_visible_to_customer(conversation: Conversation) -> list[Line]:
    """What the customer sees: their own words as they wrote them, the company's too, the experts' shielded.

    Of what was erased the shielded words stay.
    """
    messages = list(
        conversation.messages.filter(audience=Message.CONVERSATION)
        .select_related("author")
        .prefetch_related("attachments__file")
    )
    events = list(conversation.events.filter(kind__in=FOR_CUSTOMERS).select_related("actor", "to"))
    ids = [message.original_id for message in messages if message.original_id]
    texts = vault.left_of_own(person_id=conversation.customer.person_id, ids=ids)
    return _lines(messages, events, texts, named=True)


def thread_visible_to_staff(conversation: Conversation, *, originals: Mapping[UUID, str] | None) -> list[Line]:
    """What staff see: shielded words and notes; `originals`, once revealed, in their place."""
    messages = list(conversation.messages.select_related("author").prefetch_related("attachments__file"))
    events = list(conversation.events.select_related("actor", "to"))
    return _lines(messages, events, originals or {}, named=originals is not None)


def original_ids(conversation: Conversation) -> list[UUID]:
    """Ids of the sealed originals of a conversation."""
    return list(conversation.messages.exclude(original=None).values_list("original_id", flat=True))


def attachment_in(conversation: Conversation, file_id: UUID) -> Attachment | None:
    """The attachment with this file, if it belongs to the conversation."""
    return Attachment.objects.select_related("file").filter(file_id=file_id, message__conversation=conversation).first()
