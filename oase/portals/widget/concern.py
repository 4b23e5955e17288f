"""A conversation in the frame, and what its customer may do there: the same as on our own pages."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oase.channels.widget.asking import leave_mail_address
from oase.conversations import actions
from oase.conversations.joining import parts_visible_to
from oase.conversations.models import Conversation, Message
from oase.conversations.thread import thread_visible_to_customer
from oase.conversations.words import Refused
from oase.people.mailboxes import address_of, has_proven, left_by
from oase.portals.customer.asked import asked_about
from oase.portals.customer.finding import client_id_of, files_of, named_in, words_of
from oase.portals.customer.holding import holding_of
from oase.portals.customer.masking import Seen, seen_in, wishes_in
from oase.portals.customer.telling import helpers_in, thread_of, title_of
from oase.portals.widget.gate import Visit, framed, needs_token, part
from oase.portals.widget.hours import hours
from oase.portals.widget.limits import too_often
from oase.ratings.actions import rate as rate_concern
from oase.ratings.helping import nameable_in

MOST_MAILS = 5
"""An hour to one address, whoever types it: nobody can have a stranger's mailbox filled."""


def page(visit: Visit, conversation: Conversation) -> dict[str, Any]:
    """Everything the templates of a conversation need."""
    lines = thread_visible_to_customer(conversation, parts_visible_to(visit.reader, conversation), by_link=True)
    helpers, holding = helpers_in(lines), holding_of(conversation, guest=True)
    return {
        "conversation": conversation,
        "company": visit.company,
        "title": title_of(conversation, lines),
        "thread": thread_of(conversation, lines),
        "helpers": helpers,
        "nameable": nameable_in(conversation) if holding.solved else [],
        "holding": holding,
        "holder_face": helpers[-1] if holding.solved and helpers else holding.who,
        "holder_due": None if holding.yours else holding.due,
        "asked": asked_about([conversation]).get(conversation.pk, []),
        "rating": getattr(conversation, "rating", None),
        "client_id": uuid4(),
        "seen": Seen(),
        "topic": f"conversation:{conversation.pk}",
        "last_seq": conversation.last_seq,
        "mail": _mail(conversation),
    } | hours(visit.company)


def _mail(conversation: Conversation) -> str:
    """Whether answers go by mail, too: "proven", "asked" (a link was mailed), or "" when no address was left."""
    person = conversation.customer.person
    if has_proven(person) or address_of(person):
        return "proven"
    return "asked" if left_by(person) else ""


@require_safe
@framed
@needs_token
def concern(visit: Visit, conversation_id: UUID) -> HttpResponse:
    """Who holds it, until when, everything said so far, and the place to write."""
    return part("concern", page(visit, visit.concern_or_404(conversation_id)))


@require_safe
@framed
@needs_token
def live(visit: Visit, conversation_id: UUID) -> HttpResponse:
    """The parts that change by themselves; what somebody is writing is none of them."""
    return part("concern_live", page(visit, visit.concern_or_404(conversation_id)))


@require_POST
@framed
@needs_token
def reply(visit: Visit, conversation_id: UUID) -> HttpResponse:
    """Write to whoever holds it; a solved concern opens again."""
    conversation, request = visit.concern_or_404(conversation_id), visit.request
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
        return _beside("composer", str(refused))
    return part("concern_sent", page(visit, visit.concern_or_404(conversation_id)) | {"focus": True})


@require_POST
@framed
@needs_token
def preview(visit: Visit, conversation_id: UUID) -> HttpResponse:
    """How an expert would see the message that is being written."""
    conversation = visit.concern_or_404(conversation_id)
    # A token says who asks, but shows nothing of what is known of them: masks could be asked what is.
    seen = seen_in(conversation, words_of(visit.request), wishes=wishes_in(visit.request.POST), blind=True)
    return part("concern_seen", {"seen": seen, "conversation": conversation, "company": visit.company})


@require_POST
@framed
@needs_token
def company(visit: Visit, conversation_id: UUID) -> HttpResponse:
    """Talk to a person of the company."""
    return _done(visit, conversation_id, actions.ask_for_company)


@require_POST
@framed
@needs_token
def confirm(visit: Visit, conversation_id: UUID) -> HttpResponse:
    """It is solved."""
    return _done(visit, conversation_id, actions.confirm_solution)


@require_POST
@framed
@needs_token
def decline(visit: Visit, conversation_id: UUID) -> HttpResponse:
    """It is not solved yet."""
    return _done(visit, conversation_id, actions.decline_solution)


@require_POST
@framed
@needs_token
def rate(visit: Visit, conversation_id: UUID) -> HttpResponse:
    """Stars and a word of thanks to those who helped."""
    conversation, request = visit.concern_or_404(conversation_id), visit.request
    given = request.POST.get("stars", "")
    stars = int(given) if given.isdecimal() and len(given) == 1 else 0
    thanks = words_of(request, "thanks")
    typed: dict[str, Any] = {}
    try:
        rate_concern(
            conversation_id=conversation.pk,
            by=conversation.customer.person,
            stars=stars,
            thanks=thanks,
            named=named_in(request),
        )
    except Refused as refused:
        typed = {"rate_error": str(refused), "rate_text": thanks, "rate_value": stars, "rate_named": named_in(request)}
    shown = page(visit, visit.concern_or_404(conversation_id)) | typed
    return part("after", shown, status=422 if typed else 200)


@require_POST
@framed
@needs_token
def address(visit: Visit, conversation_id: UUID) -> HttpResponse:
    """Leave an address for answers. What is said is the same whether anybody here has it or not."""
    conversation = visit.concern_or_404(conversation_id)
    typed = words_of(visit.request, "email").strip()[:254]
    try:
        if too_often("mail", typed, most=MOST_MAILS):
            raise Refused(_("We have sent several mails within an hour. Please look there first, or try again later."))
        leave_mail_address(conversation=conversation, address=typed)
    except Refused as refused:
        return part("mail", page(visit, conversation) | {"error": str(refused), "typed": typed}, status=422)
    return part("mail", page(visit, conversation) | {"mail": "asked", "just_left": typed})


def _done(visit: Visit, conversation_id: UUID, verb: Callable[..., None]) -> HttpResponse:
    conversation = visit.concern_or_404(conversation_id)
    said = ""
    try:
        verb(conversation_id=conversation.pk, by=conversation.customer.person)
    except Refused as refused:
        said = str(refused)
    return part("concern_live", page(visit, visit.concern_or_404(conversation_id)) | {"said": said})


def _beside(name: str, error: str) -> HttpResponse:
    response = part("refused", {"error": error, "id": name}, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = f"#{name}-refused", "innerHTML"
    return response
