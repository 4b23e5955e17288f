"""Answering, proposing as solved, giving on; and the draft that is kept while writing."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oase.conversations.actions import save_draft
from oase.conversations.append import NotAllowed
from oase.conversations.drafts import draft_of
from oase.conversations.words import Refused
from oase.experts import actions
from oase.experts.checks import deciding
from oase.experts.desk import Desk, desk_of
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.pages import Kept, show_desk, work_of
from oase.portals.expert.responses import see_other
from oase.portals.expert.thread import placeholders_told
from oase.portals.expert.why import Sight

MOST_INSERTED = 20


@expert_verb
def reply(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Answer."""
    return _answer(request, conversation_id, solved=False)


@expert_verb
def propose(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Propose it as solved, with an answer or without."""
    return _answer(request, conversation_id, solved=True)


def _answer(request: HttpRequest, conversation_id: UUID, *, solved: bool) -> HttpResponseBase:
    text, client_id, inserted = request.POST.get("text", ""), client_id_of(request), inserted_in(request)
    try:
        answered = actions.answer(
            conversation_id=conversation_id,
            by=expert_of(request),
            text=text,
            client_id=client_id,
            solved=solved,
            told=request.POST.getlist("told"),
            inserted=inserted,
        )
    except actions.Untold as untold:
        sight = Sight(untold.pieces)
        kept = Kept("answer", str(untold), text, str(client_id), sight=sight, inserted=inserted)
        return show_desk(request, conversation_id, kept=kept)
    except Refused as refused:
        kept = Kept("answer", str(refused), text, str(client_id), inserted=inserted)
        return show_desk(request, conversation_id, kept=kept)
    placeholders_told(request, answered.masked)
    return see_other("desk-conversation", conversation_id, anchor="newest")


@expert_verb
def look(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """How the answer that is being written would be read, and why something of it stays out."""
    text = request.POST.get("text", "")
    try:
        pieces = actions.look_at(conversation_id=conversation_id, by=expert_of(request), text=text)
    except Refused as refused:
        return render(request, "expert/stays_out.html", {"sight_error": str(refused)})
    return render(request, "expert/stays_out.html", {"sight": Sight(pieces)})


@expert_verb
def preview(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """All of the answer that is being written, as it would be read; nothing is sent or stored."""
    text, client_id, inserted = request.POST.get("text", ""), client_id_of(request), inserted_in(request)
    try:
        pieces = actions.look_at(conversation_id=conversation_id, by=expert_of(request), text=text)
    except Refused as refused:
        if request.headers.get("HX-Request"):
            return render(request, "expert/stays_out.html", {"sight_error": str(refused)})
        kept = Kept("answer", str(refused), text, str(client_id), inserted=inserted)
        return show_desk(request, conversation_id, kept=kept)
    if request.headers.get("HX-Request"):
        return render(request, "expert/stays_out.html", {"sight": Sight(pieces), "whole": True})
    kept = Kept("preview", "", text, str(client_id), sight=Sight(pieces), whole=True, inserted=inserted)
    return show_desk(request, conversation_id, kept=kept)


@expert_verb
def take_back(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Write an answer anew that a colleague was to look at."""
    if deciding.take_back(conversation_id=conversation_id, by=expert_of(request)):
        messages.info(request, _("Taken back. Your words are in the box again."))
    else:
        messages.info(request, _("Your answer had just gone out."))
    return see_other("desk-conversation", conversation_id, anchor="newest")


@require_safe
def waiting(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """An answer that waits for a look; once it does no more, the box for the next one."""
    person_id = request.user.pk
    begun = draft_of(person_id, conversation_id) if person_id is not None else None
    return _waiting(request, conversation_id, begun.text if begun is not None else "")


@expert_page
def _waiting(request: HttpRequest, desk: Desk, conversation_id: UUID, text: str) -> HttpResponse:
    try:
        context = work_of(desk, conversation_id)
    except Http404:
        # A part of an open page: what became of it stands above, and nothing waits here any more.
        if request.headers.get("HX-Request") and desk.ended(conversation_id) is not None:
            return HttpResponse("")
        raise
    if context["waiting"] is not None:
        return render(request, "expert/waiting.html", context)
    return render(request, "expert/answer.html", context | {"text": text, "client_id": uuid4()})


def client_id_of(request: HttpRequest) -> UUID:
    """Under which an answer is sent once; a new one where the form has none."""
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()


def inserted_in(request: HttpRequest) -> tuple[int, ...]:
    """Ids of the saved answers that went into the answer."""
    given = request.POST.getlist("inserted")[:MOST_INSERTED]
    return tuple(int(one) for one in given if one.isdecimal() and len(one) < 18)


@expert_verb
def give_on(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Give it on with a reason and a hint for whoever is next. Doing it twice is doing it once."""
    person, reason, hint = expert_of(request), request.POST.get("reason", ""), request.POST.get("hint", "")
    try:
        actions.give_on(conversation_id=conversation_id, by=person, reason=reason, hint=hint)
    except Refused as refused:
        return show_desk(request, conversation_id, kept=Kept("give_on", str(refused), reason=reason, hint=hint))
    except NotAllowed as error:
        with desk_of(person.pk) as desk:
            if desk.ended(conversation_id) is None:
                raise Http404 from error
    messages.success(request, _("Given on with everything that was said. Nobody has to tell it again."))
    return see_other("desk")


@expert_verb
def draft(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Keep what is being written. 204 when kept; 422 with a sentence when it is too long."""
    person = expert_of(request)
    with desk_of(person.pk) as desk:
        if desk.conversation(conversation_id) is None:
            raise Http404
    try:
        save_draft(conversation_id=conversation_id, person=person, body=request.POST.get("text", ""))
    except Refused as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)
