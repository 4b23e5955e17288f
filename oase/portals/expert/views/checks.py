"""Looking at a newcomer's answer: taking it, agreeing, answering instead, letting it go by."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.actions.answering import Untold, masked_in, see_told
from oase.experts.checks import deciding
from oase.experts.checks.asking import Written
from oase.experts.desk import Desk
from oase.experts.desk.checks import (
    CheckSaid,
    TakenCheck,
    asked_to_check,
    checked,
    said_in_check,
    taken_check,
    was_asked,
)
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.glimpsing import showing_offers
from oase.portals.expert.pages import Kept, framed, show_desk
from oase.portals.expert.responses import see_other
from oase.portals.expert.thread import placeholders_told
from oase.portals.expert.why import Sight
from oase.portals.look import talk


@require_safe
@showing_offers
@expert_page
def checks(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits for a look, and what became of answers."""
    return framed(request, desk, "checks", {"checks": asked_to_check(desk), "checked": checked(desk)})


@require_safe
@showing_offers
@expert_page
def asked(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What they are asked to look at: the part of the desk."""
    return render(request, "expert/checks_asked.html", {"checks": asked_to_check(desk)})


@require_safe
def check(request: HttpRequest, check_id: int) -> HttpResponseBase:
    """An answer they look at."""
    return _show(request, check_id)


@require_safe
@expert_page
def live(request: HttpRequest, desk: Desk, check_id: int) -> HttpResponse:
    """The part of its page that is read again: the conversation and the answer, or that it is over."""
    found = taken_check(desk, check_id)
    if found is None:
        return render(request, "expert/check_over.html", {"check_id": check_id})
    return render(request, "expert/check_thread.html", _context(desk, found))


@expert_page
def _show(request: HttpRequest, desk: Desk, check_id: int, kept: Kept | None = None) -> HttpResponse:
    found = taken_check(desk, check_id)
    if found is None and (not was_asked(desk, check_id) or check_id in {one.id for one in asked_to_check(desk)}):
        raise Http404
    if found is None:
        return framed(request, desk, "check_gone", {"check_id": check_id})
    context = _context(desk, found) | {"kept": kept, "client_id": (kept and kept.client_id) or uuid4()}
    return framed(request, desk, "check", context, status=422 if kept is not None else 200)


def _context(desk: Desk, found: TakenCheck) -> dict[str, Any]:
    said = "".join(_said(found, one) for one in said_in_check(desk, found.id))
    answer = talk.said(
        who={"first_name": found.author_name, "face": found.author_face},
        role=_("Expert"), body=found.body, at=found.written_at, checking=not found.shielded,
    )  # fmt: skip
    return {"check": found, "thread": SafeString(said), "answer": answer}


def _said(found: TakenCheck, said: CheckSaid) -> SafeString:
    customers = said.author_role == "customer"
    return talk.said(
        who=None if customers else {"first_name": said.author_name, "face": said.author_face},
        name=found.name if customers else "",
        pseudonym=found.picture if customers else "",
        role="" if customers else found.company if said.author_role == "agent" else _("Expert"),
        body=said.body, at=said.at, seq=said.seq, mine=said.mine and not customers, checking=not said.shielded,
    )  # fmt: skip


@expert_verb
def take(request: HttpRequest, check_id: int) -> HttpResponseBase:
    """Look at it: nobody else does then."""
    session = request.session.session_key or ""
    try:
        deciding.take(check_id=check_id, by=expert_of(request), session_key=session)
    except (deciding.TooLate, deciding.NoLonger) as error:
        return _over(request, error)
    except Refused as refused:
        return show_desk(request, kept=Kept("offers", str(refused)))
    return see_other("desk-check", check_id)


@expert_verb
def let_go_by(request: HttpRequest, check_id: int) -> HttpResponseBase:
    """Not for them."""
    deciding.let_go_by(check_id=check_id, by=expert_of(request))
    return see_other("desk-checks-asked" if request.headers.get("HX-Request") else "desk")


@expert_verb
def agree(request: HttpRequest, check_id: int) -> HttpResponseBase:
    """Let it go out as it is."""
    given, remark = request.POST.get("seen", ""), request.POST.get("remark", "")
    # Without it nobody knows what was read: then it is asked once more.
    seen = int(given) if given.isdecimal() and len(given) < 10 else 0
    try:
        deciding.agree(check_id=check_id, by=expert_of(request), seen=seen, remark=remark)
    except (deciding.TooLate, deciding.NoLonger) as error:
        return _over(request, error)
    except Refused as refused:
        return _show(request, check_id, kept=Kept("agree", str(refused), hint=remark))
    messages.success(request, _("Agreed. The answer is on its way, under the name of whoever wrote it."))
    return see_other("desk-checks")


@expert_verb
def instead(request: HttpRequest, check_id: int) -> HttpResponseBase:
    """Answer in place of the author."""
    text, remark, by = request.POST.get("text", ""), request.POST.get("remark", ""), expert_of(request)
    client_id = _client_id(request)
    try:
        with suppress(NotAllowed):  # decided a moment ago, perhaps by this very form: the verb says so
            see_told(deciding.look_at(check_id=check_id, by=by, text=text), request.POST.getlist("told"))
        written = Written(text, client_id, solved=request.POST.get("solved") == "1")
        conversation_id, body = deciding.answer_instead(check_id=check_id, by=by, written=written, remark=remark)
    except (deciding.TooLate, deciding.NoLonger) as error:
        return _over(request, error)
    except Untold as untold:
        kept = Kept("instead", str(untold), text, str(client_id), hint=remark, sight=Sight(untold.pieces))
        return _show(request, check_id, kept=kept)
    except Refused as refused:
        return _show(request, check_id, kept=Kept("instead", str(refused), text, str(client_id), hint=remark))
    placeholders_told(request, masked_in(text, body))
    return see_other("desk-conversation", conversation_id, anchor="newest")


@expert_verb
def look(request: HttpRequest, check_id: int) -> HttpResponseBase:
    """How what is written instead would be read, and why something of it stays out."""
    text = request.POST.get("text", "")
    try:
        pieces = deciding.look_at(check_id=check_id, by=expert_of(request), text=text)
    except deciding.NoLonger as error:
        return render(request, "expert/stays_out.html", {"sight_error": _sentence(error)})
    except Refused as refused:
        return render(request, "expert/stays_out.html", {"sight_error": str(refused)})
    return render(request, "expert/stays_out.html", {"sight": Sight(pieces)})


def _over(request: HttpRequest, error: Exception) -> HttpResponseBase:
    messages.info(request, _sentence(error))
    return see_other("desk")


def _sentence(error: Exception) -> str:
    if isinstance(error, deciding.NoLonger):
        return _(
            "Second looks on this topic do not come to you any more. Nothing was changed, and nobody waits for you."
        )
    return _("Somebody else looks at it already, or it went out meanwhile. Nothing was changed.")


def _client_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()
