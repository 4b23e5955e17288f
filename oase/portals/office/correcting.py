"""What a concern is really about: somebody on the staff says it, and the recogniser learns from it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.companies.models import Membership, Topic
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation
from oase.conversations.words import Refused
from oase.experts.topics.correcting import correct_topic as say_the_topic
from oase.experts.topics.correcting import why_not
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, view_at

UNPROCESSABLE = 422
NONE = "none"
"""Sent for: none of the company's topics."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correct_topic(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """The company's topics to choose from; a POST gives the concern the chosen one."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    if request.method != "POST":
        return render(request, "office/correct_topic.html", _page(request, membership, conversation))
    try:
        corrected = say_the_topic(
            by=membership, conversation_id=conversation.pk, topic=_chosen(membership, request.POST.get("topic", ""))
        )
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        again = _page(request, membership, conversation) | {"error": str(error)}
        return render(request, "office/correct_topic.html", again, status=UNPROCESSABLE)
    if corrected is not None:
        messages.success(request, _("Thank you. What is alike will be recognised better from now on."))
    address = reverse("office-case", args=[slug, conversation.pk])
    return HttpResponse(status=303, headers={"Location": f"{address}?view={view_at(request)}"})


def _chosen(membership: Membership, value: str) -> Topic | None:
    if value == NONE:
        return None
    topic = next((one for one in membership.company.topics.all() if str(one.pk) == value), None)
    if topic is None:
        raise Refused(_("Please choose a topic, or that it is none of them."))
    return topic


def _page(request: HttpRequest, membership: Membership, conversation: Conversation) -> dict[str, Any]:
    now = str(conversation.topic_id or NONE)
    return context.frame(membership, view_at(request)) | {
        "conversation": conversation,
        "topics": [(str(topic.pk), topic) for topic in membership.company.topics.all()],
        "NONE": NONE,
        "chosen": request.POST.get("topic", now),
        "refused": why_not(conversation),
    }
