"""What staff do with a concern: each finds it, asks one verb, and shows the case again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oase.companies.models import Membership
from oase.companies.teams.models import Team
from oase.conversations import actions
from oase.conversations.append import NotAllowed
from oase.conversations.models import Conversation, Message
from oase.conversations.words import Refused
from oase.people.naming import is_somebody_else
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at, view_at, wants_part
from oase.portals.office.forms import HandOverForm, PurposeForm, WritingForm, files_in, first_error
from oase.portals.office.writing.begun import another_writer, begun_with, chosen_in, macro_of
from oase.second_level.actions import reveal_contact, reveal_conversation
from oase.second_level.macros.actions import write
from oase.second_level.queries import colleagues_visible_to

CONFLICT, UNPROCESSABLE = 409, 422


def _back(request: HttpRequest, membership: Membership, conversation: Conversation) -> HttpResponse:
    address = reverse("office-case", args=[membership.company.slug, conversation.pk])
    return HttpResponse(status=303, headers={"Location": f"{address}?view={view_at(request)}"})


def _again(
    request: HttpRequest, membership: Membership, conversation: Conversation, changed: dict[str, Any]
) -> HttpResponse:
    """The page as it was, with what was typed and a sentence on what to mend."""
    shown = context.case(membership, concern_at(membership, conversation.pk), view_at(request)) | changed
    return render(request, "office/case.html", shown, status=UNPROCESSABLE)


def _found(request: HttpRequest, slug: str, conversation_id: UUID) -> tuple[Membership, Conversation]:
    membership = member_at(request, slug)
    return membership, concern_at(membership, conversation_id)


@require_POST
@login_required
def reply(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Answer the customer, or write an internal note."""
    membership, conversation = _found(request, slug, conversation_id)
    form = WritingForm(request.POST)
    typed = {key: request.POST.get(key, "") for key in ("text", "audience", "client_id")}
    try:
        if not form.is_valid():
            raise Refused(_("Something was missing when this was sent. Please send it again."))
        if is_somebody_else(request.POST.get("writer", ""), membership.person_id):
            raise Refused(another_writer(membership))
        write(
            conversation_id=conversation.pk,
            by=membership,
            text=form.cleaned_data["text"],
            client_id=form.cleaned_data["client_id"],
            audience=form.cleaned_data["audience"],
            files=files_in(request),
            known=form.cleaned_data["known"],
            macro=macro_of(membership, request.POST.get("macro")),
            chosen=chosen_in(request),
        )
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        if wants_part(request):
            answer = render(request, "office/refused.html", {"error": str(error)}, status=UNPROCESSABLE)
            answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#composer-refused", "innerHTML"
            return answer
        typed_anew = _usable(typed) | begun_with(membership, conversation, request)
        kept = context.writing(membership, conversation, view_at(request), **typed_anew, error=str(error))
        return _again(request, membership, conversation, kept)
    if wants_part(request):
        conversation, view = concern_at(membership, conversation.pk), view_at(request)
        shown = (
            context.head(membership, conversation, view)
            | context.thread(membership, conversation, view)
            | context.writing(membership, conversation, view, audience=form.cleaned_data["audience"])
        )
        return render(request, "office/written.html", shown | {"focus": True})
    return _back(request, membership, conversation)


def _usable(typed: dict[str, str]) -> dict[str, str]:
    """What was typed, without what the form itself must bring anew."""
    form = WritingForm(typed)
    form.is_valid()
    return {key: value for key, value in typed.items() if key == "text" or key not in form.errors}


@require_POST
@login_required
def draft(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Keep what is being written."""
    membership, conversation = _found(request, slug, conversation_id)
    if is_somebody_else(request.POST.get("writer", ""), membership.person_id):
        # Half a sentence of Ada's is none of Dora's.
        return HttpResponse(another_writer(membership), status=CONFLICT, content_type="text/plain; charset=utf-8")
    try:
        actions.save_draft(
            conversation_id=conversation.pk,
            person=membership.person,
            body=request.POST.get("text", request.POST.get("body", "")),
            audience=Message.STAFF if request.POST.get("audience") == Message.STAFF else Message.CONVERSATION,
        )
    except Refused as error:
        return HttpResponse(str(error), status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
@login_required
def reveal(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Open the originals for a purpose."""
    return _open(request, slug, conversation_id, "reveal_error", reveal_conversation)


@require_POST
@login_required
def contact(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Show how the customer can be reached, for a purpose."""
    return _open(request, slug, conversation_id, "contact_error", reveal_contact)


def _open(
    request: HttpRequest, slug: str, conversation_id: UUID, complaint: str, verb: Callable[..., object]
) -> HttpResponse:
    membership, conversation = _found(request, slug, conversation_id)
    chosen = PurposeForm(request.POST).chosen()
    purpose_id = chosen if chosen or verb is reveal_contact else 0
    try:
        verb(conversation_id=conversation.pk, membership=membership, purpose_id=purpose_id)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        return _again(request, membership, conversation, {complaint: str(error)})
    return _back(request, membership, conversation)


@require_POST
@login_required
def hand_over(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Give it to a colleague or a team, with a word for them."""
    membership, conversation = _found(request, slug, conversation_id)
    form = HandOverForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(first_error(form))
        given = _given(membership, conversation, form)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        typed: dict[str, Any] = {"note": request.POST.get("note", ""), "error": str(error)}
        if "to" not in form.errors:
            typed["chosen"] = form.cleaned_data.get("to")
        shown = context.hand_over(membership, conversation, view_at(request), **typed)
        return _again(request, membership, conversation, shown | {"open": "hand-over"})
    messages.success(request, given)
    return _back(request, membership, conversation)


def _given(membership: Membership, conversation: Conversation, form: HandOverForm) -> str:
    """Hand it over as chosen; what is said of it."""
    by, note, team_id = membership.person, form.cleaned_data["note"], form.team
    if team_id is not None:
        team = get_object_or_404(Team, pk=team_id, company_id=membership.company_id)
        actions.hand_over_to_team(conversation_id=conversation.pk, by=by, to=team, note=note)
        return _("The team “%(name)s” now has it, with the whole history.") % {"name": team.name}
    to = get_object_or_404(colleagues_visible_to(membership), pk=form.cleaned_data["to"])
    actions.hand_over(conversation_id=conversation.pk, by=by, to=to, note=note)
    return _("%(name)s now has it, with the whole history.") % {"name": to.person.first_name}


@require_POST
@login_required
def take(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Take it into one's own hands."""
    membership, conversation = _found(request, slug, conversation_id)
    return _do(request, membership, conversation, actions.take, _("You have it now."))


@require_POST
@login_required
def solve(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """Close the matter; the customer is asked for a rating."""
    membership, conversation = _found(request, slug, conversation_id)
    said = _("Solved. A message from the customer opens it again.")
    return _do(request, membership, conversation, actions.solve, said)


def _do(
    request: HttpRequest, membership: Membership, conversation: Conversation, verb: Callable[..., None], said: str
) -> HttpResponse:
    try:
        verb(conversation_id=conversation.pk, by=membership.person)
    except NotAllowed as error:
        raise Http404 from error
    except Refused as error:
        return _again(request, membership, conversation, {"head_error": str(error)})
    messages.success(request, said)
    return _back(request, membership, conversation)
