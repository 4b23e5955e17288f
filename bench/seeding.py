"""What is measured, made by the house's own functions: concerns here and there, long threads, a full inbox, pairs."""

from itertools import islice
from typing import Any
from uuid import uuid4

from django.urls import reverse

from bench.town import COMPANIES, Firm, Town
from bench.words import Writer, said_by
from oase.conversations import actions
from oase.conversations.models import Conversation, Message
from oase.experts import actions as expert_actions
from oase.experts.models import Offer
from oase.experts.routing import offer_wave
from oase.people.models import Person

READERS, PAIRS = 8, 16
MESSAGES_A_PAGE = 50


def seed(*, senders: int, inbox: int, claims: int) -> dict[str, Any]:
    """Fill an empty house; what the load generator needs to know of it: paths, cookies, who writes."""
    town = Town()
    return {
        "experts": [_with_expert(town, number) for number in range(senders)],
        "second_level": [_with_company(town, number) for number in range(senders)],
        "mixed": [_mixed(town, number) for number in range(senders)],
        "askers": [_asker(town, number) for number in range(senders)],
        "pages": [_page(town, number) for number in range(READERS)],
        "inbox": _inbox(town, inbox),
        "chat": [_pair(town, number) for number in range(PAIRS)],
        "claims": [_claim(town) for _ in range(claims)],
    }


def _sender(town: Town, person: Person, who: Writer, conversation: Conversation, role: str) -> dict[str, Any]:
    return {
        "cookie": town.cookie(person),
        "conversation": str(conversation.pk),
        "writer": int(who.mail.removeprefix("writer").partition("@")[0]),
        "role": role,
    }


def _with_expert(town: Town, number: int, role: str = Message.CUSTOMER) -> dict[str, Any]:
    firm = town.firms[number % COMPANIES]
    customer, who = town.customer(firm)
    conversation = town.concern(customer, who, firm.topic)
    offer = (
        Offer.objects.select_related("expert__person").filter(assignment__conversation=conversation).order_by("pk")[0]
    )
    expert_actions.claim(offer_id=offer.pk, by=offer.expert.person)
    return _sender(town, customer.person if role == Message.CUSTOMER else offer.expert.person, who, conversation, role)


def _with_company(town: Town, number: int, role: str = Message.CUSTOMER) -> dict[str, Any]:
    firm = town.firms[number % COMPANIES]
    customer, who = town.customer(firm)
    conversation = town.concern(customer, who, firm.ours)
    return _sender(town, customer.person if role == Message.CUSTOMER else firm.advisor.person, who, conversation, role)


def _mixed(town: Town, number: int) -> dict[str, Any]:
    """Customers of experts and of advisors, experts, advisors, in turn."""
    make = _with_company if number % 2 else _with_expert
    helper = Message.AGENT if number % 2 else Message.EXPERT
    return make(town, number, helper if number % 4 > 1 else Message.CUSTOMER)


def _asker(town: Town, number: int) -> dict[str, Any]:
    firm = town.firms[number % COMPANIES]
    customer, who = town.customer(firm)
    asker = {"cookie": town.cookie(customer.person), "writer": int(who.mail.removeprefix("writer").partition("@")[0])}
    return asker | {"company": firm.company.slug, "topic": firm.topic.slug}


def _page(town: Town, number: int) -> dict[str, Any]:
    """A conversation of fifty messages, customer and advisor in turn, as its customer reads it."""
    firm = town.firms[number % COMPANIES]
    customer, who = town.customer(firm)
    conversation = town.concern(customer, who, firm.ours)
    advisor = firm.advisor.person
    for turn, text in enumerate(islice(said_by(who, "page"), MESSAGES_A_PAGE - 1)):
        author, role = (customer.person, Message.CUSTOMER) if turn % 2 else (advisor, Message.AGENT)
        actions.reply(conversation_id=conversation.pk, author=author, role=role, text=text, client_id=uuid4())
    return {"cookie": town.cookie(customer.person), "path": reverse("concern", args=[conversation.pk])}


def _inbox(town: Town, concerns: int) -> list[dict[str, Any]]:
    """A company of its own, whose advisor holds more than a page of concerns."""
    number = len(town.firms)
    firm = town.firm(number)
    for _ in range(concerns):
        customer, who = town.customer(firm)
        town.concern(customer, who, firm.ours)
    path = reverse("office-inbox", args=[firm.company.slug])
    return [{"cookie": town.cookie(firm.advisor.person), "path": path}]


def _pair(town: Town, number: int) -> dict[str, Any]:
    """A customer and their advisor, with conversations enough that none of them gets long."""
    firm = town.firms[number % COMPANIES]
    customer, who = town.customer(firm)
    conversations = [town.concern(customer, who, firm.ours) for _ in range(6 if number else 20)]
    return {
        "customer": town.cookie(customer.person),
        "agent": town.cookie(firm.advisor.person),
        "conversations": [_both_sides(firm, conversation) for conversation in conversations],
    }


def _both_sides(firm: Firm, conversation: Conversation) -> dict[str, str]:
    return {
        "id": str(conversation.pk),
        "customer": reverse("concern-live", args=[conversation.pk]),
        "agent": reverse("office-thread", args=[firm.company.slug, conversation.pk]),
    }


def _claim(town: Town) -> dict[str, Any]:
    """A question on offer to many experts at once."""
    customer, who = town.customer(town.firms[0])
    conversation = town.concern(customer, who, town.firms[0].topic)
    assignment = conversation.assignments.get(ended_at=None)
    offer_wave(conversation, assignment)
    offers = Offer.objects.select_related("expert__person").filter(assignment=assignment)
    return {
        "conversation": str(conversation.pk),
        "experts": [
            {"cookie": town.cookie(offer.expert.person), "path": reverse("desk-claim", args=[offer.pk])}
            for offer in offers
        ],
    }
