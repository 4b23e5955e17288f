"""Another advisor for the customer of a concern, and saying for somebody that they are away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from oase.companies.models import Membership
from oase.companies.words import NotAllowed, Refused
from oase.conversations.models import Conversation
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, view_at
from oase.portals.office.forms import AwayForm, first_error
from oase.portals.office.showing import name_of
from oase.second_level.advisors.actions import change_advisor, set_away
from oase.second_level.advisors.notes import mark_read, notes_visible_to
from oase.second_level.advisors.queries import choices_for
from oase.second_level.queries import colleagues_visible_to
from oase.second_level.rules import leads

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def advisor(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Who cares for the customer, what was handed over with them, and who else could; a POST changes it."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    if request.method != "POST":
        mark_read(membership, conversation.customer)
        return render(request, "office/advisors/advisor.html", _page(request, membership, conversation))
    try:
        to = _chosen(conversation, request.POST.get("to", ""))
        change_advisor(customer=conversation.customer, to=to, by=membership, note=request.POST.get("note", ""))
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        again = _page(request, membership, conversation) | {"error": str(error)}
        return render(request, "office/advisors/advisor.html", again, status=UNPROCESSABLE)
    messages.success(request, _("%(name)s is the advisor from now on.") % {"name": to.person.first_name})
    address = reverse("office-case", args=[slug, conversation.pk])
    return HttpResponse(status=303, headers={"Location": f"{address}?view={view_at(request)}"})


def _chosen(conversation: Conversation, value: str) -> Membership:
    found = next((one for one in choices_for(conversation.customer) if str(one.membership.pk) == value), None)
    if found is None:
        raise Refused(_("Please choose who takes care of it."))
    return found.membership


def _page(request: HttpRequest, membership: Membership, conversation: Conversation) -> dict[str, Any]:
    customer = conversation.customer
    return context.frame(membership, view_at(request)) | {
        "conversation": conversation,
        "customer": customer,
        "name": name_of(conversation),
        "notes": notes_visible_to(membership, customer),
        "choices": choices_for(customer),
        "may_change": membership.pk in {customer.advisor_id, customer.deputy_id} or leads(membership),
        "chosen": request.POST.get("to", ""),
        "note": request.POST.get("note", ""),
    }


@require_POST
@login_required
def absent(request: HttpRequest, slug: str, absent_id: int) -> HttpResponse:
    """Somebody rang in: who leads the team says for them that they are away, or back."""
    membership = member_at(request, slug)
    other = colleagues_visible_to(membership).filter(pk=absent_id).select_related("company").first()
    if other is None or not leads(membership):
        raise Http404
    form, name = AwayForm(request.POST), {"name": other.person.first_name}
    try:
        if "back" in request.POST:
            set_away(membership=other, until=None, by=membership)
            messages.success(request, _("%(name)s is there again.") % name)
        elif form.is_valid():
            set_away(membership=other, until=form.cleaned_data["until"], by=membership)
            messages.success(request, _("%(name)s is away. Who stands in has everything, and customers know.") % name)
        else:
            raise Refused(first_error(form))
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        messages.error(request, str(error))
    return redirect("office-team", slug)
