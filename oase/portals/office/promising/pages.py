"""While it takes long: saying how far it is, or early that the promise will not be kept."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from oase.companies.models import Membership
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation
from oase.conversations.promises import promise_due
from oase.conversations.words import Refused
from oase.people.naming import is_somebody_else, name_of_person
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, view_at
from oase.portals.office.forms import files_in, first_error
from oase.portals.office.writing.begun import another_writer

UNPROCESSABLE = 422


class LaterForm(forms.Form):
    """Until when instead; the time is that of the page."""

    until = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": gettext_lazy("Please choose a day and a time."),
            "invalid": gettext_lazy("Please choose a day and a time."),
        },
    )


@require_safe
@login_required
def promise(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Both ways of being honest about time, on one page."""
    membership = member_at(request, slug)
    return _shown(request, membership, concern_at(membership, conversation_id))


@require_POST
@login_required
def progress(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Tell the customer how far it is, with files if need be; the next word is promised by that."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    try:
        if is_somebody_else(request.POST.get("writer", ""), membership.person_id):
            raise Refused(another_writer(membership))
        client_id = UUID(request.POST.get("client_id", ""))
        actions.report_progress(
            conversation_id=conversation.pk,
            by=membership.person,
            text=request.POST.get("text", ""),
            client_id=client_id,
            files=files_in(request),
        )
    except NotAllowed as error:
        raise Http404 from error
    except ValueError:
        return _refused(request, membership, conversation, _("Something was missing. Please send it again."))
    except Refused as refused:
        return _refused(request, membership, conversation, str(refused))
    messages.success(request, _("Sent. It stays your turn, and the next word is promised."))
    return _back(request, slug, conversation)


@require_POST
@login_required
def later(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Promise another time, before the one that stands is missed."""
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    form = LaterForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(first_error(form))
        actions.promise_later(conversation_id=conversation.pk, by=membership.person, until=form.cleaned_data["until"])
    except NotAllowed as error:
        raise Http404 from error
    except Refused as refused:
        return _refused(request, membership, conversation, str(refused))
    messages.success(request, _("The customer is told now. Thank you for saying it early."))
    return _back(request, slug, conversation)


def _refused(request: HttpRequest, membership: Membership, conversation: Conversation, error: str) -> HttpResponse:
    return _shown(request, membership, concern_at(membership, conversation.pk), error)


def _shown(request: HttpRequest, membership: Membership, conversation: Conversation, error: str = "") -> HttpResponse:
    assignment = conversation.assignments.filter(ended_at=None).select_related("holder").first()
    page: dict[str, Any] = context.frame(membership, view_at(request)) | {
        "conversation": conversation,
        "assignment": assignment,
        "ours": assignment is not None and assignment.turn == Assignment.HOLDER,
        "next_by": assignment and promise_due(conversation, assignment.level, Assignment.PROGRESS),
        "text": request.POST.get("text", ""),
        "until": request.POST.get("until", ""),
        "client_id": request.POST.get("client_id") or uuid4(),
        "writer": name_of_person(membership.person_id),
        "error": error,
        "files_gone": bool(request.FILES),
    }
    return render(request, "office/promising/promise.html", page, status=UNPROCESSABLE if error else 200)


def _back(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    address = reverse("office-case", args=[slug, conversation.pk])
    return HttpResponse(status=303, headers={"Location": f"{address}?view={view_at(request)}"})
