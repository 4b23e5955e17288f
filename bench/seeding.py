"""The people and concerns that are measured, made by the house's own functions, and a session for everyone."""

from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from bench.wire import CSRF
from bench.words import VOCABULARY, Writer, said_by, writer
from oase.companies.models import Company, Customer, Membership, Purpose, Topic
from oase.conversations import actions
from oase.conversations.models import Conversation, Message
from oase.experts import actions as expert_actions
from oase.experts.models import Expert, Offer, Qualification
from oase.experts.routing import offer_wave, receive
from oase.people.known import save_contact
from oase.people.models import Person

COMPANIES, EXPERTS, READERS, PAIRS = 4, 32, 8, 16
MESSAGES_A_PAGE = 50
NEVER_LAPSES = 24 * 60
"""Minutes promised for an answer: nothing moves along the chain while it is measured."""


@dataclass
class Firm:
    """A company with the people of its second level."""

    company: Company
    topic: Topic
    ours: Topic
    advisor: Membership
    deputy: Membership


class Town:
    """Everybody there is; cookies are kept so that a person signs in once."""

    def __init__(self) -> None:
        self._cookies: dict[int, str] = {}
        self._number = 0
        self.firms = [self._firm(number) for number in range(COMPANIES)]
        self.experts = [self._expert() for _ in range(EXPERTS)]

    def cookie(self, person: Person) -> str:
        """The header a browser of this person sends: a session like that of signing in."""
        if person.pk not in self._cookies:
            session = SessionStore()
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session.create()
            self._cookies[person.pk] = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={CSRF}"
        return self._cookies[person.pk]

    def person(self) -> tuple[Person, Writer]:
        """Somebody new, whose phone and address are known."""
        self._number += 1
        who = writer(self._number)
        person = Person.objects.create(email=who.mail, first_name=who.first, last_name=who.last, face="karla")
        save_contact(person, {"phone": who.phone, "street": f"{who.street} {who.house}", "place": "79098 Freiburg"})
        return person, who

    def customer(self, firm: Firm) -> tuple[Customer, Writer]:
        person, who = self.person()
        customer = Customer.objects.create(
            person=person, company=firm.company, advisor=firm.advisor, deputy=firm.deputy, number=who.order
        )
        return customer, who

    def concern(self, customer: Customer, who: Writer, topic: Topic, *, expert: Person | None = None) -> Conversation:
        """A question; with `expert` they have claimed it, else its topic says where it begins."""
        text = next(said_by(who, uuid4()))
        conversation = receive(customer=customer, text=text, client_id=uuid4(), topic=topic)
        if expert is not None:
            offer = Offer.objects.filter(assignment__conversation=conversation, expert_id=expert.pk).first()
            if offer is None:
                raise RuntimeError("the question was not offered to the expert it was meant for")
            expert_actions.claim(offer_id=offer.pk, by=expert)
        return conversation

    def _firm(self, number: int) -> Firm:
        company = Company.objects.create(slug=f"firm-{number}", name=f"Firm {number}", vocabulary=list(VOCABULARY))
        Purpose.objects.create(company=company, text_de="Garantie prüfen", text_en="check the warranty")
        minutes = {"first_answer_minutes": NEVER_LAPSES, "next_answer_minutes": NEVER_LAPSES}
        topic = Topic.objects.create(
            company=company, slug="machines", name_de="Maschinen", name_en="Machines", open_to_experts=True,
            reward_cents=420, keywords=["maschine", "machine", "display", "pump"], **minutes,
        )  # fmt: skip
        ours = Topic.objects.create(
            company=company, slug="invoices", name_de="Rechnungen", name_en="Invoices", keywords=["rechnung"], **minutes
        )
        places = [
            Membership.objects.create(person=self.person()[0], company=company, role=role, languages=["de", "en"])
            for role in (Membership.AGENT, Membership.AGENT, Membership.SUPERVISOR)
        ]
        return Firm(company, topic, ours, places[0], places[1])

    def _expert(self) -> Person:
        person, _ = self.person()
        Expert.objects.create(person=person, languages=["de", "en"], introduction_de="Röstet selbst.", at_once=30_000)
        Qualification.objects.bulk_create([Qualification(expert_id=person.pk, topic=one.topic) for one in self.firms])
        return person


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
    conversation = receive(customer=customer, text=next(said_by(who, 0)), client_id=uuid4(), topic=firm.topic)
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
    firm = town._firm(number)
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
