"""What is known of everyone in a conversation, so that the shield finds it whoever writes it."""

from collections.abc import Collection

from oase.companies.models import Company, Customer
from oase.conversations.models import Conversation, Message
from oase.people.known import Contact, contact_of, contacts_of, known_by, known_of
from oase.people.mailboxes import left_by_many
from oase.people.models import Person
from oase.privacy.shield import Known


def known_in(customer: Customer) -> Known:
    """What is known of this customer at this company.

    Raises:
        VaultError: their data no longer open.
    """
    return known_of(customer.person, numbers=_numbers(customer))


def _numbers(customer: Customer) -> tuple[str, ...]:
    return (customer.number,) if customer.number else ()


def known_at_first(customers: Collection[Customer]) -> dict[int, Known]:
    """What is known of each customer who is just opening a conversation, and of those who care for them; by customer.

    Raises:
        VaultError: data of one of them no longer open.
    """
    people = {customer.pk: [customer.person, *carers_of(customer)] for customer in customers}
    contacts = contacts_of({person.pk: person for ones in people.values() for person in ones}.values())
    left = left_by_many([customer.person for customer in customers])
    known = {}
    for customer in customers:
        person, *carers = people[customer.pk]
        own = known_by(person, contacts.get(person.pk, {}), left=left.get(person.pk, ""), numbers=_numbers(customer))
        known[customer.pk] = together([own, *(_reached(one, contacts.get(one.pk, {})) for one in carers)])
    return known


def carers_of(customer: Customer) -> list[Person]:
    """Advisor and deputy, apart from the customer themself."""
    caring = {one.person_id: one.person for one in (customer.advisor, customer.deputy) if one is not None}
    return [person for person_id, person in sorted(caring.items()) if person_id != customer.person_id]


def helpers_of(conversation: Conversation) -> list[Person]:
    """Everyone but the customer who holds, held or answered it, and who cares for the customer."""
    wrote = conversation.messages.exclude(author_role=Message.CUSTOMER).values_list("author_id", flat=True)
    held = conversation.assignments.exclude(holder=None).values_list("holder_id", flat=True)
    customer = conversation.customer
    caring = {member.person_id for member in (customer.advisor, customer.deputy) if member is not None}
    ids = {*wrote.distinct(), *held.distinct(), *caring} - {customer.person_id}
    return list(Person.objects.filter(pk__in=ids).order_by("pk")) if ids else []


def known_of_helper(person: Person) -> Known:
    """How somebody who helps could be reached outside. Their first name stays readable, and is not in it."""
    return _reached(person, contact_of(person))


def _reached(person: Person, contact: Contact) -> Known:
    return Known(
        names=tuple(filter(None, [person.last_name])),
        emails=tuple(filter(None, [person.email])),
        phones=tuple(filter(None, [contact.get("phone")])),
        addresses=tuple(filter(None, [contact.get("street"), contact.get("place")])),
    )


def together(records: Collection[Known]) -> Known:
    """Several records as one."""
    return Known(
        names=tuple(name for one in records for name in one.names),
        emails=tuple(email for one in records for email in one.emails),
        phones=tuple(phone for one in records for phone in one.phones),
        addresses=tuple(address for one in records for address in one.addresses),
        numbers=tuple(number for one in records for number in one.numbers),
    )


def readable_words(company: Company, known: Known | None, helpers: Collection[str] = ()) -> frozenset[str]:
    """Words that are not personal here: the company's product words, first names of its own people and of `helpers`.

    A customer who is called like one of them stays hidden all the same.
    """
    staff = company.memberships.filter(left_at=None).values_list("person__first_name", flat=True)
    return readable_among([*company.vocabulary, *staff, *helpers], known)


def readable_among(words: Collection[str], known: Known | None) -> frozenset[str]:
    """Those of the words that are not the customer's own name."""
    own = {word for name in (known.names if known else ()) for word in name.lower().split()}
    return frozenset(word.lower() for word in words if word) - own
