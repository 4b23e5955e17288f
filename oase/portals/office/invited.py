"""Somebody who is invited to a company's staff says yes or no."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.companies.roles import actions
from oase.companies.roles.queries import open_for
from oase.companies.words import Refused
from oase.portals.office.access import person_at


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invited(request: HttpRequest) -> HttpResponse:
    """What one is invited to; a POST accepts or declines one of it."""
    person = person_at(request)
    if request.method == "POST":
        return _answered(request, request.POST.get("invitation", ""))
    waiting = list(open_for(person))
    if not waiting:
        raise Http404
    return render(request, "office/invited.html", {"invitations": waiting})


def _answered(request: HttpRequest, value: str) -> HttpResponse:
    person = person_at(request)
    found = next((one for one in open_for(person) if str(one.pk) == value), None)
    if found is None:
        raise Http404
    try:
        if "no" in request.POST:
            actions.decline(person=person, invitation_id=found.pk)
            messages.success(request, _("You have declined. Nothing of it stays here."))
            return redirect("home")
        actions.accept(person=person, invitation_id=found.pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("home")
    messages.success(request, _("Welcome to the team."))
    return redirect("office-inbox", found.company.slug)
