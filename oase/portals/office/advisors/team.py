"""Planned absences of a colleague, for who leads the team."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.companies.models import Membership
from oase.companies.words import NotAllowed, Refused, Wrong
from oase.portals.office import context
from oase.portals.office.access import member_at
from oase.portals.office.advisors.forms import PlanForOthersForm
from oase.portals.office.advisors.own import UNPROCESSABLE, warn_of
from oase.second_level.advisors.actions import plan_absence
from oase.second_level.advisors.queries import absences_visible_to, uncovered
from oase.second_level.queries import colleagues_visible_to
from oase.second_level.rules import leads


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def absences(request: HttpRequest, slug: str, absent_id: int) -> HttpResponse:
    """What lies ahead of a colleague; a POST plans one more. One's own stand on one's own page."""
    membership = member_at(request, slug)
    other = colleagues_visible_to(membership).filter(pk=absent_id).select_related("company").first()
    if other is None or not leads(membership):
        raise Http404
    if other.pk == membership.pk:
        return redirect("office-me", slug)
    if request.method != "POST":
        return render(request, "office/advisors/absences_of.html", _page(membership, other, PlanForOthersForm()))
    form = PlanForOthersForm(request.POST)
    if form.is_valid():
        starts_at, ends_at = form.cleaned_data["starts_at"], form.cleaned_data["ends_at"]
        try:
            plan_absence(membership=other, starts_at=starts_at, ends_at=ends_at, by=membership)
        except NotAllowed as error:
            raise Http404 from error
        except Refused as error:
            form.add_error(error.field if isinstance(error, Wrong) else None, str(error))
        else:
            words = _("Planned. The deputies take over by themselves then; %(name)s gets it back.")
            messages.success(request, words % {"name": other.person.first_name})
            warn_of(request, uncovered(other, starts_at, ends_at))
            return redirect("office-absences", slug, other.pk)
    return render(request, "office/advisors/absences_of.html", _page(membership, other, form), status=UNPROCESSABLE)


def _page(membership: Membership, other: Membership, form: PlanForOthersForm) -> dict[str, Any]:
    return context.frame(membership, "mine") | {
        "other": other,
        "absences": absences_visible_to(membership, other),
        "plan_form": form,
        "place": "team",
    }
