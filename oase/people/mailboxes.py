"""Where mail may go: to a person's own address, or to one that somebody without an account left and has proven."""

import hmac
from collections.abc import Collection

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from oase.people.models import Mailbox, Person
from oase.privacy import vault
from oase.privacy.vault import VaultError


def _bound(person_id: int) -> str:
    return f"mailbox:{person_id}"


def left_by(person: Person) -> str:
    """The address they left, proven or not; empty when there is none or it was erased. Mail goes to `address_of`."""
    mailbox = Mailbox.objects.filter(person=person).first()
    return _read(mailbox) if mailbox is not None else ""


def left_by_many(people: Collection[Person]) -> dict[int, str]:
    """The same for many people at once, by person."""
    return {one.person_id: _read(one) for one in Mailbox.objects.filter(person__in=people)}


def _read(mailbox: Mailbox) -> str:
    try:
        return vault.open_in_place(
            bytes(mailbox.sealed), person_id=mailbox.person_id, bound_to=_bound(mailbox.person_id)
        )
    except VaultError:
        return ""


def address_of(person: Person, *, asking_for_proof: bool = False) -> str:
    """Where a notice goes; empty: nowhere. `asking_for_proof`: for the one mail that an unproven address may get."""
    if person.email:
        return person.email
    mailbox = Mailbox.objects.filter(person=person).first()
    if mailbox is None or not (mailbox.proven_at or mailbox.by_company or asking_for_proof):
        return ""
    return _read(mailbox)


def has_proven(person: Person) -> bool:
    """Whether answers reach them by mail, too."""
    return bool(person.email) or Mailbox.objects.filter(person=person).exclude(proven_at=None).exists()


@transaction.atomic
def leave_address(*, person: Person, address: str, by_company: bool = False) -> None:
    """Keep an address for somebody who has none. Whether anybody here has it already is not looked at, nor told.

    What was proven stays; an address that was only typed makes way for the next one, and with it the proof of the old.
    """
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if locked.email or Mailbox.objects.filter(person=locked).exclude(proven_at=None).exists():
        return
    sealed = vault.seal_in_place(address.strip(), person_id=locked.pk, bound_to=_bound(locked.pk))
    Mailbox.objects.update_or_create(
        person=locked, defaults={"sealed": sealed, "by_company": by_company, "left_at": timezone.now()}
    )


@transaction.atomic
def prove_address(*, person_id: int, mark: str) -> bool:
    """Whoever opened a link with this mark reads mail at the address it was sent to; whether that is the one left.

    It becomes the person's own, by which they can sign in, unless somebody else has it: then the two stay apart, for a
    mail that was read shows nothing about what else belongs to that account.
    """
    person = Person.objects.select_for_update(no_key=True).filter(pk=person_id, email="", is_active=True).first()
    mailbox = Mailbox.objects.filter(person_id=person_id).first() if person is not None else None
    if person is None or mailbox is None:
        return False
    address = _read(mailbox)
    if not address or not mark or not hmac.compare_digest(mark, mark_of(person_id, address)):
        return False
    if mailbox.proven_at is None:
        mailbox.proven_at = timezone.now()
        mailbox.save(update_fields=["proven_at"])
        _make_own(person, address)
    return True


def _make_own(person: Person, address: str) -> None:
    if Person.objects.alias(lower=Lower("email")).filter(lower=address.lower()).exists():
        return
    person.email = address.lower()
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:  # somebody signed up with it at the same moment
        person.email = ""


def mark_of(person_id: int, address: str) -> str:
    """What a link carries so that it proves the address it was mailed to, and no other that was typed later."""
    words = f"mailbox:{person_id}:{address.strip().lower()}"
    return hmac.digest(settings.SECRET_KEY.encode(), words.encode("utf-8", "surrogatepass"), "sha256")[:9].hex()
