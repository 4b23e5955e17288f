"""What is known of a person, so that the shield finds it in any spelling."""

import json
from collections.abc import Collection, Iterable
from typing import TypedDict

from oase.people.mailboxes import left_by
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.shield import Known


class Contact(TypedDict, total=False):
    """How a person can be reached; sealed in the vault."""

    phone: str
    street: str
    place: str


def known_of(person: Person, *, numbers: Collection[str] = ()) -> Known:
    """Names, addresses, phones and mail of this person, for the shield only."""
    contact: Contact = {}
    if person.contact_id:
        for text in vault.for_the_shield(person_id=person.pk, ids=[person.contact_id]):
            contact = json.loads(text)
    return known_by(person, contact, left=left_by(person), numbers=numbers)


def known_by(person: Person, contact: Contact, *, left: str = "", numbers: Collection[str] = ()) -> Known:
    """The same, given how they can be reached and the address they `left`."""
    return Known(
        names=tuple(person.names),
        emails=tuple(filter(None, [person.email, left])),
        phones=tuple(filter(None, [contact.get("phone")])),
        addresses=tuple(filter(None, [contact.get("street"), contact.get("place")])),
        numbers=tuple(numbers),
    )


def contacts_of(people: Iterable[Person]) -> dict[int, Contact]:
    """How many people can be reached, by person, for the shield only.

    Raises:
        VaultError: what is known of one of them does not open.
    """
    texts = vault.for_the_shield_of({person.pk: person.contact_id for person in people if person.contact_id})
    return {person_id: json.loads(text) for person_id, text in texts.items()}


def save_contact(person: Person, contact: Contact) -> None:
    """Seal the person's contact data, in place of what was there."""
    old = person.contact
    person.contact = vault.seal(json.dumps(contact, ensure_ascii=False), person_id=person.pk, kind="contact")
    person.save(update_fields=["contact"])
    if old is not None:
        old.delete()


def contact_of(person: Person) -> Contact:
    """The person's own contact data, for their own eyes; empty once they were erased."""
    if not person.contact_id:
        return {}
    texts = vault.left_of_own(person_id=person.pk, ids=[person.contact_id])
    contact: Contact = json.loads(texts.get(person.contact_id, "{}"))
    return contact
