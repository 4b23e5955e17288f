"""What went wrong with money, put right by those who lead: rewards taken back, transfers that came back."""

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
from oase.experts.rewards.models import Reward
from oase.experts.rewards.payouts.reading import paid_in
from oase.experts.rewards.payouts.returning import note_return
from oase.experts.rewards.taking_back import take_back
from oase.portals.office.payouts.pages import run_at, run_shown
from oase.portals.office.payouts.reasons import TAKEN_BACK
from oase.portals.office.programme.access import leader_at
from oase.portals.office.programme.frame import frame

A_PAGE = 30


def _rewards(request: HttpRequest, membership: Membership, **more: Any) -> dict[str, Any]:
    earned = Reward.objects.filter(company=membership.company).order_by("-earned_at", "-pk")
    earned = earned.select_related("expert__person", "conversation__topic", "taken_back__by", "paid__payout__run")
    shown = {"rows": Paginator(earned, A_PAGE).get_page(request.GET.get("page")), "reasons": TAKEN_BACK.items()}
    return frame(membership, "payouts") | shown | {"me": membership.person_id} | more


@require_safe
@login_required
def rewards(request: HttpRequest, slug: str) -> HttpResponse:
    """What experts earned here, the newest first, and what of it was taken back."""
    return render(request, "office/payouts/rewards.html", _rewards(request, leader_at(request, slug)))


@require_POST
@login_required
def take_back_reward(request: HttpRequest, slug: str, reward_id: int) -> HttpResponse:
    """Take one of them back."""
    membership = leader_at(request, slug)
    reason = request.POST.get("reason", "")
    try:
        take_back(by=membership, reward_id=reward_id, reason=reason)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        shown = _rewards(request, membership, refused=str(refused), refused_id=reward_id, chosen=reason)
        return render(request, "office/payouts/rewards.html", shown, status=422)
    messages.success(request, _("Taken back. The expert reads on their statement that it was, and why."))
    return redirect("office-rewards", slug)


@require_POST
@login_required
def came_back(request: HttpRequest, slug: str, month: str, number: int) -> HttpResponse:
    """Write down that the bank sent a transfer back."""
    membership = leader_at(request, slug)
    run = run_at(membership, month)
    payout = next((one for one in paid_in(run) if one.number == number), None)
    if payout is None:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        note_return(by=membership, payout_id=payout.pk, reason=reason)
    except Refused as refused:
        shown = run_shown(membership, run, refused=str(refused), refused_number=number, chosen=reason)
        return render(request, "office/payouts/run.html", shown, status=422)
    messages.success(request, _("Written down. It goes out again with the next month you close."))
    return redirect("office-payout-run", slug, month)
