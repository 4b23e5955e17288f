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
from oase.portals.office.advisors.forms import PlanForm, week_of
from oase.portals.office.forms import AwayForm
from oase.ratings.queries import standing_of, thanks_for
from oase.second_level.actions import set_away
from oase.second_level.advisors.notes import asked_of
from oase.second_level.advisors.queries import absences_visible_to, carried_visible_to
from oase.second_level.queries import team_visible_to, unheld_visible_to
from oase.second_level.rules import leads

A_PAGE = 20


def own_page(
    membership: Membership,
    *,
    form: AwayForm | None = None,
    plan_form: PlanForm | None = None,
    note: dict[str, Any] | None = None,
    page: str | int | None = 1,
) -> dict[str, Any]:
    """All of one's own page; forms that were refused come back as they were typed, and so does a `note`."""
    thanks = thanks_for(membership.person, company_id=membership.company_id)
    thanks = thanks.select_related("conversation__topic", "conversation__customer__person")
    return context.frame(membership, "mine") | {
        "standing": standing_of(membership.person, company_id=membership.company_id),
        "thanks": Paginator(thanks, A_PAGE).get_page(page),
        "form": form or AwayForm(),
        "plan_form": plan_form or PlanForm(),
        "absences": absences_visible_to(membership, membership),
        "asked": asked_of(membership),
        "typed_note": note or {},
        "carried": carried_visible_to(membership, [membership])[membership.pk],
        "hours": [day for day in week_of(membership) if day.rows[0].begins],
        "knows": list(membership.knows.all()),
        "place": "me",
    }


@require_safe
@login_required
def me(request: HttpRequest, slug: str) -> HttpResponse:
    """Face, introduction, thanks, and the switch for being away."""
    membership = member_at(request, slug)
    template = "office/thanks.html" if wants_part(request) else "office/me.html"
    return render(request, template, own_page(membership, page=request.GET.get("page")))


@require_POST
@login_required
def away(request: HttpRequest, slug: str) -> HttpResponse:
    """Be away until a time, or be back."""
    membership = member_at(request, slug)
    if "back" in request.POST:
        came = set_away(membership=membership, until=None)
        messages.success(request, _back(came))
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
    return render(request, "office/me.html", own_page(membership, form=form), status=422)


def _moved(moved: int) -> str:
    if not moved:
        return _("You are away. New concerns go to your deputies.")
    return ngettext(
        "You are away. %(n)s concern moved on, and its customer was told.",
        "You are away. %(n)s concerns moved on, and their customers were told.",
        moved,
    ) % {"n": moved}


def _back(came: int) -> str:
    if not came:
        return _("Welcome back. New concerns come to you again.")
    return ngettext(
        "Welcome back. %(n)s concern that was looked after for you is yours again.",
        "Welcome back. %(n)s concerns that were looked after for you are yours again.",
        came,
    ) % {"n": came}


@require_safe
@login_required
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is there; for those who lead, what each one holds."""
    membership = member_at(request, slug)
    colleagues = team_visible_to(membership)
    carried = carried_visible_to(membership, [one.membership for one in colleagues])
    shown = context.frame(membership, "mine") | {
        "team": [(one, carried.get(one.membership.pk)) for one in colleagues],
        "late": sum(one.late or 0 for one in colleagues),
        "away_form": AwayForm(),
        "unheld": unheld_visible_to(membership) if leads(membership) else None,
        "place": "team",
    }
    return render(request, "office/staff.html" if wants_part(request) else "office/team.html", shown)
