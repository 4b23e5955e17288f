"""From what the rooms below know to what the second level's pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations import pseudonyms
from oase.conversations.joining import parts_of
from oase.conversations.links import file_token
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.queries import assignment_of
from oase.conversations.thread import FileLine, Line, thread_visible_to_staff
from oase.portals.look import talk
from oase.portals.look.sentences import HANDOVERS, STAFF, icon_of, sentence
from oase.portals.office.writing.names import with_names
from oase.second_level.mentions.queries import InNote, named_in_notes

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
    unread: int = 0
    """Messages that are new to this member."""
    tags: Sequence[str] = ()

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


def row_of(conversation: Conversation, membership: Membership, unread: int = 0, tags: Sequence[str] = ()) -> Row:
    """A concern as the queue shows it to this member."""
    assignment = assignment_of(conversation)
    mine = assignment is not None and assignment.holder_id == membership.person_id
    holder = holder_words(assignment, membership.person_id)
    return Row(conversation, name_of(conversation), picture_of(conversation), assignment, holder, mine, unread, tags)


def thread_of(conversation: Conversation, membership: Membership, originals: Mapping[UUID, str] | None) -> SafeString:
    """The whole thread as this member may read it, as safe HTML with the days between."""
    shown: list[str] = []
    today: date | None = None
    parts = parts_of(conversation)
    subjects = {part.pk: part.subject for part in parts}
    lines = thread_visible_to_staff(conversation, originals=originals, parts=parts)
    # Only notes name somebody, and most threads have none.
    named = named_in_notes(conversation.pk) if any(line.audience == Message.STAFF for line in lines) else {}
    for line in lines:
        if (that := timezone.localtime(line.at).date()) != today:
            today = that
            shown.append(talk.day_between(that))
        if line.kind == "message":
            here = named.get(line.seq, []) if line.part is None else []
            shown.append(_message(line, conversation, membership, here, subjects.get(line.part) if line.part else None))
        else:
            shown.append(_event(line, conversation))
    return SafeString("".join(shown))


def _event(line: Line, conversation: Conversation) -> SafeString:
    html = sentence(line, reader=STAFF, asked_at=conversation.opened_at, customer_id=conversation.customer.person_id)
    if not html:
        return NOTHING
    if line.kind in HANDOVERS:
        return talk.passed(giver=line.actor, taker=line.to, reason=html, at=line.at, seq=line.place, under_day=True)
    return talk.happened(icon_name=icon_of(line), html=html, at=line.at, seq=line.place, under_day=True)


def _message(
    line: Line,
    conversation: Conversation,
    membership: Membership,
    named: Sequence[InNote],
    joined: str | None,
) -> SafeString:
    """`joined`: the subject of the concern it was said in, where that is told on in this one."""
    from_customer = line.role == Message.CUSTOMER
    return talk.said(
        who=line.actor,
        name=name_of(conversation) if from_customer else line.actor.first_name if line.actor else "",
        pseudonym=picture_of(conversation) if from_customer else "",
        role=_("Customer") if from_customer else _("Expert") if line.role == Message.EXPERT else "",
        origin="" if joined is None else _("in “%(subject)s”") % {"subject": joined or "–"},
        body=line.text,
        html=with_names(line.text, named, membership.person_id) if named else NOTHING,
        at=line.at,
        seq=line.place,
        mine=not from_customer and line.actor is not None and line.actor.pk == membership.person_id,
        note=line.audience == Message.STAFF,
        checking=line.checking,
        attachments=[_file(file, place, conversation, membership) for place, file in enumerate(line.files, 1)],
        under_day=True,
        answer=not from_customer and line.audience == Message.CONVERSATION,
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
