"""The question in the frame: the words, beside them what an expert would see, and what is promised."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oase.channels.widget.asking import ask as take_in
from oase.companies.models import Topic
from oase.conversations.words import Refused
from oase.portals.customer.finding import client_id_of, files_of, words_of
from oase.portals.customer.masking import seen_by_experts, wishes_in
from oase.portals.customer.pledge import pledge_for
from oase.portals.widget.concern import page
from oase.portals.widget.gate import Visit, framed, needs_token, part
from oase.portals.widget.hours import hours
from oase.portals.widget.limits import place_of, too_often

MOST_QUESTIONS = 60
"""An hour from one place, by people nobody knows."""


def question(visit: Visit) -> dict[str, Any]:
    """What the form needs, empty or with what was typed."""
    request, company, customer = visit.request, visit.company, visit.customer
    text, topic, wants_company = words_of(request), _topic(visit), "wants_company" in request.POST
    return {
        "company": company,
        "widget": visit.widget,
        "text": text,
        "client_id": client_id_of(request),
        "asks_name": customer is None,
        "topics": list(company.topics.all()),
        "chosen_topic": topic,
        "wants_company": wants_company,
        # A token says who asks, but shows nothing of what is known of them: masks could be asked what is.
        "seen": seen_by_experts(
            text,
            company=company,
            person=None,
            customer=None,
            language=visit.language,
            wishes=wishes_in(request.POST),
        ),
        "pledge": pledge_for(
            text,
            company=company,
            customer=customer,
            chosen=topic,
            wants_company=wants_company,
            language=visit.language,
        ),
    }


def _topic(visit: Visit) -> Topic | None:
    slug = words_of(visit.request, "topic")
    return visit.company.topics.filter(slug=slug).first() if slug else None


@require_safe
@framed
def form(visit: Visit) -> HttpResponse:
    """A new question, also beside others."""
    return part("ask", question(visit) | hours(visit.company))


@require_POST
@framed
def preview(visit: Visit) -> HttpResponse:
    """What an expert would see of the words so far, and what is promised."""
    return part("ask_preview", question(visit) | hours(visit.company))


@require_POST
@framed
@needs_token
def ask(visit: Visit) -> HttpResponse:
    """Take the question in; the answer is its conversation."""
    request = visit.request
    if visit.customer is None and too_often("question", place_of(request), most=MOST_QUESTIONS):
        return _refused(visit, _("That was a lot at once. Please try again in a while."))
    try:
        conversation = take_in(
            session=visit.session,
            company=visit.company,
            text=words_of(request),
            client_id=client_id_of(request),
            topic=_topic(visit),
            wants_company="wants_company" in request.POST,
            first_name=words_of(request, "first_name")[:80],
            language=visit.language,
            files=files_of(request),
            wishes=wishes_in(request.POST),
        )
    except Refused as refused:
        return _refused(visit, str(refused))
    return part("concern", page(visit, visit.concern_or_404(conversation.pk)))


def _refused(visit: Visit, error: str) -> HttpResponse:
    response = part("refused", {"error": error, "id": "words"}, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#ask-refused", "innerHTML"
    return response
