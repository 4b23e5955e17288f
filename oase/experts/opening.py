"""Conversations that are being opened: first words shielded, a place in the chain, and all their rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import F

from oase.companies.models import Customer
from oase.conversations import pseudonyms
from oase.conversations.append import NewMessage, append
from oase.conversations.chain import Step, company_step
from oase.conversations.models import Assignment, Conversation, Event, Message, Outbox
from oase.conversations.outbox import key_of
from oase.conversations.promises import answer_due
from oase.conversations.sensitive import is_sensitive
from oase.conversations.shielding import Hidden, Record, hide_in
from oase.conversations.subjects import shorten
from oase.experts.matching import candidates
from oase.experts.models import Expert, Offer
from oase.experts.routing import WAVES, offer_for
from oase.experts.topics import recognise
from oase.jobs import clock
from oase.privacy import vault


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


@dataclass
class Asked:
    """One question on its way."""

    question: Question
    conversation: Conversation
    hidden: Hidden
    step: Step
    assignment: Assignment


@dataclass
class Network:
    """The experts to ask first, looked for once for each topic and language of a batch."""

    found: dict[tuple[int, str], list[Expert]] = field(default_factory=dict)

    def has_somebody_for(self, conversation: Conversation) -> bool:
        """Whether an expert other than the asker could be asked."""
        return bool(self._others(conversation))

    def offers_of(self, one: Asked) -> list[Offer]:
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


def ready(one: Question, customer: Customer, record: Record, network: Network, now: datetime) -> Asked | None:
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
    return Asked(one, conversation, hidden, step, assignment)


def store(asked: Sequence[Asked]) -> list[Opened]:
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


def _message(one: Asked, cipher: AESGCM) -> NewMessage:
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
