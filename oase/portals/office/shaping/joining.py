"""Joining a concern with another one of the same customer: what there is, what will happen, then the deed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.conversations.queries import assignment_of
from oase.conversations.words import Refused
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, view_at
from oase.portals.office.shaping.responses import UNPROCESSABLE, back
from oase.portals.office.showing import holder_words
from oase.second_level.shaping import actions
from oase.second_level.shaping.queries import joinable_visible_to
from oase.second_level.shaping.rules import why_not_split

HERE, THERE = "here", "there"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """The customer's other open concerns; a POST joins the chosen one with this one."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    if request.method != "POST":
        return render(request, "office/shaping/join.html", _page(request, membership, conversation))
    try:
        other = _chosen(request)
        there = request.POST.get("stays") == THERE
        source, target = (conversation.pk, other) if there else (other, conversation.pk)
        actions.merge(source_id=source, target_id=target, by=membership)
    except NotAllowed:
        # Another company's, or nobody's: that it is not there is all that is said.
        refused = _("Only concerns of the same customer can be joined. Please choose another one.")
        return _again(request, membership, conversation, refused)
    except Refused as error:
        return _again(request, membership, conversation, str(error))
    messages.success(request, _("They are one now. Nothing was moved, so you can part them again at any time."))
    return back(request, membership, target)


def _chosen(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("other", ""))
    except ValueError as error:
        raise Refused(_("Please choose the other concern.")) from error


def _again(request: HttpRequest, membership: Membership, conversation: Conversation, error: str) -> HttpResponse:
    page = _page(request, membership, conversation) | {"error": error}
    return render(request, "office/shaping/join.html", page, status=UNPROCESSABLE)


def _page(request: HttpRequest, membership: Membership, conversation: Conversation) -> dict[str, Any]:
    others = joinable_visible_to(membership, conversation)
    return context.frame(membership, view_at(request)) | {
        "conversation": conversation,
        "others": [
            {"concern": one, "held_by": holder_words(assignment_of(one), membership.person_id)} for one in others
        ],
        "chosen": request.POST.get("other", str(others[0].pk) if len(others) == 1 else ""),
        "stays": THERE if request.POST.get("stays") == THERE else HERE,
        "refused": why_not_split(conversation),
    }
