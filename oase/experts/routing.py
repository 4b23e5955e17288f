"""Where a question goes first: to the network of experts, or straight to the second level."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from oase.companies.models import Customer, Topic
from oase.conversations import actions
from oase.conversations.chain import Step, company_step
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.sensitive import is_sensitive
from oase.conversations.words import IncomingFile
from oase.experts.matching.finding import wave_for
from oase.experts.matching.ranking import Ranked
from oase.experts.matching.reasons import reason_for
from oase.experts.models import Offer
from oase.experts.rewards.prices import price_of
from oase.experts.topics import recognise
from oase.jobs import clock
from oase.live.notify import Poke, person, poke


@transaction.atomic
def receive(
    *,
    customer: Customer,
    text: str,
    client_id: UUID,
    topic: Topic | None = None,
    wants_company: bool = False,
    language: str = "de",
    subject: str = "",
    channel: str = "web",
    files: Sequence[IncomingFile] = (),
    wishes: actions.Wishes = actions.NO_WISHES,
    quiet: bool = False,
    confirmed: bool = True,
) -> Conversation:
    """Take in a question from any channel and see that somebody has it.

    Raises:
        Refused: the text is empty or too long, or a file is too large.
    """
    words = f"{subject}\n{text}"
    topic = topic or recognise(words, list(customer.company.topics.all()))
    sensitive = is_sensitive(words)

    first: list[Ranked] = []

    def place(conversation: Conversation, shielded: bool) -> Step:
        for_experts = topic is not None and topic.open_to_experts and shielded and not sensitive and not wants_company
        if for_experts:
            first.extend(wave_for(conversation, 1))
        return Step(Assignment.NETWORK, None) if first else company_step(customer, topic)

    conversation, assignment = actions.ask(
        customer=customer,
        text=text,
        client_id=client_id,
        place=place,
        topic=topic,
        language=language,
        subject=subject,
        channel=channel,
        files=files,
        wishes=wishes,
        quiet=quiet,
        confirmed=confirmed,
    )
    if assignment is not None and assignment.level == Assignment.NETWORK:
        offer_to(_offers(conversation, assignment, first, wave=1))
    return conversation


def offer_wave(conversation: Conversation, assignment: Assignment) -> list[Offer]:
    """Offer the question to the next few experts; an empty list says that there is nobody left to ask."""
    if conversation.messages.filter(shielded_at=None, audience=Message.CONVERSATION).exists():
        return []
    wave = assignment.offers.values("wave").distinct().count() + 1
    return offer_to(_offers(conversation, assignment, wave_for(conversation, wave), wave=wave))


def _offers(conversation: Conversation, assignment: Assignment, matches: Sequence[Ranked], *, wave: int) -> list[Offer]:
    """Offers of this question to these experts, not stored yet."""
    cents = price_of(conversation.topic, conversation.language, clock.now()) if matches else 0
    return [
        Offer(
            assignment=assignment,
            expert_id=match.contender.expert_id,
            wave=wave,
            reward_cents=cents,
            reason=reason_for(match),
            offered_at=clock.now(),
            expires_at=assignment.due_at,
        )
        for match in matches
    ]


def offer_to(offers: Sequence[Offer]) -> list[Offer]:
    """Store offers, each once, and poke the experts who have them on the desk now."""
    stored = Offer.objects.bulk_create(offers, ignore_conflicts=True)
    tell_offered(stored)
    return stored


def tell_offered(offers: Sequence[Offer]) -> None:
    """Poke the experts who have these offers on their desk: they came, or they are gone."""
    poke([Poke("desk", 0, tuple(person(offer.expert_id) for offer in offers))])
