"""From what waits to what is found: words and marks, a handful at a time. Each is safe to do twice."""

import logging
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from oase.companies.models import Customer
from oase.people.known import contacts_of
from oase.people.mailboxes import left_by_many
from oase.people.models import Person
from oase.privacy import blind
from oase.privacy.vault import VaultError
from oase.second_level.search.models import BlindMark

log = logging.getLogger(__name__)
AT_ONCE: Final = 200

# What another worker has taken is not waited for. What comes in meanwhile waits in a row of its own.
_TAKE_WORDS = """
DELETE FROM oase_wordswaiting WHERE id IN (
    SELECT id FROM oase_wordswaiting ORDER BY id LIMIT %s::int FOR UPDATE SKIP LOCKED) RETURNING conversation_id
"""
_TAKE_MARKS = """
DELETE FROM oase_markswaiting WHERE id IN (
    SELECT id FROM oase_markswaiting ORDER BY id LIMIT %s::int FOR UPDATE SKIP LOCKED) RETURNING person_id
"""


def fill_words() -> int:
    """Make the rows of the concerns that waited longest; how many lines were taken."""
    return _work(_TAKE_WORDS, write_words, "INSERT INTO oase_wordswaiting (conversation_id) VALUES (%s::uuid)")


def fill_marks() -> int:
    """Make the marks of the people who waited longest; how many lines were taken."""
    return _work(_TAKE_MARKS, write_marks, "INSERT INTO oase_markswaiting (person_id) VALUES (%s::bigint)")


def _work[Id: (UUID, int)](take: str, write: Callable[[Collection[Id]], None], wait_again: str) -> int:
    with transaction.atomic():
        taken = _rows(take, AT_ONCE)
        waited = list(dict.fromkeys(taken))
        if not waited:
            return 0
        try:
            with transaction.atomic():
                write(waited)
        except (DatabaseError, VaultError):
            # One that fails must not hold up the others: it goes to the end of the line.
            log.exception("what waited together could not be written, so each is tried alone")
            for one in waited:
                try:
                    with transaction.atomic():
                        write([one])
                except (DatabaseError, VaultError):
                    log.exception("could not make %s searchable", one)
                    with connection.cursor() as cursor:
                        cursor.execute(wait_again, [one])
    return len(taken)


def _rows(statement: str, most: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [most])
        return [value for (value,) in cursor.fetchall()]


def write_words(conversation_ids: Collection[UUID]) -> None:
    """Make the rows of these concerns anew, and of those in which they are told on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT oase_search_fill(%s::uuid[])", [list(conversation_ids)])


@transaction.atomic
def write_marks(person_ids: Collection[int]) -> None:
    """Make the marks of these people anew at every company; whoever was forgotten has none.

    Raises:
        VaultError: what is known of one of them does not open.
    """
    # Whoever is being forgotten just now is waited for (service_cloud/erasure).
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=person_ids, is_active=True).order_by("pk")
    people = {person.pk: person for person in locked}
    left, contacts = left_by_many(list(people.values())), contacts_of(people.values())
    BlindMark.objects.filter(person_id__in=person_ids).delete()
    marks = [
        BlindMark(person_id=one.person_id, customer_id=one.pk, company_id=one.company_id, kind=kind, mark=mark)
        for one in Customer.objects.filter(person_id__in=people)
        for kind, mark in marks_of(
            one.company_id,
            mails=[people[one.person_id].email, left.get(one.person_id, "")],
            number=one.number,
            name=people[one.person_id].full_name,
            phone=contacts.get(one.person_id, {}).get("phone", ""),
        )
    ]
    BlindMark.objects.bulk_create(marks, ignore_conflicts=True)


def marks_of(
    company_id: int, *, mails: Iterable[str] = (), number: str = "", name: str = "", phone: str = ""
) -> set[tuple[str, bytes]]:
    """What these values are found by at this company, with their kinds."""
    levelled = [
        *((BlindMark.MAIL, blind.level_mail(mail)) for mail in mails),
        (BlindMark.NUMBER, blind.level_number(number)),
        (BlindMark.NAME, blind.level_name(name)),
        (BlindMark.PHONE, blind.level_phone(phone)),
    ]
    return {(kind, blind.mark(kind, value, scope=f"company:{company_id}")) for kind, value in levelled if value}
