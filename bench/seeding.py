"""What is measured, made by the house's own functions: concerns here and there, long threads, a full inbox, pairs."""

import sys
from collections.abc import Sequence
from itertools import batched, islice
from typing import Any
from uuid import uuid4

from django.urls import reverse

from bench.town import COMPANIES, Firm, Town
from bench.words import Writer, said_by
from oase.companies.models import Customer
from oase.conversations.append import Appended
from oase.conversations.models import Conversation, Message
from oase.conversations.saying import PATIENT, Words, say
from oase.experts import actions as expert_actions
from oase.experts.models import Offer
from oase.experts.reputation import guard
from oase.people.models import Person

READERS, PAIRS = 8, 16
MESSAGES_A_PAGE = 50
Who = tuple[Firm, Customer, Writer]


def seed(*, senders: int, inbox: int, claims: int) -> dict[str, Any]:
    """Fill an empty house; what the load generator needs to know of it: paths, cookies, who writes."""
    # A few experts stand for thousands; the guard would stop each of them at what one person reads in an hour.
    guard.MOST = sys.maxsize
    town = Town()
    customer, expert, agent = Message.CUSTOMER, Message.EXPERT, Message.AGENT
    half = (senders + 1) // 2
    with_expert = _senders(town, [customer] * senders + ([customer, expert] * half)[:half], open_=True)
    with_company = _senders(town, [customer] * senders + ([customer, agent] * half)[:half], open_=False)
    mixed = [one for pair in zip(with_expert[senders:], with_company[senders:], strict=True) for one in pair]
    return {
        "experts": with_expert[:senders],
        "second_level": with_company[:senders],
        "mixed": mixed,
        "askers": [_asker(town, *one) for one in _people(town, senders)],
        "pages": _pages(town),
        "inbox": _inbox(town, inbox),
        "chat": [_pair(town, number, *one) for number, one in enumerate(_people(town, PAIRS))],
        "claims": [_claim(town, one) for one in _raced(town, _people(town, claims, firms=1))],
    }


def _people(town: Town, number: int, *, firms: int = COMPANIES) -> list[Who]:
    """New customers, of the companies in turn."""
    chosen = [town.firms[place % firms] for place in range(number)]
    return [(firm, *town.customer(firm)) for firm in chosen]


def _opened(town: Town, people: Sequence[Who], *, open_: bool) -> list[Conversation]:
    """A concern of each; `open_`: for experts, else their advisor has it."""
    return town.concerns([(customer, who, firm.topic if open_ else firm.ours) for firm, customer, who in people])


def _raced(town: Town, people: Sequence[Who]) -> list[Conversation]:
    return town.concerns([(customer, who, town.races) for _firm, customer, who in people])


def _number(who: Writer) -> int:
    return int(who.mail.removeprefix("writer").partition("@")[0])


def _senders(town: Town, roles: Sequence[str], *, open_: bool) -> list[dict[str, Any]]:
    """Each in a conversation of their own: its customer, or the one who holds it."""
    people, senders = _people(town, len(roles)), []
    conversations = _opened(town, people, open_=open_)
    for (firm, customer, who), conversation, role in zip(people, conversations, roles, strict=True):
        holder = _claimed(conversation) if open_ else firm.advisor.person
        sender = {"conversation": str(conversation.pk), "writer": _number(who), "role": role}
        cookie = town.cookie(customer.person if role == Message.CUSTOMER else holder)
        senders.append(sender | {"cookie": cookie})
    return senders


def _claimed(conversation: Conversation) -> Person:
    """The expert who has it now: the first it was offered to."""
    offers = Offer.objects.select_related("expert__person").filter(assignment__conversation=conversation)
    offer = offers.order_by("pk")[0]
    expert_actions.claim(offer_id=offer.pk, by=offer.expert.person)
    return offer.expert.person


def _asker(town: Town, firm: Firm, customer: Customer, who: Writer) -> dict[str, Any]:
    asker = {"cookie": town.cookie(customer.person), "writer": _number(who)}
    return asker | {"company": firm.company.slug, "topic": firm.topic.slug}


def _pages(town: Town) -> list[dict[str, Any]]:
    """Conversations of fifty messages, customer and advisor in turn, as their customers read them."""
    people = _people(town, READERS)
    threads = list(zip(people, _opened(town, people, open_=False), strict=True))
    said = [list(islice(said_by(who, "page"), MESSAGES_A_PAGE - 1)) for _, _, who in people]
    # Few enough at once that the shield reads all of them before they are stored.
    for place in range(MESSAGES_A_PAGE - 1):
        for part in batched(zip(threads, said, strict=True), PATIENT):
            outcomes = say([_words(*thread, texts[place], place) for thread, texts in part])
            if not all(isinstance(outcome, Appended) for outcome in outcomes):
                raise RuntimeError(f"a thread could not be written: {outcomes}")
    return [
        {"cookie": town.cookie(customer.person), "path": reverse("concern", args=[conversation.pk])}
        for (_, customer, _), conversation in threads
    ]


def _words(who: Who, conversation: Conversation, text: str, place: int) -> Words:
    firm, customer, _ = who
    author, role = (customer.person_id, Message.CUSTOMER) if place % 2 else (firm.advisor.person_id, Message.AGENT)
    return Words(conversation.pk, uuid4(), author, role, text)


def _inbox(town: Town, concerns: int) -> list[dict[str, Any]]:
    """A company of its own, whose advisor holds more than a page of concerns."""
    firm = town.firm(len(town.firms))
    _opened(town, [(firm, *town.customer(firm)) for _ in range(concerns)], open_=False)
    path = reverse("office-inbox", args=[firm.company.slug])
    return [{"cookie": town.cookie(firm.advisor.person), "path": path}]


def _pair(town: Town, number: int, firm: Firm, customer: Customer, who: Writer) -> dict[str, Any]:
    """A customer and their advisor, with conversations enough that none of them gets long."""
    conversations = _opened(town, [(firm, customer, who)] * (6 if number else 20), open_=False)
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


def _claim(town: Town, conversation: Conversation) -> dict[str, Any]:
    """A question on offer to many experts at once."""
    assignment = conversation.assignments.get(ended_at=None)
    offers = Offer.objects.select_related("expert__person").filter(assignment=assignment)
    return {
        "conversation": str(conversation.pk),
        "experts": [
            {"cookie": town.cookie(offer.expert.person), "path": reverse("desk-claim", args=[offer.pk])}
            for offer in offers
        ],
    }
