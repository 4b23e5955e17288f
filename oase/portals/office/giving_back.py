"""Giving a concern back to experts: the thread as they will read it, more words hidden, then the confirmation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from oase.companies.models import Membership
from oase.conversations import pseudonyms
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation, Message
from oase.conversations.words import Refused
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, view_at, wants_part
from oase.portals.office.forms import LONGEST_NOTE
from oase.portals.office.tapping import Tapping, chosen_in
from oase.second_level.actions import give_back as give_back_to_experts
from oase.second_level.giving_back import as_experts_read_it, why_not

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give_back(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Everything as experts will read it; a POST gives it to them."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    if request.method != "POST":
        return render(request, "office/give_back.html", _page(request, membership, conversation))
    try:
        give_back_to_experts(
            conversation_id=conversation.pk,
            membership=membership,
            masked=chosen_in(request.POST),
            hint=request.POST.get("hint", "")[:LONGEST_NOTE],
        )
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        again = _page(request, membership, concern_at(membership, conversation.pk)) | {"error": str(refused)}
        return render(request, "office/give_back.html", again, status=UNPROCESSABLE)
    messages.success(request, _("Experts are being asked. You see here when somebody has taken it."))
    address = reverse("office-case", args=[slug, conversation.pk])
    return HttpResponse(status=303, headers={"Location": f"{address}?view={view_at(request)}"})


@require_POST
@login_required
def look(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """The same with the words hidden that were chosen; nothing is stored yet."""
    membership = member_at(request, slug)
    page = _page(request, membership, concern_at(membership, conversation_id))
    return render(request, "office/as_experts.html" if wants_part(request) else "office/give_back.html", page)


def _page(request: HttpRequest, membership: Membership, conversation: Conversation) -> dict[str, Any]:
    chosen = chosen_in(request.POST)
    tapping = Tapping(chosen)
    said = [
        {"seq": one.seq, "role": one.role, "who": one.author, "closed": one.closed, "bits": tapping.bits(one.body)}
        for one in as_experts_read_it(conversation, membership)
    ]
    return context.frame(membership, view_at(request)) | {
        "conversation": conversation,
        "pseudonym": pseudonyms.name(conversation.pseudonym),
        "picture": pseudonyms.picture(conversation.pseudonym),
        "said": said,
        "CUSTOMER": Message.CUSTOMER,
        "hidden": len(chosen),
        "hint": request.POST.get("hint", ""),
        "refused": why_not(conversation),
    }
