"""Many questions at once: opened, placed, appended and offered together, as `routing.receive` does for one.

What is out of the ordinary (a new customer, one whose advisor left, an address only typed, a team that deals out) goes
through `receive`, one by one, with the same outcome. So does everything when a batch fails as a whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import Error, transaction
from django.utils.translation import override

from oase.companies.care import cares_for, customer_of
from oase.companies.models import Company, Customer, Topic
from oase.companies.presence import hold_still
from oase.conversations.append import NotAllowed
from oase.conversations.batching import done
from oase.conversations.chain import settled_step
from oase.conversations.models import Assignment, Conversation
from oase.conversations.records import records_of_new
from oase.conversations.words import Refused
from oase.experts.firms import Firm, firms_of
from oase.experts.opening import Network, Opened, Question, is_for_experts, ready, topic_of
from oase.experts.routing import receive
from oase.experts.storing import store
from oase.jobs import clock
from oase.jobs.planned import Planned
from oase.people.models import Person
from oase.privacy import vault

Outcome = Opened | NotAllowed | Refused | Error | vault.VaultError


def receive_all(batch: Sequence[Question]) -> list[Outcome]:
    """Open a conversation for each question, each once; what cannot be is told to its asker alone."""
    return done(batch, together=_together, alone=_alone)


@transaction.atomic
def _together(batch: Sequence[Question]) -> dict[int, Outcome]:
    """What could be done together; what is out of the ordinary is left out."""
    hold_still([one.company_id for one in batch])
    customers, firms = _customers(batch), firms_of([one.company_id for one in batch])
    outcomes: dict[int, Outcome] = {}
    ordinary: dict[int, tuple[Question, Customer, Topic | None]] = {}
    twins: set[tuple[int, UUID]] = set()
    opened = _opened_before([customer.pk for customer in customers.values()], [one.client_id for one in batch])
    for place, one in enumerate(batch):
        customer, firm = customers.get((one.company_id, one.person_id)), firms.get(one.company_id)
        if customer is None or firm is None or not one.confirmed or (customer.pk, one.client_id) in twins:
            continue
        customer.company = firm.company
        for carer in (customer.advisor, customer.deputy):
            if carer is not None and carer.company_id == firm.company.pk:
                carer.company = firm.company  # their hours are counted by the company's
        if before := opened.get((customer.pk, one.client_id)):
            outcomes[place] = Opened(*before)
        elif _is_settled(customer, firm):
            with suppress(LookupError):
                topic = topic_of(one, firm)
                if _is_dealt(customer, topic, firm):
                    continue
                ordinary[place] = one, customer, topic
                twins.add((customer.pk, one.client_id))
    if not ordinary:
        return outcomes
    asking = {customer.pk: customer for _, customer, _ in ordinary.values()}
    try:
        records = records_of_new(asking.values(), {one: firm.first_names for one, firm in firms.items()})
        ciphers = vault.ciphers_of({customer.person_id for customer in asking.values()})
    except vault.VaultError:  # whose it is is found one by one
        return outcomes
    network, now = Network.around(_topics(ordinary.values())), clock.now()
    with clock.standing_at(now):
        asked = [
            ready(one, customer, firms[one.company_id], topic, records[customer.pk], network)
            for one, customer, topic in ordinary.values()
        ]
        return outcomes | dict(zip(ordinary, store(asked, ciphers, now), strict=True))


_customers_among = Planned(
    lambda companies, people: Customer.objects.filter(
        company__id__any_of=companies, person__id__any_of=people, person__is_active=True
    ).select_related("person__mailbox", "advisor__person", "deputy__person"),
    list,
    list,
)


def _customers(batch: Sequence[Question]) -> dict[tuple[int, int], Customer]:
    found = _customers_among([one.company_id for one in batch], [one.person_id for one in batch])
    return {(customer.company_id, customer.person_id): customer for customer in found}


_opened_among = Planned(
    lambda customers, clients: Conversation.objects.filter(
        customer__id__any_of=customers, client_id__any_of=clients
    ).values_list("customer_id", "client_id", "pk", "opened_at"),
    list,
    list,
)


def _opened_before(
    customers: Sequence[int], clients: Sequence[UUID]
) -> dict[tuple[int, UUID], tuple[UUID, int, bool, datetime]]:
    return {
        (customer_id, client_id): (conversation_id, 1, False, opened_at)
        for customer_id, client_id, conversation_id, opened_at in _opened_among(customers, clients)
    }


def _is_settled(customer: Customer, firm: Firm) -> bool:
    """Whether `with_advisor` would change nothing: all who could care for them do, or two of them."""
    chosen = [one for one in (customer.advisor, customer.deputy) if one is not None]
    if not all(cares_for(one, customer) for one in chosen) or (customer.deputy and not customer.advisor):
        return False
    others = firm.carers - {customer.person_id, *(one.person_id for one in chosen)}
    return len(chosen) == 2 or not others


def _is_dealt(customer: Customer, topic: Topic | None, firm: Firm) -> bool:
    """Whether a team would deal it out: of several at once each must be seen by the next."""
    if topic is None or topic.team_id not in firm.dealing:
        return False
    return settled_step(customer).level == Assignment.TEAM


def _topics(ordinary: Iterable[tuple[Question, Customer, Topic | None]]) -> Iterator[tuple[Topic, str]]:
    """Topics for which experts are looked for, each with the language."""
    for one, _, topic in ordinary:
        if topic is not None and is_for_experts(one, topic):
            yield topic, one.language


def _alone(one: Question) -> Outcome:
    try:
        with override(one.spoken):
            return _received(one)
    except (NotAllowed, Refused, Error, vault.VaultError) as error:
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
