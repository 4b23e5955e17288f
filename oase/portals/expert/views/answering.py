"""Answering, proposing as solved, giving on; and the draft that is kept while writing."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from oase.conversations.actions import save_draft
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts import actions
from oase.experts.desk import desk_of
from oase.portals.expert.gate import expert_of, expert_verb
from oase.portals.expert.pages import Kept, show_desk
from oase.portals.expert.responses import see_other
from oase.portals.expert.why import Sight


@expert_verb
def reply(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Answer."""
    return _answer(request, conversation_id, solved=False)


@expert_verb
def propose(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Propose it as solved, with an answer or without."""
    return _answer(request, conversation_id, solved=True)


def _answer(request: HttpRequest, conversation_id: UUID, *, solved: bool) -> HttpResponseBase:
    text, client_id = request.POST.get("text", ""), _client_id(request)
    try:
        masked = actions.answer(
            conversation_id=conversation_id,
            by=expert_of(request),
            text=text,
            client_id=client_id,
            solved=solved,
            told=request.POST.getlist("told"),
        )
    except actions.Untold as untold:
        sight = Sight(untold.pieces)
        kept = Kept("answer", str(untold), text=text, client_id=str(client_id), sight=sight)
        return show_desk(request, conversation_id, kept=kept)
    except Refused as refused:
        kept = Kept("answer", str(refused), text=text, client_id=str(client_id))
        return show_desk(request, conversation_id, kept=kept)
    if masked:
        words = _(
            "Your answer is sent. In it %(placeholders)s stands for personal data: askers and experts meet here only, "
            "and neither learns who the other is."
        )
        messages.warning(request, words % {"placeholders": ", ".join(masked)})
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


def _client_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()


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
