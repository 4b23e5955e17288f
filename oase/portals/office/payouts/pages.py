"""Months that are owed and months that are closed."""

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oase.companies.models import Membership
from oase.conversations.words import Refused
from oase.experts.rewards.payouts.closing import close_month, last_month, owed_until
from oase.experts.rewards.payouts.details import WrongDetail
from oase.experts.rewards.payouts.models import Payer, Payout, PayoutRun, Returned, SentAgain
from oase.experts.rewards.payouts.payer import PayerWanted, save_payer
from oase.experts.rewards.payouts.reading import again_in, paid_in, run_of, runs_of
from oase.experts.rewards.payouts.returning import returned_of
from oase.portals.office.payouts.forms import PayerForm, filled
from oase.portals.office.payouts.reasons import RETURNED
from oase.portals.office.programme.access import leader_at
from oase.portals.office.programme.frame import frame

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
A_PAGE = 24


def month_from(text: str) -> date:
    """The first day of a month written as "2026-10".

    Raises:
        Http404: it is written otherwise.
    """
    found = MONTH.fullmatch(text)
    if found is None:
        raise Http404
    return date(int(found[1]), int(found[2]), 1)


def run_at(membership: Membership, month: str) -> PayoutRun:
    """A closed month of the member's own company.

    Raises:
        Http404: it is not closed, or no month.
    """
    run = run_of(membership.company, month_from(month))
    if run is None:
        raise Http404
    return run


def _shown(request: HttpRequest, membership: Membership, **more: Any) -> dict[str, Any]:
    company = membership.company
    month = last_month(company)
    owed = owed_until(company, month)
    return frame(membership, "payouts") | {
        "month": month,
        "closed": run_of(company, month),
        "owed": owed,
        "ready": [one for one in owed if one.has_details and one.cents > 0],
        "ready_cents": sum(one.cents for one in owed if one.has_details and one.cents > 0),
        "waiting": [one for one in owed if not one.has_details],
        "returned": [(one, str(RETURNED[one.reason])) for one in returned_of(company)],
        "payer": Payer.objects.filter(company=company).first(),
        "runs": Paginator(runs_of(company), A_PAGE).get_page(request.GET.get("page")),
    } | more  # fmt: skip


@require_safe
@login_required
def payouts(request: HttpRequest, slug: str) -> HttpResponse:
    """What is owed up to the end of last month, and the months that are closed."""
    return render(request, "office/payouts/payouts.html", _shown(request, leader_at(request, slug)))


@require_POST
@login_required
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a month; closing it again shows it again."""
    membership = leader_at(request, slug)
    month = month_from(request.POST.get("month", ""))
    try:
        close_month(by=membership, month=month)
    except Refused as refused:
        shown = _shown(request, membership, refused=str(refused))
        return render(request, "office/payouts/payouts.html", shown, status=422)
    words = _("%(month)s is closed. Give the file to your bank, and keep the credit notes.")
    messages.success(request, words % {"month": date_format(month, "F Y")})
    return redirect("office-payout-run", slug, f"{month:%Y-%m}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def account(request: HttpRequest, slug: str) -> HttpResponse:
    """From which account experts are paid."""
    membership = leader_at(request, slug)
    payer = Payer.objects.filter(company=membership.company).first()
    form = PayerForm(request.POST) if request.method == "POST" else filled(payer)
    if form.is_bound and form.is_valid():
        try:
            save_payer(by=membership, wanted=PayerWanted(**form.cleaned_data))
        except WrongDetail as wrong:
            form.add_error(wrong.field, str(wrong))
        else:
            messages.success(request, _("Saved. The next month is paid from this account."))
            return redirect("office-payouts", slug)
    shown = frame(membership, "payouts") | {"form": form, "payer": payer}
    return render(request, "office/payouts/account.html", shown, status=422 if form.is_bound and form.errors else 200)


def run_shown(membership: Membership, closed: PayoutRun, **more: Any) -> dict[str, Any]:
    """What the page of a closed month is made of."""
    paid = paid_in(closed)
    return frame(membership, "payouts") | {
        "run": closed,
        "paid": [(payout, returns_of(payout)) for payout in paid],
        "total": sum(payout.cents for payout in paid),
        "forgotten": sum(payout.sealed_id is None for payout in paid),
        "again": [one.returned.payout for one in again_in(closed)],
        "reasons": RETURNED.items(),
    } | more  # fmt: skip


def returns_of(payout: Payout) -> list[tuple[Returned, str, SentAgain | None]]:
    """How often its transfer came back: each time, why, and what it went out again with."""
    rows = sorted(payout.returns.all(), key=lambda one: one.pk)
    return [(one, str(RETURNED[one.reason]), getattr(one, "sent_again", None)) for one in rows]


@require_safe
@login_required
def run(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """One closed month: who was paid how much, its files, and what the bank sent back."""
    membership = leader_at(request, slug)
    return render(request, "office/payouts/run.html", run_shown(membership, run_at(membership, month)))
