"""What the desk's pages share: the frame, and the desk itself with or without an open conversation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from oase.conversations.drafts import draft_of
from oase.conversations.models import Message
from oase.conversations.reading import last_seq, seen
from oase.experts.availability.notices import opened_desk
from oase.experts.desk import Desk
from oase.experts.desk.checks import asked_to_check, waiting
from oase.portals.expert.gate import expert_page
from oase.portals.expert.glimpsing import count_offers
from oase.portals.expert.ready import state_of
from oase.portals.expert.suited import suited_of
from oase.portals.expert.thread import said_in, thread_of
from oase.portals.expert.why import Sight
from oase.portals.look.signs import is_looked_at, sent_mark


@dataclass(frozen=True)
class Kept:
    """What was refused and why, so that nothing typed is lost. `place`: "offers", "answer" or "give_on".

    Without an error nothing was refused: something was only added to what is being written, or is shown of it.
    """

    place: str
    error: str
    text: str | None = None
    client_id: str = ""
    reason: str = ""
    hint: str = ""
    sight: Sight | None = None
    """How the answer would be read, where something of it stays out."""
    whole: bool = False
    """Show all of the answer as it would be read."""
    inserted: tuple[int, ...] = ()
    """Saved answers that went into it."""


def framed(request: HttpRequest, desk: Desk, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A whole page of the desk: the template `name` in the frame with the switch and the count of offers."""
    offers = len(context["offers"]) if "offers" in context else desk.offers_count()
    frame = {"me": desk.me, "page": name, "offers_count": offers}
    if "ready" not in context:
        context = {**context, **state_of(desk)}
    return render(request, f"expert/{name}.html", {**frame, **context}, status=status)


def week_of(desk: Desk) -> dict[str, Any]:
    """This week's figures and the newest words of thanks."""
    thanks = [one for one in desk.thanks()[:10] if one.thanks]
    return {"week": desk.week(monday()), "thanks": thanks[:2]}


def held_of(desk: Desk) -> dict[str, Any]:
    """What they hold; of the promise that is due first, the words that wait for an answer."""
    held = desk.held()
    next_one = held[0] if held and held[0].turn == "holder" else None
    said = [one for one in desk.messages(next_one.id) if one.author_role == "customer"] if next_one else []
    return {"held": held, "next": next_one, "asked": said_in(next_one, said[-1]) if next_one and said else ""}


def monday() -> datetime:
    """The beginning of this week, here."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())


def work_of(desk: Desk, conversation_id: UUID) -> dict[str, Any]:
    """One held conversation with its thread.

    Raises:
        Http404: they do not hold it.
    """
    work = desk.conversation(conversation_id)
    if work is None:
        raise Http404
    mark = sent_mark(work.answered, work.asked, delivered=work.customer_delivered, read=work.customer_read)
    said = desk.messages(work.id)
    return {
        "work": work,
        "thread": thread_of(desk, work, said),
        "others": any(one.author_role == "expert" and not one.mine for one in said),
        "mark": mark,
        "waiting": waiting(desk, conversation_id),
    }


def show_desk(request: HttpRequest, conversation_id: UUID | None = None, kept: Kept | None = None) -> HttpResponseBase:
    """The desk; with a conversation, that one is open. What was refused comes back with its sentence (422)."""
    text = kept.text if kept is not None and kept.text is not None else None
    if text is None and conversation_id is not None and request.user.pk is not None:
        # Their own words lie sealed in the vault, which the desk's connection cannot read; so they are read before.
        begun = draft_of(request.user.pk, conversation_id)
        text = begun.text if begun is not None else ""
        if is_looked_at(request):
            seen(conversation_id, Message.EXPERT, request.user.pk, last_seq(conversation_id))
    count_offers(request)
    if request.user.pk is not None and is_looked_at(request):
        opened_desk(request.user.pk)
    return _shown(request, conversation_id, kept, text or "")


@expert_page
def _shown(
    request: HttpRequest, desk: Desk, conversation_id: UUID | None, kept: Kept | None, text: str
) -> HttpResponse:
    context: dict[str, Any] = {"offers": desk.offers(), "qualifications": desk.qualifications(), **week_of(desk)}
    context["checks"] = asked_to_check(desk)
    if conversation_id is None:
        context |= held_of(desk)
    else:
        context |= {"held": desk.held(), **work_of(desk, conversation_id)}
        context |= suited_of(request, desk, context["work"])
        context |= {"text": text, "client_id": (kept and kept.client_id) or uuid4()}
    status = 422 if kept is not None and kept.error else 200
    return framed(request, desk, "desk", {**context, "kept": kept}, status=status)
