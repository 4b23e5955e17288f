"""What was given: for those who lead what waits for them, the month, and how it went on; for others what they gave."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.portals.office import context
from oase.portals.office.access import member_at, wants_part
from oase.portals.office.showing import name_of
from oase.second_level.goodwill import actions
from oase.second_level.goodwill.budgets import budgets_of, month_of
from oase.second_level.goodwill.models import GoodwillWish
from oase.second_level.goodwill.queries import waiting_visible_to
from oase.second_level.goodwill.report import lines_visible_to, month_visible_to, months_visible_to
from oase.second_level.goodwill.rules import may_decide
from oase.second_level.goodwill.wishing import others_lead

A_PAGE = 25
LISTED = 100


def shown(membership: Membership, month: date | None = None, page: str | int | None = 1, **kept: Any) -> dict[str, Any]:
    """The page, with `kept` of what could not be done."""
    chosen = month or month_of(membership.company)
    others = others_lead(membership)
    wishes = [
        {
            "wish": wish,
            "name": name_of(wish.conversation),
            "decides": may_decide(membership, wish, others_lead=others),
            "mine": wish.giver_id == membership.pk,
        }
        for wish in waiting_visible_to(membership).select_related("conversation__company")[:LISTED]
    ]
    lines = Paginator(lines_visible_to(membership).filter(month=chosen), A_PAGE).get_page(page)
    return context.frame(membership, "mine") | {
        "place": "me",
        "wishes": wishes,
        "budgets": budgets_of(membership),
        "month": month_visible_to(membership, chosen),
        "chosen": chosen,
        "months": months_visible_to(membership),
        "lines": [{"line": line, "name": name_of(line.conversation) if line.conversation else ""} for line in lines],
        "page": lines,
        **kept,
    }


@require_safe
@login_required
def goodwill(request: HttpRequest, slug: str) -> HttpResponse:
    """The page, or the part with what waits; `?month=2026-11` looks at another month."""
    membership = member_at(request, slug)
    page = shown(membership, _month(request.GET.get("month", "")), request.GET.get("page"))
    template = "office/goodwill/waiting.html" if wants_part(request) else "office/goodwill/page.html"
    return render(request, template, page)


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


@require_POST
@login_required
def decide(request: HttpRequest, slug: str, wish_id: int) -> HttpResponse:
    """Agree to a wish, or decline it with a reason."""
    membership = member_at(request, slug)
    wish = _wish(membership, wish_id)
    granted, answer = request.POST.get("granted") == "1", request.POST.get("answer", "")
    try:
        actions.decide(wish_id=wish_id, by=membership, grant=granted, answer=answer)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        kept: dict[str, Any] = {"refused_wish": wish_id, "answer": answer[:1000], "error": str(refused)}
        return render(request, "office/goodwill/page.html", shown(membership, **kept), status=422)
    name = {"name": wish.giver.person.first_name}
    said = _("Agreed. %(name)s has given it.") if granted else _("Declined. %(name)s reads why.")
    messages.success(request, said % name)
    return redirect("office-goodwill", slug)


@require_POST
@login_required
def drop(request: HttpRequest, slug: str, wish_id: int) -> HttpResponse:
    """It is needed no more."""
    membership = member_at(request, slug)
    _wish(membership, wish_id)
    try:
        actions.drop(wish_id=wish_id, by=membership)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, _("Taken back; nobody has to decide it any more."))
    return redirect("office-goodwill", slug)


def _wish(membership: Membership, wish_id: int) -> GoodwillWish:
    """A wish at the member's company.

    Raises:
        Http404: there is none.
    """
    wishes = GoodwillWish.objects.filter(company_id=membership.company_id).select_related("giver__person")
    wish = wishes.filter(pk=wish_id).first()
    if wish is None:
        raise Http404
    return wish
