"""The page of one concern, and what its customer may do there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from oase.conversations import actions
from oase.conversations.choices.showing import choices_visible_to_customer
from oase.conversations.joining import parts_visible_to
from oase.conversations.models import Conversation, Message
from oase.conversations.progress import progress_of
from oase.conversations.reading import seen
from oase.conversations.thread import thread_visible_to_customer
from oase.conversations.words import Refused
from oase.portals.customer.asked import asked_about
from oase.portals.customer.finding import (
    by_htmx,
    client_id_of,
    concern_or_404,
    files_of,
    is_guest,
    named_in,
    own_page,
    words_of,
)
from oase.portals.customer.holding import holding_of
from oase.portals.customer.masking import Seen, seen_in, wishes_in
from oase.portals.customer.telling import helpers_in, steps_of, thread_of, title_of
from oase.portals.look.signs import is_looked_at, sent_mark
from oase.portals.public.sessions import reader_of
from oase.ratings.actions import rate as rate_concern
from oase.ratings.helping import nameable_in
from oase.second_level.goodwill.queries import gestures_in


@own_page
@require_safe
def concern(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Who holds it, until when, everything said so far, and the place to write."""
    conversation = concern_or_404(request, conversation_id)
    if conversation.pk != conversation_id:
        return HttpResponseRedirect(reverse("concern", args=[conversation.pk]))
    reader = None if is_guest(request, conversation) else conversation.customer.person_id
    if is_looked_at(request):
        seen(conversation.pk, Message.CUSTOMER, reader, conversation.last_seq)
    return render(request, "customer/concern.html", _page(request, conversation))


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
            wishes=wishes_in(request.POST),
        )
    except Refused as refused:
        if by_htmx(request):
            answer = render(request, "customer/composer_refused.html", {"error": str(refused)}, status=422)
            return reswap(retarget(answer, "#composer-refused"), "innerHTML")
        page = _page(request, conversation) | _typed(request, conversation) | {"error": str(refused)}
        return render(request, "customer/concern.html", page, status=422)
    if by_htmx(request):
        page = _page(request, concern_or_404(request, conversation_id)) | {"focus": True}
        return render(request, "customer/concern_sent.html", page)
    return _back(conversation_id, "#newest")


@own_page
@require_POST
def preview(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """How an expert would see the message that is being written; without script the whole page with it."""
    conversation = concern_or_404(request, conversation_id)
    typed = _typed(request, conversation)
    if by_htmx(request):
        return render(request, "customer/concern_seen.html", {"conversation": conversation} | typed)
    return render(request, "customer/concern.html", _page(request, conversation) | typed)


@own_page
@require_POST
def withdraw(request: HttpRequest, conversation_id: UUID, choice_id: int) -> HttpResponse:
    """Take back that a word may be read, or that it is hidden."""
    conversation = concern_or_404(request, conversation_id)
    together = [conversation, *parts_visible_to(reader_of(request), conversation)]
    where = next((one for one in together if one.choices.filter(pk=choice_id).exists()), conversation)
    actions.withdraw_choice(conversation_id=where.pk, choice_id=choice_id, by=conversation.customer.person)
    return _back(conversation_id, "#choices")


@own_page
@require_POST
def send_on(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Mail a link to where this is told on, to the customer's own address; whoever asks learns nothing from it."""
    conversation = concern_or_404(request, conversation_id)
    if conversation.merged_into_id is not None:
        actions.send_link(conversation_id=conversation.merged_into_id)
    messages.info(request, _("If we know an address of yours, the link is on its way there."))
    return _back(conversation_id)


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
            named=named_in(request),
        )
    except Refused as refused:
        page = _page(request, conversation) | {
            "rate_error": str(refused),
            "rate_text": words_of(request, "thanks"),
            "rate_value": stars,
            "rate_named": named_in(request),
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


def _typed(request: HttpRequest, conversation: Conversation) -> dict[str, Any]:
    """What is in the box, and how it would be seen."""
    text = words_of(request)
    # Whoever only typed an address must not learn from the masks what is known of its owner.
    blind = is_guest(request, conversation) and conversation.address_confirmed_at is None
    return {
        "text": text,
        "client_id": client_id_of(request),
        "files_gone": bool(request.FILES),
        "seen": seen_in(conversation, text, wishes=wishes_in(request.POST), blind=blind),
    }


def _page(request: HttpRequest, conversation: Conversation) -> dict[str, Any]:
    guest, parts = is_guest(request, conversation), parts_visible_to(reader_of(request), conversation)
    lines = thread_visible_to_customer(conversation, parts, by_link=guest)
    helpers, holding = helpers_in(lines), holding_of(conversation, guest=guest)
    progress = progress_of(conversation.pk)
    return {
        "mark": sent_mark(progress.asked, progress.answered, read=progress.helpers_read),
        "holder_face": helpers[-1] if holding.solved and helpers else holding.who,
        "holder_due": None if holding.yours else holding.due,
        "conversation": conversation,
        "company": conversation.company,
        "guest": guest,
        "title": title_of(conversation, lines),
        "thread": thread_of(conversation, lines),
        "steps": steps_of(conversation, lines),
        "helpers": helpers,
        "people": [*helpers, *([holding.who] if holding.who and holding.who not in helpers else [])],
        "holding": holding,
        "asked": asked_about([conversation]).get(conversation.pk, []),
        "rating": getattr(conversation, "rating", None),
        "client_id": uuid4(),
        "seen": Seen(),
        "choices": [one for part in (conversation, *parts) for one in choices_visible_to_customer(part)],
        "told_on": conversation.merged_into_id is not None,
        "topic": f"conversation:{conversation.pk}",
        "gestures": gestures_in(conversation),
        "nameable": nameable_in(conversation) if holding.solved else [],
    }
