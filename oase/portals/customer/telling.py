"""A conversation told to its customer: the thread of a page, and "so far" in short."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oase.conversations.links import file_token
from oase.conversations.models import Conversation, Message
from oase.conversations.queries import assignment_of
from oase.conversations.subjects import shorten
from oase.conversations.thread import FileLine, Line
from oase.people.models import Person
from oase.portals.customer.holding import role_of
from oase.portals.look import talk
from oase.portals.look.files import IMAGES
from oase.portals.look.sentences import CUSTOMER, HANDOVERS, icon_of, sentence
from oase.portals.look.times import clock
from oase.privacy.shield.labels import PLACEHOLDER


def thread_of(conversation: Conversation, lines: Sequence[Line]) -> SafeString:
    """The thread as safe HTML, with its days between."""
    shown: list[str] = []
    today: date | None = None
    for line in lines:
        if (that := timezone.localtime(line.at).date()) != today:
            today = that
            shown.append(talk.day_between(that))
        shown.append(_message(conversation, line) if line.kind == "message" else _event(conversation, line))
    return SafeString("".join(shown))


def _message(conversation: Conversation, line: Line) -> SafeString:
    mine = line.role == Message.CUSTOMER
    return talk.said(
        mine=mine,
        who=None if mine else line.actor,
        role="" if mine or line.actor is None else role_of(conversation, line.actor, line.role),
        origin=_("from another concern of yours") if line.part else "",
        body=line.text,
        at=line.at,
        seq=line.place,
        checking=line.checking,
        attachments=[_file(conversation, file) for file in line.files],
        under_day=True,
    )


def _file(conversation: Conversation, file: FileLine) -> dict[str, Any]:
    if not file.name:
        return {"name": _("erased file"), "size": file.size, "url": "", "is_image": False}
    token = file_token(file.id, conversation.customer.person_id)
    return {
        "name": file.name,
        "size": file.size,
        "url": reverse("file", args=[token]),
        "is_image": file.content_type in IMAGES,
    }


def _event(conversation: Conversation, line: Line) -> SafeString:
    html = sentence(line, reader=CUSTOMER, asked_at=conversation.opened_at, customer_id=conversation.customer.person_id)
    if line.kind in HANDOVERS:
        return talk.passed(giver=line.actor, taker=line.to, reason=html, at=line.at, seq=line.place, under_day=True)
    return talk.happened(icon_name=icon_of(line), html=html, at=line.at, seq=line.place, under_day=True)


def title_of(conversation: Conversation, lines: Sequence[Line]) -> str:
    """What the concern is called to the one whose it is: its subject, or their own first words if it hides some."""
    if conversation.subject and not PLACEHOLDER.search(conversation.subject):
        return conversation.subject
    own = (line.text for line in lines if line.kind == "message" and line.role == Message.CUSTOMER and line.text)
    return shorten(next(own, "")) or (conversation.topic.name if conversation.topic else _("Your question"))


def steps_of(conversation: Conversation, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """What has happened so far, in a few words each, and what is promised now."""
    steps: list[dict[str, Any]] = []
    answered: set[int] = set()
    for line in lines:
        step = _step(conversation, line, answered)
        if step:
            steps.append({"sub": clock(line.at)} | step)
    assignment = assignment_of(conversation)
    if assignment is not None:
        yours = assignment.turn == assignment.CUSTOMER
        sub = "" if yours else _("promised by %(time)s") % {"time": clock(assignment.due_at)}
        steps.append({"text": _("Your turn") if yours else _("Answer to you"), "sub": sub, "now": True})
    return steps


def _step(conversation: Conversation, line: Line, answered: set[int]) -> dict[str, Any] | None:
    name = {"name": line.actor.first_name if line.actor else ""}
    match line.kind:
        case "message" if line.role != Message.CUSTOMER and line.actor and line.actor.pk not in answered:
            first = not answered
            answered.add(line.actor.pk)
            step = {"text": _("%(name)s answered") % name}
            return step | {"sub": _after(conversation, line)} if first else step
        case "asked":
            return {"text": _("You asked")}
        case "given_on" | "handed_over" | "company_asked" | "assigned" | "taken" | "came_back" | "advisor_changed":
            return {"text": _now_with(line)}
        case "lapsed":
            return {"text": _now_with(line), "sub": _missed(line), "late": True}
        case "solution_late":
            return {"text": _now_with(line), "sub": _missed(line), "late": True}
        case "solved":
            return {"text": _("Solved")}
        case "reopened":
            return {"text": _("Opened again")}
    return None


def _missed(line: Line) -> str:
    return _("%(time)s, because a promise was missed") % {"time": clock(line.at)}


def _now_with(line: Line) -> str:
    holder = line.to or (line.actor if line.kind == "taken" else None)
    if holder is not None:
        return _("Now with %(name)s") % {"name": holder.first_name}
    level = (line.detail or {}).get("level")
    return _("Now with the team lead") if level == "supervisors" else _("Now with the team")


def _after(conversation: Conversation, line: Line) -> str:
    minutes = max(1, round((line.at - conversation.opened_at).total_seconds() / 60))
    if minutes >= 120:
        return clock(line.at)
    words = ngettext("%(time)s, after %(n)s minute", "%(time)s, after %(n)s minutes", minutes)
    return words % {"time": clock(line.at), "n": minutes}


def helpers_in(lines: Sequence[Line]) -> list[Person]:
    """Everyone who wrote to the customer, once each."""
    people = (line.actor for line in lines if line.kind == "message" and line.role != Message.CUSTOMER)
    return list({person.pk: person for person in people if person is not None}.values())
