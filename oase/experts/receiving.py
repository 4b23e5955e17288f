"""Many questions at once: opened, placed, appended and offered together, as `routing.receive` does for one.

What is out of the ordinary (a new customer, one without an advisor, an address only typed) goes through `receive`, one
by one, with the same outcome. So does everything when a batch fails as a whole.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import Error, connection, transaction
from django.db.models import F
from django.utils.translation import override

from oase.companies.care import cares_for, customer_of
from oase.companies.models import Company, Customer, Topic
from oase.conversations import pseudonyms
from oase.conversations.append import NewMessage, NotAllowed, append
from oase.conversations.chain import Step, company_step
from oase.conversations.models import Assignment, Conversation, Event, Message, Outbox
from oase.conversations.outbox import key_of
from oase.conversations.promises import answer_due
from oase.conversations.records import record_of_new, stamps_of
from oase.conversations.sensitive import is_sensitive
from oase.conversations.shielding import Hidden, hide_in
from oase.conversations.subjects import shorten
from oase.conversations.words import Refused
from oase.experts.matching import candidates
from oase.experts.models import Expert, Offer
from oase.experts.routing import WAVES, offer_for, offer_to, receive
from oase.experts.topics import recognise
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """What somebody asks a company; `text` is clean (`words.clean_text`), `spoken` their language for sentences."""

    company_id: int
    person_id: int
    text: str
    client_id: UUID
    topic_id: int | None = None
    language: str = "de"
    channel: str = "web"
    wants_company: bool = False
    confirmed: bool = True
    spoken: str = "de"


@dataclass(frozen=True)
class Opened:
    """A conversation and the place of its first message. `new` is false when it had been opened before."""

    conversation_id: UUID
    seq: int
    new: bool
    at: datetime


Outcome = Opened | NotAllowed | Refused | Error


@dataclass
class _Asked:
    """One question on its way."""

    question: Question
    conversation: Conversation
    hidden: Hidden
    step: Step
    assignment: Assignment


def receive_all(batch: Sequence[Question]) -> list[Outcome]:
    """Open a conversation for each question, each once; what cannot be is told to its asker alone."""
    try:
        outcomes = _together(batch)
    except Error as error:
        log.warning("a batch of %d questions failed: %s", len(batch), type(error).__name__)
        if not connection.is_usable():
            # Whether it was committed nobody knows: with the same client ids it is safe to send it again.
            connection.close()
            return [error] * len(batch)
        outcomes = {}
    return [outcomes[place] if place in outcomes else _alone(one) for place, one in enumerate(batch)]


@transaction.atomic
def _together(batch: Sequence[Question]) -> dict[int, Outcome]:
    customers = _customers(batch)
    opened = _opened_before(batch, customers)
    companies = Company.objects.prefetch_related("topics", "opening_hours").in_bulk({one.company_id for one in batch})
    stamps = stamps_of([customer.pk for customer in customers.values()])
    outcomes: dict[int, Outcome] = {}
    asked: dict[int, _Asked] = {}
    network, now = _Network(), clock.now()
    twins: set[tuple[int, UUID]] = set()
    for place, one in enumerate(batch):
        customer = customers.get((one.company_id, one.person_id))
        if customer is None or not one.confirmed or (customer.pk, one.client_id) in twins:
            continue
        if before := opened.get((customer.pk, one.client_id)):
            outcomes[place] = Opened(before.pk, 1, False, before.opened_at)
        elif _is_cared_for(customer):
            twins.add((customer.pk, one.client_id))
            customer.company = companies[one.company_id]
            if (ready := _ready(one, customer, stamps[customer.pk], network, now)) is not None:
                asked[place] = ready
    if asked:
        with clock.standing_at(now):
            firsts = _store(list(asked.values()))
        offer_to(
            [
                offer
                for one in asked.values()
                if one.step.level == Assignment.NETWORK
                for offer in network.offers_of(one)
            ]
        )
        outcomes |= dict(zip(asked, firsts, strict=True))
    return outcomes


def _customers(batch: Sequence[Question]) -> dict[tuple[int, int], Customer]:
    who = Customer.objects.filter(
        company_id__in={one.company_id for one in batch}, person_id__in={one.person_id for one in batch}
    ).select_related("person", "advisor__person", "deputy__person")
    return {(customer.company_id, customer.person_id): customer for customer in who if customer.person.is_active}


def _opened_before(
    batch: Sequence[Question], customers: Mapping[tuple[int, int], Customer]
) -> dict[tuple[int, UUID], Conversation]:
    opened = Conversation.objects.filter(
        customer__in=[customer.pk for customer in customers.values()], client_id__in=[one.client_id for one in batch]
    )
    return {(one.customer_id, one.client_id): one for one in opened.only("customer_id", "client_id", "opened_at")}


def _is_cared_for(customer: Customer) -> bool:
    return cares_for(customer.advisor, customer) and cares_for(customer.deputy, customer)


def _ready(one: Question, customer: Customer, stamp: str, network: "_Network", now: datetime) -> _Asked | None:
    """The conversation with its first words shielded and its place in the chain; None: out of the ordinary."""
    topics = list(customer.company.topics.all())
    topic = next((topic for topic in topics if topic.pk == one.topic_id), None)
    if one.topic_id is not None and topic is None:
        return None
    topic = topic or recognise(one.text, topics)
    conversation = Conversation(
        company=customer.company,
        customer=customer,
        topic=topic,
        client_id=one.client_id,
        language=one.language,
        channel=one.channel,
        pseudonym=pseudonyms.draw(),
        address_confirmed_at=now,
        opened_at=now,
        last_message_at=now,
    )
    try:
        record = record_of_new(conversation, stamp)
    except vault.VaultError:
        return None
    hidden = hide_in(conversation, one.text, record=record)
    conversation.subject = shorten(hidden.body)
    for_experts = topic is not None and topic.open_to_experts and hidden.shielded_at is not None
    if for_experts and not one.wants_company and not is_sensitive(one.text) and network.has_somebody_for(conversation):
        step = Step(Assignment.NETWORK, None)
    else:
        step = company_step(customer)
    due_at = answer_due(conversation, step.level, first=True)
    assignment = Assignment(
        conversation=conversation, level=step.level, holder=step.holder, due_at=due_at, promised_at=now, started_at=now
    )
    return _Asked(one, conversation, hidden, step, assignment)


def _store(asked: Sequence[_Asked]) -> list[Opened]:
    Conversation.objects.bulk_create([one.conversation for one in asked])
    Assignment.objects.bulk_create([one.assignment for one in asked])
    ciphers = vault.ciphers_of({one.question.person_id for one in asked})
    written = append([_message(one, ciphers[one.question.person_id]) for one in asked])
    now = clock.now()
    Event.objects.bulk_create(
        [
            Event(
                conversation=one.conversation,
                seq=first.seq + 1,
                kind="asked",
                to=one.step.holder,
                detail={"level": one.step.level, "due_at": one.assignment.due_at.isoformat()},
                at=now,
            )
            for one, first in zip(asked, written, strict=True)
        ]
    )
    Conversation.objects.filter(pk__in=[one.conversation.pk for one in asked]).update(last_seq=F("last_seq") + 1)
    Outbox.objects.bulk_create(
        [
            Outbox(
                conversation=one.conversation,
                recipient_id=one.question.person_id,
                kind="asked",
                key=key_of("asked", one.conversation.pk, "1"),
                created_at=now,
                not_before=now,
            )
            for one in asked
        ]
    )
    return [Opened(one.conversation.pk, first.seq, True, first.at) for one, first in zip(asked, written, strict=True)]


def _message(one: _Asked, cipher: AESGCM) -> NewMessage:
    person_id, text = one.question.person_id, one.question.text
    return NewMessage(
        conversation_id=one.conversation.pk,
        client_id=one.question.client_id,
        author_id=person_id,
        author_role=Message.CUSTOMER,
        body=one.hidden.body,
        shielded_at=one.hidden.shielded_at,
        original=vault.encrypt_with(cipher, text, person_id=person_id, kind="message"),
        placeholders=one.hidden.placeholders,
    )


@dataclass
class _Network:
    """The experts to ask first, looked for once for each topic and language of a batch."""

    found: dict[tuple[int, str], list[Expert]] = field(default_factory=dict)

    def has_somebody_for(self, conversation: Conversation) -> bool:
        """Whether an expert other than the asker could be asked."""
        return bool(self._others(conversation))

    def offers_of(self, one: _Asked) -> list[Offer]:
        """The first wave."""
        return [
            offer_for(one.conversation, one.assignment, expert, wave=1) for expert in self._others(one.conversation)
        ]

    def _others(self, conversation: Conversation) -> list[Expert]:
        key = (conversation.topic_id or 0, conversation.language)
        if key not in self.found:
            self.found[key] = list(candidates(conversation)[: WAVES[0] + 1])
        others = [expert for expert in self.found[key] if expert.pk != conversation.customer.person_id]
        return others[: WAVES[0]]


def _alone(one: Question) -> Outcome:
    try:
        with override(one.spoken):
            return _received(one)
    except (NotAllowed, Refused, Error) as error:
        return error
    except (Person.DoesNotExist, Company.DoesNotExist, Topic.DoesNotExist):
        return NotAllowed("no such person, company or topic")


@transaction.atomic
def _received(one: Question) -> Opened:
    person = Person.objects.get(pk=one.person_id, is_active=True)
    customer = customer_of(person=person, company=Company.objects.get(pk=one.company_id))
    before = Conversation.objects.filter(customer=customer, client_id=one.client_id).exists()
    conversation = receive(
        customer=customer,
        text=one.text,
        client_id=one.client_id,
        topic=Topic.objects.get(pk=one.topic_id) if one.topic_id is not None else None,
        wants_company=one.wants_company,
        language=one.language,
        channel=one.channel,
        confirmed=one.confirmed,
    )
    first = conversation.messages.order_by("seq")[0]
    return Opened(conversation.pk, first.seq, not before, first.at)
