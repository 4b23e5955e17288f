"""The search: words as they are typed, or a customer who is known exactly."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oase.companies.models import Customer, Membership
from oase.companies.words import Refused
from oase.portals.office import context
from oase.portals.office.access import member_at, wants_part
from oase.portals.office.search.showing import found_of, instead_of, left_out_instead_of
from oase.second_level.queries import purposes_visible_to
from oase.second_level.search.customers import find_customers, read_token, sought_visible_to
from oase.second_level.search.finding import Place
from oase.second_level.search.queries import search_visible_to
from oase.second_level.search.wording import LONGEST_TYPED


@require_safe
@login_required
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """`q`: words; `below`: where the page before ended; `of`: the customers who were asked for, for an hour."""
    membership = member_at(request, slug)
    token = request.GET.get("of", "")
    try:
        customers = _customers(membership, token)
    except Refused as error:
        if wants_part(request):
            raise Http404 from error
        messages.info(request, str(error))
        return redirect("office-search", slug)
    shown = _shown(membership, request.GET.get("q", ""), request.GET.get("below", ""), token, customers)
    return render(request, "office/search/found.html" if wants_part(request) else "office/search/page.html", shown)


@require_POST
@login_required
def customer(request: HttpRequest, slug: str) -> HttpResponse:
    """Find a customer; what was typed goes into no address and no log but the customer's own."""
    membership = member_at(request, slug)
    who, purpose = request.POST.get("who", ""), request.POST.get("purpose", "")
    try:
        number = int(purpose) if purpose.isascii() and purpose.isdigit() and len(purpose) < 16 else None
        sought = find_customers(membership=membership, text=who, purpose_id=number)
    except Refused as error:
        shown = _shown(membership, "", "", "", None) | {"who": who, "chosen": purpose, "refused": str(error)}
        return render(request, "office/search/page.html", shown, status=422)
    return redirect(f"{reverse('office-search', args=[slug])}?{urlencode({'of': sought.token(membership)})}")


def _customers(membership: Membership, token: str) -> list[Customer] | None:
    if not token:
        return None
    sought = read_token(token, membership)
    if sought is None:
        raise Refused(_("You looked for this customer more than an hour ago. If you still need to, please look again."))
    return sought_visible_to(membership, sought)


def _shown(
    membership: Membership, typed: str, below: str, token: str, customers: list[Customer] | None
) -> dict[str, Any]:
    place = Place.read(below) if below else None
    ids = None if customers is None else [one.pk for one in customers]
    results = search_visible_to(membership, typed, below=place, customers=ids)
    kept = {"q": typed[:LONGEST_TYPED]} | ({"of": token} if token else {})
    return context.frame(membership, "mine") | {
        "place": "search",
        "typed": typed[:LONGEST_TYPED],
        "of": token,
        "customers": customers,
        "purposes": purposes_visible_to(membership),
        "found": [found_of(hit, membership) for hit in results.hits],
        "asked": bool(results.wanted.terms) or (customers is not None and not typed.strip()),
        "instead": instead_of(results),
        "left_out": left_out_instead_of(results),
        "unknown": [term.typed for term in results.wanted.terms if not term.words],
        "continued": place is not None,
        "first": urlencode(kept),
        "older": urlencode(kept | {"below": str(results.below)}) if results.below else "",
    }
