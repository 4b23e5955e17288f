"""Solved concerns like the one in hand: found when its page asks for them, opened one by one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.answers.similar import find, open_similar
from oase.experts.desk import Desk
from oase.experts.desk.answers import SimilarSaid, said_in_similar, similar_one, similar_ones
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.pages import framed
from oase.portals.expert.responses import see_other
from oase.portals.look import talk


@require_safe
def similar(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Those found: a line each, no words."""
    if request.user.is_authenticated:
        try:
            find(conversation_id=conversation_id, by=expert_of(request))
        except NotAllowed as error:
            raise Http404 from error
    return _similar(request, conversation_id)


@expert_page
def _similar(request: HttpRequest, desk: Desk, conversation_id: UUID) -> HttpResponse:
    work = desk.conversation(conversation_id)
    if work is None:
        raise Http404
    context = {"work": work, "similar": similar_ones(desk, conversation_id)}
    if request.headers.get("HX-Request"):
        return render(request, "expert/similar.html", context)
    return framed(request, desk, "similar_all", context)


@require_safe
@expert_page
def one(request: HttpRequest, desk: Desk, conversation_id: UUID, similar_id: int) -> HttpResponse:
    """One that was opened: its shielded words."""
    work = desk.conversation(conversation_id)
    found = similar_one(desk, conversation_id, similar_id) if work is not None else None
    said = said_in_similar(desk, conversation_id, similar_id) if found is not None else []
    if not said:
        raise Http404
    thread = SafeString("".join(_said(one) for one in said))
    others = any(one.author_role == "expert" and not one.mine for one in said)
    return framed(request, desk, "similar_one", {"work": work, "found": found, "thread": thread, "others": others})


def _said(said: SimilarSaid) -> SafeString:
    customers = said.author_role == "customer"
    return talk.said(
        who={"first_name": "" if customers else said.author_name, "face": said.author_face},
        name=_("Somebody") if customers else "",
        role="" if customers else _("Expert") if said.author_role == "expert" else _("Company"),
        body=said.body, at=said.at, seq=said.seq, mine=said.mine and not customers, checking=not said.shielded,
    )  # fmt: skip


@expert_verb
def open_one(request: HttpRequest, conversation_id: UUID, similar_id: int) -> HttpResponseBase:
    """Open it: counted, like every conversation somebody opens."""
    session = request.session.session_key or ""
    try:
        open_similar(similar_id=similar_id, by=expert_of(request), session_key=session)
    except Refused as refused:
        messages.warning(request, str(refused))
        return see_other("desk-conversation", conversation_id)
    return see_other("desk-similar-one", conversation_id, similar_id)
