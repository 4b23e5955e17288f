"""Many questions at once: opened, placed, appended and offered together, as `routing.receive` does for one.

What is out of the ordinary (a new customer, one without an advisor, an address only typed) goes through `receive`, one
by one, with the same outcome. So does everything when a batch fails as a whole.
"""

import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import Error, connection, transaction
from django.utils.translation import override

from oase.companies.care import cares_for, customer_of
from oase.companies.models import Company, Customer, Topic
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation
from oase.conversations.records import records_of_new
from oase.conversations.words import Refused
from oase.experts.opening import Asked, Network, Opened, Question, ready, store
from oase.experts.routing import offer_to, receive
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault

log = logging.getLogger(__name__)


Outcome = Opened | NotAllowed | Refused | Error


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
    outcomes: dict[int, Outcome] = {}
    asked: dict[int, Asked] = {}
    network, now = Network(), clock.now()
    twins: set[tuple[int, UUID]] = set()
    for known in customers.values():
        known.company = companies[known.company_id]
    try:
        records = records_of_new([customer for customer in customers.values() if _is_cared_for(customer)])
    except vault.VaultError:  # whose it is is found one by one
        return {}
    for place, one in enumerate(batch):
        customer = customers.get((one.company_id, one.person_id))
        if customer is None or not one.confirmed or (customer.pk, one.client_id) in twins:
            continue
        if before := opened.get((customer.pk, one.client_id)):
            outcomes[place] = Opened(before.pk, 1, False, before.opened_at)
        elif _is_cared_for(customer):
            twins.add((customer.pk, one.client_id))
            if (opening := ready(one, customer, records[customer.pk], network, now)) is not None:
                asked[place] = opening
    if asked:
        with clock.standing_at(now):
            firsts = store(list(asked.values()))
        offered = [one for one in asked.values() if one.step.level == Assignment.NETWORK]
        offer_to([offer for one in offered for offer in network.offers_of(one)])
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
