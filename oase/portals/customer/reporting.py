"""A customer says that an expert's help was not right."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oase.conversations.words import Refused
from oase.experts.reputation import reporting
from oase.portals.customer.finding import concern_or_404, own_page
from oase.portals.look.report import Typed


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """The form; a POST reports to those who lead the company.

    Raises:
        Http404: it is not theirs, or no expert helped in it.
    """
    conversation = concern_or_404(request, conversation_id)
    customer = conversation.customer.person
    people = reporting.experts_in(conversation.pk, besides=customer.pk)
    if not people:
        raise Http404
    typed, error = Typed(), ""
    if request.method == "POST":
        typed = Typed.of(request)
        try:
            reporting.report(
                conversation_id=conversation.pk,
                expert_id=typed.chosen,
                by=customer,
                reason=typed.reason,
                words=typed.words,
            )
        except Refused as refused:
            error = str(refused)
        else:
            told = _("Thank you for telling us. Somebody at %(company)s looks at it.")
            messages.success(request, told % {"company": conversation.company.name})
            return redirect("concern", conversation.pk)
    context = typed.context(people, error) | {"conversation": conversation, "company": conversation.company}
    return render(request, "customer/report.html", context, status=422 if error else 200)
