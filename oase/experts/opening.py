"""Conversations that are being opened: first words shielded, and a place in the chain."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from oase.companies.models import Customer, Topic
from oase.companies.promised import FIRST, SOLUTION, promised_minutes
from oase.conversations.chain import Step, settled_step
from oase.conversations.models import Assignment
from oase.conversations.promises import due
from oase.conversations.sensitive import is_sensitive
from oase.conversations.shielding import Hidden, Record, hide
from oase.experts.firms import Firm
from oase.experts.matching.finding import first_asked
from oase.experts.matching.ranking import Ranked
from oase.experts.matching.waves import waves_of
from oase.experts.topics import recognise_by
from oase.jobs import clock


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


@dataclass(frozen=True)
class Asked:
    """One question on its way: a conversation that is not stored yet. Without a place it has no step."""

    question: Question
    customer: Customer
    firm: Firm
    topic: Topic | None
    id: UUID
    hidden: Hidden
    step: Step
    due_at: datetime
    solution_due_at: datetime | None
    experts: Sequence[Ranked]
    """Who is asked first, when it goes to the network."""
    reward_cents: int
    """What is offered to them."""


@dataclass
class Network:
    """The experts to ask first, looked for once for all topics of a batch.

    Of several questions the next one sees who is asked already by those before.
    """

    found: Mapping[tuple[int, str], Sequence[Ranked]] = field(default_factory=dict)
    offered: Counter[int] = field(default_factory=Counter)
    """How many of the batch's questions each expert is asked."""

    @classmethod
    def around(cls, asked: Iterable[tuple[Topic, str]]) -> "Network":
        """Those for these topics in these languages, each named once for each question."""
        each = list(asked)
        topics = {(topic.pk, language): topic for topic, language in each}
        sought = [
            (topic_id, language, waves_of(topic), topic.first_answer_minutes * 60.0)
            for (topic_id, language), topic in topics.items()
        ]
        most = max(Counter((topic.pk, language) for topic, language in each).values(), default=1)
        return cls(first_asked(sought, questions=most))

    def for_question(self, topic: Topic, language: str, asker_id: int) -> Sequence[Ranked]:
        """The first wave: experts other than the asker, none with more than they want on their desk."""
        found = self.found.get((topic.pk, language), ())
        others = [one for one in found if one.contender.expert_id != asker_id and self._has_room(one)]
        chosen = others[: waves_of(topic).size(1)]
        self.offered.update(one.contender.expert_id for one in chosen)
        return chosen

    def _has_room(self, one: Ranked) -> bool:
        return self.offered[one.contender.expert_id] < one.contender.room


def topic_of(one: Question, firm: Firm) -> Topic | None:
    """The topic they chose, or the one their words speak of.

    Raises:
        LookupError: the company has no such topic.
    """
    if one.topic_id is not None:
        return firm.topics[one.topic_id]
    return recognise_by(firm.recogniser, one.text, list(firm.topics.values()))


def is_for_experts(one: Question, topic: Topic | None) -> bool:
    """Whether experts may be asked, as far as the words say."""
    return topic is not None and topic.open_to_experts and not one.wants_company and not is_sensitive(one.text)


def ready(
    one: Question, customer: Customer, firm: Firm, topic: Topic | None, record: Record, network: Network
) -> Asked:
    """The first words shielded, and a place for them; called with the clock standing."""
    conversation_id = uuid7()
    hidden = hide(
        one.text,
        conversation_id=conversation_id,
        language=one.language,
        known=record.known,
        vocabulary=record.vocabulary,
        placeholders={},
    )
    experts: Sequence[Ranked] = ()
    if topic is not None and hidden.shielded_at is not None and is_for_experts(one, topic):
        experts = network.for_question(topic, one.language, one.person_id)
    step = Step(Assignment.NETWORK, None) if experts else settled_step(customer)
    due_at = due(firm.calendar, step.level, promised_minutes(firm.company, topic, FIRST) or 0)
    minutes = promised_minutes(firm.company, topic, SOLUTION)
    solution = firm.calendar.due_after(clock.now(), timedelta(minutes=minutes)) if minutes else None
    cents = firm.tariffs[topic.pk].cents(one.language, clock.now()) if topic is not None and experts else 0
    return Asked(one, customer, firm, topic, conversation_id, hidden, step, due_at, solution, experts, cents)
