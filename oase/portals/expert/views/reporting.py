"""An expert says that another expert's help in a concern they read was not right."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.conversations.models import Conversation
from oase.conversations.words import Refused
from oase.experts.answers.models import Similar
from oase.experts.checks.models import Check
from oase.experts.desk import Desk
from oase.experts.models import Expert
from oase.experts.reputation import reporting
from oase.experts.reputation.models import Report
from oase.people.models import Person
from oase.portals.expert.gate import expert_of, expert_page, expert_verb
from oase.portals.expert.pages import framed
from oase.portals.expert.responses import see_other
from oase.portals.look.report import Typed


def _others(request: HttpRequest, conversation_id: UUID) -> list[reporting.Reportable]:
    # First names and faces that stand in the thread they may read, found before the page is made from the desk alone.
    person = request.user
    if not isinstance(person, Person) or not Expert.objects.filter(pk=person.pk).exists():
        return []
    conversation = Conversation.objects.select_related("company", "customer").filter(pk=conversation_id).first()
    if conversation is None or reporting.role_in(conversation, person) != Report.PEER:
        raise Http404
    return reporting.experts_in(conversation_id, besides=person.pk)


@expert_page
def _page(request: HttpRequest, desk: Desk, context: dict[str, Any]) -> HttpResponse:
    if not context["people"]:
        raise Http404
    return framed(request, desk, "report", context, status=422 if context["error"] else 200)


@expert_verb
def _send(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    typed = Typed.of(request)
    try:
        reporting.report(
            conversation_id=conversation_id,
            expert_id=typed.chosen,
            by=expert_of(request),
            reason=typed.reason,
            words=typed.words,
        )
    except Refused as refused:
        people = _others(request, conversation_id)
        return _page(request, typed.context(people, str(refused)) | {"address": request.path})
    messages.success(request, _("Thank you. Those who lead the company look at it; nobody else learns who said it."))
    return see_other("desk")


def _report(request: HttpRequest, conversation_id: UUID | None) -> HttpResponseBase:
    if request.method == "POST":
        # Nobody's conversation: what comes then is what comes for one that is none of theirs.
        return _send(request, conversation_id or uuid4())
    people = _others(request, conversation_id) if conversation_id is not None else []
    return _page(request, Typed().context(people) | {"address": request.path})


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """The form, and what was written in it."""
    return _report(request, conversation_id)


@require_http_methods(["GET", "HEAD", "POST"])
def report_check(request: HttpRequest, check_id: int) -> HttpResponseBase:
    """The same for an answer they look at, whose conversation has no address for them."""
    taken = Check.objects.filter(pk=check_id, checker=request.user.pk or 0)
    return _report(request, taken.values_list("assignment__conversation_id", flat=True).first())


@require_http_methods(["GET", "HEAD", "POST"])
def report_similar(request: HttpRequest, conversation_id: UUID, similar_id: int) -> HttpResponseBase:
    """The same for a similar one they opened."""
    found = Similar.objects.filter(pk=similar_id, conversation=conversation_id, expert=request.user.pk or 0)
    return _report(request, found.exclude(opened_at=None).values_list("other_id", flat=True).first())
