"""Leaving the company oneself: what moves where, and then it does."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.companies.models import Membership
from oase.companies.words import NotAllowed, Refused
from oase.portals.office import context
from oase.portals.office.access import member_at
from oase.second_level.advisors.heirs import parting_of
from oase.second_level.parting import let_go
from oase.second_level.staffing import carried_by

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leaving(request: HttpRequest, slug: str) -> HttpResponse:
    """Who gets one's concerns and customers; a POST that says so ends one's place on the staff."""
    membership = member_at(request, slug)
    if request.method != "POST":
        return render(request, "office/advisors/leaving.html", _page(membership))
    try:
        if "sure" not in request.POST:
            raise Refused(_("Please tick that you want to leave. Nothing has changed."))
        let_go(by=membership, member=membership)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        return render(
            request, "office/advisors/leaving.html", _page(membership) | {"refused": str(error)}, status=UNPROCESSABLE
        )
    words = _("You have left %(company)s. Everything you held is in good hands. Thank you.")
    messages.success(request, words % {"company": membership.company.name})
    return redirect("home")


def _page(membership: Membership) -> dict[str, Any]:
    return context.frame(membership, "mine") | {
        "parting": parting_of(membership),
        "carried": carried_by(membership),
        "place": "me",
    }
