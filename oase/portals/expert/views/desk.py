"""The desk and its live parts: each part is read again alone when it is poked."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oase.experts.desk import Desk
from oase.experts.desk.checks import replaced_in
from oase.portals.expert.gate import expert_page
from oase.portals.expert.glimpsing import showing_offers
from oase.portals.expert.pages import held_of, show_desk, week_of, work_of
from oase.portals.expert.ready import state_of


@require_safe
def desk(request: HttpRequest, conversation_id: UUID | None = None) -> HttpResponseBase:
    """The desk, or one conversation on it."""
    return show_desk(request, conversation_id)


@require_safe
@showing_offers
@expert_page
def offers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is offered now."""
    return render(request, "expert/offers.html", {"offers": desk.offers(), "me": desk.me, **state_of(desk)})


@require_safe
@expert_page
def count(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How much is offered now: the figure in the navigation."""
    return render(request, "expert/count.html", {"offers_count": desk.offers_count()})


@require_safe
@expert_page
def held(request: HttpRequest, desk: Desk, conversation_id: UUID | None = None) -> HttpResponse:
    """What they hold; beside an open conversation as a strip."""
    if conversation_id is None:
        return render(request, "expert/held.html", held_of(desk))
    held = desk.held()
    work = next((one for one in held if one.id == conversation_id), None)
    return render(request, "expert/held.html", {"held": held, "work": work, "strip": True})


@require_safe
@expert_page
def week(request: HttpRequest, desk: Desk) -> HttpResponse:
    """This week."""
    return render(request, "expert/week.html", week_of(desk))


@require_safe
@expert_page
def thread(request: HttpRequest, desk: Desk, conversation_id: UUID) -> HttpResponse:
    """The history of an open conversation. Once it has moved on it says so, and what was typed below stays."""
    try:
        context = work_of(desk, conversation_id)
    except Http404:
        if not request.headers.get("HX-Request"):
            raise
        moved_on = {"ended": desk.ended(conversation_id), "replaced": replaced_in(desk, conversation_id)}
        return render(request, "expert/gone.html", moved_on, status=404)
    return render(request, "expert/thread.html", context)
