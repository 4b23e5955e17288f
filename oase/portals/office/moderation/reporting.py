"""Staff say that an expert's help in a concern was not right."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.reputation import reporting
from oase.portals.look.report import Typed
from oase.portals.office import context
from oase.portals.office.access import concern_at, member_at


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: HttpRequest, slug: str, conversation_id: UUID) -> HttpResponse:
    """The form; a POST reports to those who lead.

    Raises:
        Http404: the concern is not theirs to look after, or no expert helped in it.
    """
    membership = member_at(request, slug)
    conversation = concern_at(membership, conversation_id)
    people = reporting.experts_in(conversation.pk, besides=membership.person_id)
    if not people:
        raise Http404
    typed, error = Typed(), ""
    if request.method == "POST":
        typed = Typed.of(request)
        try:
            reporting.report(
                conversation_id=conversation.pk,
                expert_id=typed.chosen,
                by=membership.person,
                reason=typed.reason,
                words=typed.words,
            )
        except NotAllowed as refusal:
            raise Http404 from refusal
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, _("Reported to those who lead. The expert does not learn who said it."))
            return redirect("office-case", slug, conversation.pk)
    shown = context.frame(membership, "mine") | typed.context(people, error) | {"conversation": conversation}
    return render(request, "office/moderation/report.html", shown, status=422 if error else 200)
