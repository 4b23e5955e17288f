"""The frame: an empty page that knows the company, and what it opens with."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oase.channels.widget.models import Widget
from oase.conversations.models import Conversation, Message
from oase.conversations.queries import concerns_visible_to
from oase.portals.customer.holding import Holding, holding_of
from oase.portals.widget.asking import question
from oase.portals.widget.gate import Visit, framed, needs_token, part
from oase.portals.widget.hours import hours

MOST = 20
NEWEST_ANSWERS = 30


@dataclass(frozen=True)
class Card:
    """One concern in the list."""

    conversation: Conversation
    title: str
    holding: Holding


@require_safe
@framed
def frame(visit: Visit) -> HttpResponse:
    """The page in the frame, the same for everybody: who is there comes later, by the token its script holds."""
    language = visit.request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES):
        language = visit.language
    with translation.override(language):
        words = _words(visit.widget)
        page = {"company": visit.company, "widget": visit.widget, "words": words, "language": language}
        response = HttpResponse(render_to_string("widget/frame.html", page))
    response["Content-Language"] = language
    response["Referrer-Policy"] = "no-referrer"
    return response


def _words(widget: Widget) -> dict[str, str]:
    """What the button on the host's page says. Its script knows no language, so that it stays small."""
    company = {"name": widget.company.name}
    return {
        "label": widget.label or _("Ask %(name)s") % company,
        "title": _("Talk to %(name)s") % company,
        "one": _("1 new answer"),
        "more": _("%(n)s new answers"),
    }


@require_safe
@framed
def home(visit: Visit) -> HttpResponse:
    """Own conversations, or the question at once where there are none."""
    cards = [_card(one) for one in concerns_visible_to(visit.reader).filter(company=visit.company)[:MOST]]
    if not cards:
        return part("ask", question(visit) | hours(visit.company))
    context: dict[str, Any] = {"company": visit.company, "widget": visit.widget, "cards": cards}
    return part("home", context | hours(visit.company))


def _card(conversation: Conversation) -> Card:
    topic = conversation.topic.name if conversation.topic else _("Your question")
    # What the shield hid stands in a subject as a placeholder: the topic says more.
    title = conversation.subject if conversation.subject and "[" not in conversation.subject else topic
    return Card(conversation, title, holding_of(conversation, guest=True))


@require_safe
@framed
@needs_token
def news(visit: Visit) -> HttpResponse:
    """Where answers stand, by conversation: the frame knows how far it was read. Numbers only."""
    own = concerns_visible_to(visit.reader).filter(company=visit.company)
    concerns = list(own.values_list("pk", flat=True)[:MOST])
    answers: dict[str, list[int]] = {}
    said = Message.objects.filter(conversation__in=concerns, audience=Message.CONVERSATION)
    newest = said.exclude(author_role=Message.CUSTOMER).order_by("-at", "-seq")
    for conversation_id, seq in newest.values_list("conversation_id", "seq")[: NEWEST_ANSWERS * 2]:
        answers.setdefault(str(conversation_id), []).append(seq)
    topics = [f"conversation:{one}" for one in concerns]
    return JsonResponse({"answers": answers, "topics": topics})
