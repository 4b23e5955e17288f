"""Giving something in a concern, asking for what no budget holds, and taking back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.conversations.words import Refused
from oase.experts.rewards.amounts import cents_from
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, view_at
from oase.portals.office.showing import name_of
from oase.second_level.goodwill import actions
from oase.second_level.goodwill.budgets import budgets_of
from oase.second_level.goodwill.models import MOST_CENTS, Goodwill
from oase.second_level.goodwill.queries import given_visible_to, kinds_visible_to

UNPROCESSABLE = 422
LONGEST = 1_000
"""What is kept of words that were refused."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """The form; a POST gives it at once, or asks whoever leads for what no budget holds."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    if request.method != "POST":
        return render(request, "office/goodwill/give.html", _page(request, membership, conversation, {}))
    asked = "ask" in request.POST
    try:
        sent = _sent(request, membership)
        verb = actions.ask_for if asked else actions.give
        if asked:
            sent["reason"] = request.POST.get("reason", "")
        verb(conversation_id=conversation.pk, membership=membership, **sent)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        beyond = asked or isinstance(refused, actions.BeyondBudget)
        page = _page(request, membership, conversation, request.POST) | {"error": str(refused), "beyond": beyond}
        return render(request, "office/goodwill/give.html", page, status=UNPROCESSABLE)
    name = {"name": name_of(conversation)}
    said = _("Asked. Whoever leads decides, and then it goes to %(name)s.") if asked else _("Given. %(name)s reads it.")
    messages.success(request, said % name)
    address = reverse("office-case", args=[slug, conversation.pk])
    return HttpResponse(status=303, headers={"Location": f"{address}?view={view_at(request)}"})


def _sent(request: HttpRequest, membership: Membership) -> dict[str, Any]:
    """What was filled in.

    Raises:
        Refused: something is missing, or the value is no amount.
    """
    chosen, typed = request.POST.get("kind", ""), request.POST.get("value", "").strip()
    kind = None
    if chosen.isdecimal() and len(chosen) < 19:
        kind = kinds_visible_to(membership).filter(pk=int(chosen)).first()
    try:
        client_id = UUID(request.POST.get("client_id", ""))
    except ValueError as error:
        raise Refused(_("Something was missing when this was sent. Please send it again.")) from error
    # Where the kind has a fixed value the field is of no meaning, whatever a browser left in it.
    own = kind is not None and kind.adjustable and typed
    cents = cents_from(typed, most=MOST_CENTS, least=1) if own else None
    return {"kind": kind, "cents": cents, "client_id": client_id, "words": request.POST.get("words", "")}


def _page(
    request: HttpRequest, membership: Membership, conversation: Conversation, typed: Mapping[str, str]
) -> dict[str, Any]:
    kinds = list(kinds_visible_to(membership))
    chosen = typed.get("kind", str(kinds[0].pk) if len(kinds) == 1 else "")
    return context.frame(membership, view_at(request)) | {
        "conversation": conversation,
        "name": name_of(conversation),
        "kinds": kinds,
        "adjustable": any(kind.adjustable for kind in kinds),
        "budgets": budgets_of(membership),
        "chosen": chosen,
        "value": typed.get("value", "")[:20],
        "words": typed.get("words", "")[:LONGEST],
        "reason": typed.get("reason", "")[:LONGEST],
        "client_id": _again(typed.get("client_id", "")),
    }


def _again(text: str) -> UUID:
    """The id that was sent, so that sending once more is sending the same."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _mine(membership: Membership, goodwill_id: int) -> Goodwill:
    """A gesture of the member's company that they may take back.

    Raises:
        Http404: there is none, or it is not for them.
    """
    lines = Goodwill.objects.filter(company_id=membership.company_id, withdraws=None)
    line = lines.exclude(conversation=None).select_related("kind", "giver__person").filter(pk=goodwill_id).first()
    if line is None or line.conversation_id is None:
        raise Http404
    seen = given_visible_to(membership, concern_at(membership, line.conversation_id))
    if not any(one.line.pk == line.pk and (one.may_withdraw or one.taken_back) for one in seen):
        raise Http404
    return line


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, slug: str, goodwill_id: int) -> HttpResponse:
    """Take it back, with a word that the customer reads."""
    membership = member_at(request, slug)
    line = _mine(membership, goodwill_id)
    page = context.frame(membership, view_at(request)) | {
        "line": line,
        "words": "",
        "conversation_id": line.conversation_id,
    }
    if request.method != "POST":
        return render(request, "office/goodwill/withdraw.html", page)
    try:
        actions.withdraw(goodwill_id=line.pk, by=membership, words=request.POST.get("words", ""))
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        page |= {"words": request.POST.get("words", "")[:LONGEST], "error": str(refused)}
        return render(request, "office/goodwill/withdraw.html", page, status=UNPROCESSABLE)
    messages.success(request, _("Taken back. The customer reads why."))
    return redirect("office-case", slug, line.conversation_id)
