"""All concerns of a person, at every company, and the people who care for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oase.companies.models import Company, Customer
from oase.companies.presence import is_there
from oase.companies.queries import care_visible_to, companies
from oase.conversations.joining import in_list
from oase.conversations.models import Conversation
from oase.conversations.progress import new_to_customer
from oase.conversations.queries import Reader, concerns_visible_to
from oase.people.models import Person
from oase.portals.customer.asked import asked_about
from oase.portals.customer.finding import by_htmx, own_page, signed_in
from oase.portals.customer.holding import Holding, holding_of
from oase.portals.public.sessions import reader_of
from oase.second_level.goodwill.queries import gestures_visible_to

MOST_OPEN = 60
SOLVED_A_PAGE = 12
MOST_THANKS = 4


@dataclass(frozen=True)
class Card:
    """A concern in the list."""

    conversation: Conversation
    title: str
    holding: Holding
    asked: Sequence[Person] = ()
    """The experts being asked, while nobody has taken it."""
    unread: int = 0
    """Messages that are new to the customer."""


@dataclass(frozen=True)
class Carer:
    """Somebody who cares for this person at a company; `deputy_of` is whom they stand in for."""

    person: Person
    company: Company
    introduction: str
    deputy_of: str = ""


@own_page
@require_safe
def concerns(request: HttpRequest) -> HttpResponse:
    """The overview; to htmx only the cards, which change by themselves."""
    reader = reader_of(request)
    cards = _cards(request, reader)
    if by_htmx(request):
        return render(request, "customer/concerns_live.html", cards)
    person = signed_in(request)
    page = cards | {
        "companies": companies(),
        "carers": _carers(care_visible_to(person)) if person else [],
        "thanked": _thanked(reader) if person else [],
        "gestures": gestures_visible_to(reader) if person else [],
        "here": "concerns",
    }
    return render(request, "customer/concerns.html", page)


def _cards(request: HttpRequest, reader: Reader) -> dict[str, Any]:
    every = in_list(concerns_visible_to(reader), reader)
    solved = Paginator(every.exclude(solved_at=None).order_by("-solved_at", "-pk"), SOLVED_A_PAGE)
    page = solved.get_page(request.GET.get("page"))
    waiting = list(every.filter(solved_at=None)[:MOST_OPEN])
    asked = asked_about(waiting)
    new = new_to_customer([one.pk for one in (*waiting, *page)])
    still_open = [_card(one, reader, asked, new) for one in waiting]
    # What is late comes first, then what waits for the reader; within that, what moved last.
    still_open.sort(key=lambda card: (not card.holding.late_note, not card.holding.yours))
    topics = ["concerns"] + [f"conversation:{one}" for one in sorted(reader.guest_of, key=str)]
    return {
        "open": still_open,
        "late": sum(bool(card.holding.late_note) for card in still_open),
        "yours": sum(card.holding.yours for card in still_open),
        "solved": [_card(one, reader, {}, new) for one in page],
        "solved_page": page,
        "live_topics": " ".join(topics),
    }


def _card(
    conversation: Conversation, reader: Reader, asked: Mapping[UUID, Sequence[Person]], new: Mapping[UUID, int]
) -> Card:
    guest = conversation.customer.person_id != reader.person_id
    topic = conversation.topic.name if conversation.topic else _("Your question")
    # A guest may have typed somebody else's address: what the shield knows of them must not show in a subject.
    title = topic if guest else conversation.subject or topic
    holding, unread = holding_of(conversation, guest=guest), new.get(conversation.pk, 0)
    return Card(conversation, title, holding, asked.get(conversation.pk, ()), unread)


def _carers(customers: list[Customer]) -> list[Carer]:
    carers = []
    for customer in customers:
        advisor, deputy = customer.advisor, customer.deputy
        if advisor is not None and is_there(advisor):
            carers.append(Carer(advisor.person, customer.company, advisor.introduction))
        elif deputy is not None and is_there(deputy):
            name = advisor.person.first_name if advisor else ""
            carers.append(Carer(deputy.person, customer.company, deputy.introduction, name))
    return carers


def _thanked(reader: Reader) -> list[Conversation]:
    rated = concerns_visible_to(reader).exclude(rating=None).prefetch_related("rating__helpers")
    return list(rated.order_by("-rating__at")[:MOST_THANKS])
