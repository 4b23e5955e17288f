from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from oase.people.known import Contact, save_contact
from oase.people.models import Person


def _with_address(email: str) -> Person | None:
    if not email:  # whoever gave none is many people
        raise ValueError("a person is not found by no address")
    return Person.objects.alias(lower=Lower("email")).filter(lower=email.lower()).first()


def _name(text: str) -> str:
    # What a mail calls its sender may hold anything; PostgreSQL stores no NUL, UTF-8 no lone surrogate.
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:80]


@transaction.atomic
def person_for_email(*, email: str, first_name: str = "", last_name: str = "", language: str = "de") -> Person:
    """The person with this address, made if there is none. Nobody has shown yet that the address is theirs.

    So nothing of a person who was there already is changed, and the caller must treat both alike: no answer may tell
    whether the address was known.
    """
    found = _with_address(email)
    if found is not None:
        return found
    person = Person(email=email.lower(), first_name=_name(first_name), last_name=_name(last_name), language=language)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        # Somebody asked with the same address at the same moment.
        return Person.objects.alias(lower=Lower("email")).get(lower=email.lower())
    return person


def person_without_address(*, first_name: str = "", last_name: str = "", language: str = "de") -> Person:
    """Somebody new who gave no address: nobody can sign in as them."""
    person = Person(email="", first_name=_name(first_name), last_name=_name(last_name), language=language)
    person.set_unusable_password()
    person.save(force_insert=True)
    return person


@transaction.atomic
def change_profile(
    *, person: Person, first_name: str, last_name: str, face: str, language: str, contact: Contact
) -> None:
    """Change how a person is called, shown and reached. Phone and address go into the vault."""
    person.first_name, person.last_name = _name(first_name), _name(last_name)
    person.face, person.language = face, language
    person.save(update_fields=["first_name", "last_name", "face", "language"])
    save_contact(person, contact)
