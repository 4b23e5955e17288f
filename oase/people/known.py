"""What is known of a person, so that the shield finds it in any spelling."""

import json
from typing import Any, TypedDict

from oase.people.mailboxes import left_by
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.shield import Known


class Contact(TypedDict, total=False):
    """How a person can be reached; sealed in the vault."""

    phone: str
    street: str
    place: str


def known_of(person: Person, *, numbers: list[str] | None = None) -> Known:
    """Names, addresses, phones and mail of this person, for the shield only."""
    contact: dict[str, Any] = {}
    if person.contact_id:
        for text in vault.for_the_shield(person_id=person.pk, ids=[person.contact_id]):
            contact = json.loads(text)
    return Known(
        names=tuple(person.names),
        emails=tuple(filter(None, [person.email, left_by(person)])),
        phones=tuple(filter(None, [contact.get("phone")])),
        addresses=tuple(filter(None, [contact.get("street"), contact.get("place")])),
        numbers=tuple(numbers or ()),
    )


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
