"""From what the rooms below know to what the second level's pages show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations import pseudonyms
from oase.conversations.links import file_token
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.queries import assignment_of
from oase.conversations.thread import FileLine, Line, thread_visible_to_staff
from oase.people.models import Person
from oase.portals.look.sentences import HANDOVERS, STAFF, icon_of, sentence

NOTHING = SafeString("")


def name_of(conversation: Conversation) -> str:
    """The customer's name as staff read it; who gave none goes by the name that experts see."""
    return conversation.customer.person.full_name or pseudonyms.name(conversation.pseudonym)


def picture_of(conversation: Conversation) -> str:
    """The picture of the name that experts see, for who gave none of their own; otherwise empty."""
    return "" if conversation.customer.person.full_name else pseudonyms.picture(conversation.pseudonym)


def holder_words(assignment: Assignment | None, me: int) -> str:
    """Who has it now, in a word or two."""
    if assignment is None:
        return _("solved")
    if assignment.holder is not None:
        return _("you") if assignment.holder_id == me else assignment.holder.first_name
    groups = {Assignment.NETWORK: _("the experts"), Assignment.SUPERVISORS: _("the team lead")}
    return groups.get(assignment.level, _("nobody yet"))


@dataclass(frozen=True)
class Row:
    """One concern in the queue; `picture` is that of a pseudonym, for who goes by one."""

    conversation: Conversation
    name: str
    picture: str
    assignment: Assignment | None
    holder: str
    mine: bool

    @property
    def ours(self) -> bool:
        """It is the company's or the experts' turn, not the customer's."""
        return self.assignment is not None and self.assignment.turn == Assignment.HOLDER

    @property
    def with_experts(self) -> bool:
        """An expert has it, or it is offered to experts."""
        return self.assignment is not None and self.assignment.level in (Assignment.NETWORK, Assignment.EXPERT)

    @property
    def late(self) -> datetime | None:
        """The promise that was missed, if one was: the first since the customer last had an answer."""
        if self.assignment is None or not self.assignment.is_late:
            return None
        return self.assignment.late_since or self.assignment.due_at


def row_of(conversation: Conversation, membership: Membership) -> Row:
    """A concern as the queue shows it to this member."""
    assignment = assignment_of(conversation)
    mine = assignment is not None and assignment.holder_id == membership.person_id
    holder = holder_words(assignment, membership.person_id)
    return Row(conversation, name_of(conversation), picture_of(conversation), assignment, holder, mine)


@dataclass(frozen=True)
class Item:
    """One thing in the thread: a `day`, a `message`, an `event`, or a `pass` from hand to hand."""

    kind: str
    seq: int = 0
    at: datetime | date | None = None
    who: Person | None = None
    to: Person | None = None
    name: str = ""
    picture: str = ""
    role: str = ""
    text: str = ""
    html: SafeString = NOTHING
    icon: str = ""
    mine: bool = False
    note: bool = False
    checking: bool = False
    files: list[dict[str, Any]] = field(default_factory=list)


def thread_of(
    conversation: Conversation, membership: Membership, originals: Mapping[UUID, str] | None
) -> Sequence[Item]:
    """The whole thread as this member may read it, days between."""
    return list(_items(thread_visible_to_staff(conversation, originals=originals), conversation, membership))


def _items(lines: Sequence[Line], conversation: Conversation, membership: Membership) -> Iterator[Item]:
    today: date | None = None
    for line in lines:
        that = timezone.localtime(line.at).date()
        if that != today:
            today = that
            yield Item("day", at=that)
        if line.kind == "message":
            yield _message(line, conversation, membership)
            continue
        html = sentence(
            line, reader=STAFF, asked_at=conversation.opened_at, customer_id=conversation.customer.person_id
        )
        if html:
            kind = "pass" if line.kind in HANDOVERS else "event"
            yield Item(kind, line.seq, line.at, who=line.actor, to=line.to, html=html, icon=icon_of(line))


def _message(line: Line, conversation: Conversation, membership: Membership) -> Item:
    from_customer = line.role == Message.CUSTOMER
    return Item(
        "message",
        line.seq,
        line.at,
        who=line.actor,
        name=name_of(conversation) if from_customer else line.actor.first_name if line.actor else "",
        picture=picture_of(conversation) if from_customer else "",
        role=_("Customer") if from_customer else _("Expert") if line.role == Message.EXPERT else "",
        text=line.text,
        mine=not from_customer and line.actor is not None and line.actor.pk == membership.person_id,
        note=line.audience == Message.STAFF,
        checking=line.checking,
        files=[_file(file, place, conversation, membership) for place, file in enumerate(line.files, 1)],
    )


def _file(file: FileLine, place: int, conversation: Conversation, membership: Membership) -> dict[str, Any]:
    if not file.name:
        return {"name": _("Attachment %(n)s") % {"n": place}, "size": file.size, "url": "", "is_image": False}
    token = file_token(file.id, membership.person_id)
    return {
        "name": file.name,
        "size": file.size,
        "url": reverse("office-file", args=[membership.company.slug, conversation.pk, token]),
        "is_image": file.content_type.startswith("image/"),
    }
