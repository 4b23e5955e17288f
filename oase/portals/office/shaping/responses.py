from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, view_at

UNPROCESSABLE = 422


def back(request: HttpRequest, membership: Membership, conversation_id: UUID) -> HttpResponse:
    """To the concern, in the view that one came from."""
    address = reverse("office-case", args=[membership.company.slug, conversation_id])
    return HttpResponse(status=303, headers={"Location": f"{address}?view={view_at(request)}"})


def done(
    request: HttpRequest, slug: str, conversation_id: UUID, verb: Callable[[Membership, UUID], Any], said: str = ""
) -> HttpResponse:
    """Do one thing to a concern and show it again; what was refused stands on the page, with its reason.

    Raises:
        Http404: not theirs to look after.
    """
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    try:
        told = verb(membership, conversation.pk)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        shown = context.case(membership, concern_at(membership, conversation.pk), view_at(request))
        typed = {"head_error": str(error), "tag_typed": request.POST.get("name", "")[:80]}
        return render(request, "office/case.html", shown | typed, status=UNPROCESSABLE)
    words = told if isinstance(told, str) else said
    if words:
        messages.success(request, words)
    return back(request, membership, conversation.pk)
