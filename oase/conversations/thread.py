"""A conversation's history as one reader may see it: messages and events in their common order."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from oase.conversations.models import Attachment, Conversation, Event, Message
from oase.jobs.planned import Planned
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.files import describe
from oase.privacy.vault import VaultError

FOR_CUSTOMERS = (
    "asked", "offered", "claimed", "given_on", "given_back", "rested", "company_asked", "lapsed", "assigned",
    "handed_over", "came_back", "advisor_changed", "stepped_in",
    "taken", "revealed", "solution_proposed", "solution_declined", "solved", "reminded", "reopened",
    "merged", "unmerged", "split", "goodwill", "goodwill_withdrawn",
    "progress", "told_early", "promise_moved", "solution_late",
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
    part: UUID | None = None
    """The concern it was said in, where that is told on in this one; empty for its own."""

    @property
    def place(self) -> int | str:
        """Where it stands in a page: no two lines of concerns that are read together have the same."""
        return f"{self.part.hex[-8:]}-{self.seq}" if self.part else self.seq


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


PEOPLE = ("id", "first_name", "last_name", "face")
"""All that a thread shows of somebody."""


def _people(of: str) -> tuple[str, ...]:
    return tuple(f"{of}__{name}" for name in PEOPLE)


def _said(conversation: UUID) -> QuerySet[Message, Any]:
    with_files = Exists(Attachment.objects.filter(message=OuterRef("pk")))
    return Message.objects.filter(conversation_id=conversation).values_list(
        "seq", "at", "author_role", "audience", "body", "shielded_at", "original_id", "id", with_files,
        *_people("author"),
    )  # fmt: skip


def _happened(conversation: UUID) -> QuerySet[Event, Any]:
    return Event.objects.filter(conversation_id=conversation).values_list(
        "seq", "at", "kind", "detail", *_people("actor"), *_people("to")
    )


_messages = Planned(_said, UUID)
_for_customers = Planned(lambda pk: _said(pk).filter(audience=Message.CONVERSATION), UUID)
_events = Planned(_happened, UUID)
_events_for_customers = Planned(lambda pk: _happened(pk).filter(kind__in=FOR_CUSTOMERS), UUID)


class _Known(dict[int, Person]):
    """Everybody in a thread, each made once."""

    def of(self, row: tuple[Any, ...]) -> Person | None:
        if row[0] is None:
            return None
        if row[0] not in self:
            self[row[0]] = Person.from_db(None, PEOPLE, row)
        return self[row[0]]


def _lines(
    messages: list[Any], events: list[Any], texts: Mapping[UUID, str], *, named: bool, part: UUID | None = None
) -> list[Line]:
    known = _Known()
    holding = [message[7] for message in messages if message[8]]
    files = _files_of(holding, named=named) if holding else {}
    lines = [
        Line(
            seq,
            at,
            "message",
            known.of(author),
            role=role,
            audience=audience,
            text=texts.get(original, body),
            checking=shielded_at is None and original not in texts,
            files=files.get(pk, ()),
            part=part,
        )
        for seq, at, role, audience, body, shielded_at, original, pk, _, *author in messages
    ]
    lines += [
        Line(seq, at, kind, known.of(both[:4]), to=known.of(both[4:]), detail=detail, part=part)
        for seq, at, kind, detail, *both in events
    ]
    return sorted(lines, key=lambda line: line.seq)


def _files_of(messages: list[int], *, named: bool) -> dict[int, tuple[FileLine, ...]]:
    with_files = Message.objects.filter(pk__in=messages).prefetch_related("attachments__file")
    return {message.pk: _files(message, named=named) for message in with_files}


_copies = Planned(
    lambda ids, again: Message.objects.filter(
        conversation__id__any_of=ids, copied_from__message__conversation__id__any_of=again
    ).values_list("conversation_id", "seq"),
    list,
    list,
)


OF_TWO = frozenset({"merged", "unmerged", "split"})
"""Events that tell of another concern."""


def thread_visible_to_customer(
    conversation: Conversation, parts: Collection[Conversation] = (), *, by_link: bool = False
) -> list[Line]:
    """What the customer sees: their own words as they wrote them, the company's too, the experts' shielded.

    Of what was erased the shielded words stay. `parts`: concerns told on in this one that the reader may read by
    themselves (`joining.parts_visible_to`). `by_link`: they hold links only, and of concerns that they hold no link
    of they do not even learn that there are any.
    """
    owner = conversation.customer.person_id
    threads = [_for_customer(one.pk, owner, None if one is conversation else one.pk) for one in (conversation, *parts)]
    lines = _together(threads, conversation, parts)
    if by_link:
        known = {str(part.pk) for part in parts}
        return [one for one in lines if one.kind not in OF_TWO or (one.detail or {}).get("other") in known]
    return lines


def _for_customer(conversation_id: UUID, owner: int, part: UUID | None) -> list[Line]:
    messages = _for_customers(conversation_id)
    ids = [message[6] for message in messages if message[6]]
    texts = vault.left_of_own(person_id=owner, ids=ids) if ids else {}
    return _lines(messages, _events_for_customers(conversation_id), texts, named=True, part=part)


def thread_visible_to_staff(
    conversation: Conversation,
    *,
    originals: Mapping[UUID, str] | None,
    parts: Collection[Conversation] = (),
) -> list[Line]:
    """What staff see: shielded words and notes; `originals`, once revealed, in their place."""
    threads = [
        _lines(
            _messages(one.pk),
            _events(one.pk),
            originals or {},
            named=originals is not None,
            part=None if one is conversation else one.pk,
        )
        for one in (conversation, *parts)
    ]
    return _together(threads, conversation, parts)


def _together(threads: list[list[Line]], conversation: Conversation, parts: Collection[Conversation]) -> list[Line]:
    """Several threads in the order of time, each in its own order: what was said and then copied is there once."""
    if not parts:
        return threads[0]
    ids = [conversation.pk, *(part.pk for part in parts)]
    copies = {(None if one == conversation.pk else one, seq) for one, seq in _copies(ids, ids)}
    timed: list[tuple[datetime, int, Line]] = []
    for place, thread in enumerate(threads):
        at = None
        for line in thread:
            # The clocks of two machines differ: a thread never runs backwards.
            at = line.at if at is None else max(at, line.at)
            # That a part was joined is told where it is told on.
            if (line.part, line.seq) not in copies and not (line.part and line.kind == "merged"):
                timed.append((at, place, line))
    return [line for _at, _place, line in sorted(timed, key=lambda one: one[:2])]


def original_ids(conversation: Conversation) -> list[UUID]:
    """Ids of the sealed originals of a conversation."""
    return list(conversation.messages.exclude(original=None).values_list("original_id", flat=True))


def attachment_in(conversation: Conversation, file_id: UUID) -> Attachment | None:
    """The attachment with this file, if it belongs to the conversation, or to one that is told on in it."""
    here = Q(message__conversation=conversation) | Q(message__conversation__merged_into=conversation)
    return Attachment.objects.select_related("file", "message").filter(here, file_id=file_id).first()
