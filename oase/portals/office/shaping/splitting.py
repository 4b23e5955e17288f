"""Making some of the customer's words a concern of its own."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.conversations.words import Refused
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, view_at
from oase.portals.office.shaping.responses import UNPROCESSABLE, back
from oase.second_level.shaping import actions
from oase.second_level.shaping.queries import own_words_of
from oase.second_level.shaping.rules import why_not_split


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def split(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """The customer's messages to choose from; a POST makes them a concern of its own."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    if request.method != "POST":
        return render(request, "office/shaping/split.html", _page(request, membership, conversation))
    try:
        concern = actions.split(
            conversation_id=conversation.pk, by=membership, message_ids=_chosen(request), client_id=_client_id(request)
        )
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        page = _page(request, membership, concern_at(membership, conversation.pk)) | {"error": str(error)}
        return render(request, "office/shaping/split.html", page, status=UNPROCESSABLE)
    messages.success(request, _("This is a concern of its own now, and the customer was told. The other one stays."))
    return back(request, membership, concern.pk)


def _chosen(request: HttpRequest) -> list[int]:
    given = request.POST.getlist("message")[:500]
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 16]


def _client_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError as error:
        raise Refused(_("Something was missing when this was sent. Please send it again.")) from error


def _page(request: HttpRequest, membership: Membership, conversation: Conversation) -> dict[str, Any]:
    said = own_words_of(conversation, membership)
    return context.frame(membership, view_at(request)) | {
        "conversation": conversation,
        "said": said,
        "chosen": _chosen(request) if request.method == "POST" else [],
        "client_id": uuid4(),
        "refused": why_not_split(conversation),
        "too_few": len(said) < 2,
    }
