"""The page of one concern, and what its customer may do there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from oase.conversations import actions
from oase.conversations.models import Conversation, Message
from oase.conversations.thread import thread_visible_to_customer
from oase.conversations.words import Refused
from oase.portals.customer.asked import asked_about
from oase.portals.customer.finding import by_htmx, client_id_of, concern_or_404, files_of, is_guest, own_page, words_of
from oase.portals.customer.holding import holding_of
from oase.portals.customer.telling import entries_of, helpers_in, steps_of, title_of
from oase.ratings.actions import rate as rate_concern


@own_page
@require_safe
def concern(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Who holds it, until when, everything said so far, and the place to write."""
    return render(request, "customer/concern.html", _page(request, concern_or_404(request, conversation_id)))


@own_page
@require_safe
def live(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """The parts of the page that change by themselves; what somebody is writing is none of them."""
    return render(request, "customer/concern_live.html", _page(request, concern_or_404(request, conversation_id)))


@own_page
@require_POST
def reply(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Write to whoever holds it; a solved concern opens again."""
    conversation = concern_or_404(request, conversation_id)
    try:
        actions.reply(
            conversation_id=conversation.pk,
            author=conversation.customer.person,
            role=Message.CUSTOMER,
            text=words_of(request),
            client_id=client_id_of(request),
            files=files_of(request),
        )
    except Refused as refused:
        if by_htmx(request):
            answer = render(request, "customer/composer_refused.html", {"error": str(refused)}, status=422)
            return reswap(retarget(answer, "#composer-refused"), "innerHTML")
        page = _page(request, conversation) | {
            "text": words_of(request),
            "error": str(refused),
            "client_id": client_id_of(request),
            "files_gone": bool(request.FILES),
        }
        return render(request, "customer/concern.html", page, status=422)
    if by_htmx(request):
        page = _page(request, concern_or_404(request, conversation_id)) | {"focus": True}
        return render(request, "customer/concern_sent.html", page)
    return _back(conversation_id, "#newest")


@own_page
@require_POST
def company(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Talk to a person of the company."""
    return _done(request, conversation_id, actions.ask_for_company)


@own_page
@require_POST
def confirm(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """It is solved."""
    return _done(request, conversation_id, actions.confirm_solution)


@own_page
@require_POST
def decline(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """It is not solved yet."""
    return _done(request, conversation_id, actions.decline_solution)


@own_page
@require_POST
def rate(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Stars and a word of thanks to those who helped."""
    conversation = concern_or_404(request, conversation_id)
    given = request.POST.get("stars", "")
    stars = int(given) if given.isdecimal() and len(given) == 1 else 0
    try:
        rate_concern(
            conversation_id=conversation.pk,
            by=conversation.customer.person,
            stars=stars,
            thanks=words_of(request, "thanks"),
        )
    except Refused as refused:
        page = _page(request, conversation) | {
            "rate_error": str(refused),
            "rate_text": words_of(request, "thanks"),
            "rate_value": stars,
        }
        return render(request, "customer/concern.html", page, status=422)
    return _back(conversation_id, "#after")


def _done(request: HttpRequest, conversation_id: UUID, verb: Callable[..., None]) -> HttpResponse:
    conversation = concern_or_404(request, conversation_id)
    try:
        verb(conversation_id=conversation.pk, by=conversation.customer.person)
    except Refused as refused:
        messages.info(request, str(refused))
    return _back(conversation_id)


def _back(conversation_id: UUID, place: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("concern", args=[conversation_id]) + place, status=303)


def _page(request: HttpRequest, conversation: Conversation) -> dict[str, Any]:
    lines, guest = thread_visible_to_customer(conversation), is_guest(request, conversation)
    helpers, holding = helpers_in(lines), holding_of(conversation, guest=guest)
    return {
        "holder_face": helpers[-1] if holding.solved and helpers else holding.who,
        "holder_due": None if holding.yours else holding.due,
        "conversation": conversation,
        "company": conversation.company,
        "guest": guest,
        "title": title_of(conversation, lines),
        "entries": entries_of(conversation, lines),
        "steps": steps_of(conversation, lines),
        "helpers": helpers,
        "people": [*helpers, *([holding.who] if holding.who and holding.who not in helpers else [])],
        "holding": holding,
        "asked": asked_about([conversation]).get(conversation.pk, []),
        "rating": getattr(conversation, "rating", None),
        "client_id": uuid4(),
        "topic": f"conversation:{conversation.pk}",
    }
