"""One's own profile with its thanks, being away, and the team."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from oase.companies.models import Membership
from oase.conversations.words import Refused
from oase.portals.office import context
from oase.portals.office.access import member_at, wants_part
from oase.portals.office.forms import AwayForm
from oase.ratings.queries import standing_of, thanks_for
from oase.second_level.actions import set_away
from oase.second_level.queries import team_visible_to, unheld_visible_to
from oase.second_level.rules import leads

A_PAGE = 20


def _profile(membership: Membership, form: AwayForm, page: str | int | None = 1) -> dict[str, Any]:
    thanks = thanks_for(membership.person, company_id=membership.company_id)
    thanks = thanks.select_related("conversation__topic", "conversation__customer__person")
    return context.frame(membership, "mine") | {
        "standing": standing_of(membership.person, company_id=membership.company_id),
        "thanks": Paginator(thanks, A_PAGE).get_page(page),
        "form": form,
        "place": "me",
    }


@require_safe
@login_required
def me(request: HttpRequest, slug: str) -> HttpResponse:
    """Face, introduction, thanks, and the switch for being away."""
    membership = member_at(request, slug)
    template = "office/thanks.html" if wants_part(request) else "office/me.html"
    return render(request, template, _profile(membership, AwayForm(), request.GET.get("page")))


@require_POST
@login_required
def away(request: HttpRequest, slug: str) -> HttpResponse:
    """Be away until a time, or be back."""
    membership = member_at(request, slug)
    if "back" in request.POST:
        set_away(membership=membership, until=None)
        messages.success(request, _("Welcome back. New concerns come to you again."))
        return redirect("office-me", slug)
    form = AwayForm(request.POST)
    if form.is_valid():
        try:
            moved = set_away(membership=membership, until=form.cleaned_data["until"])
        except Refused as error:
            form.add_error("until", str(error))
        else:
            messages.success(request, _moved(moved))
            return redirect("office-me", slug)
    return render(request, "office/me.html", _profile(membership, form), status=422)


def _moved(moved: int) -> str:
    if not moved:
        return _("You are away. New concerns go to your deputies.")
    return ngettext(
        "You are away. %(n)s concern moved on, and its customer was told.",
        "You are away. %(n)s concerns moved on, and their customers were told.",
        moved,
    ) % {"n": moved}


@require_safe
@login_required
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is there; for those who lead, what each one holds."""
    membership = member_at(request, slug)
    shown = context.frame(membership, "mine") | {
        "team": team_visible_to(membership),
        "unheld": unheld_visible_to(membership) if leads(membership) else None,
        "place": "team",
    }
    return render(request, "office/staff.html" if wants_part(request) else "office/team.html", shown)
