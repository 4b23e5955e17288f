"""What a person leaves in tables that know no person: sessions, mails that were kept, jobs, cached counts."""

import base64
import json
import logging
from collections.abc import Collection
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection

from oase.companies.models import Customer
from oase.people.mailboxes import left_by
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.vault import VaultError

log = logging.getLogger(__name__)
GUEST_KEY = "guest_of"
"""Under which a session keeps the concerns it came to by a link (`portals/public/sessions.py`)."""
VISITOR_KEY = "widget_customer"
"""Under which a visit at a company's widget keeps its customer (`channels/widget/visits.py`)."""
NAMING_KEYS = ("person", "user_id", "user_pk")
"""Under which a sign-in or a sign-up that was begun names whose it is."""


def end_sessions(person_id: int, conversations: Collection[UUID], addresses: Collection[str]) -> int:
    """End every session of the person, and those that only hold links of their concerns, or a sign-in that was begun
    for them: it holds their address. A visit at a widget holds their number with the company.
    """
    visiting = set(Customer.objects.filter(person=person_id).values_list("pk", flat=True))
    linked = {conversation.hex for conversation in conversations}
    named = [address.lower() for address in addresses]
    ended = []
    for session in Session.objects.iterator(chunk_size=500):
        kept = session.get_decoded()
        written = json.dumps(kept, ensure_ascii=False, default=str).lower()
        theirs = str(kept.get(SESSION_KEY)) == str(person_id) or _is_about(kept, person_id)
        theirs = theirs or kept.get(VISITOR_KEY) in visiting
        if theirs or linked & set(kept.get(GUEST_KEY, [])) or any(address in written for address in named):
            ended.append(session.pk)
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


def _is_about(kept: Any, person_id: int) -> bool:
    if not isinstance(kept, dict):
        return False
    named = any(str(kept.get(key)) == str(person_id) for key in NAMING_KEYS)
    return named or any(_is_about(value, person_id) for value in kept.values())


def addresses_of(person: Person) -> list[str]:
    """Every address the house knows of them: also one they were just changing to."""
    signed_in_by = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    # An empty one would be found in everybody's sessions and mails.
    return sorted({one for one in (person.email, left_by(person), *signed_in_by) if one})


def forget_mails(address: str) -> int:
    """Delete mails kept for this address while no mail server is configured, and rejected ones that name it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM oase_localmail WHERE recipient ILIKE %s", ["%" + _literal(address) + "%"])
        count = cursor.rowcount
        cursor.execute("SELECT id, digest, raw FROM oase_rejectedmail")
        theirs = [row for row, digest, raw in cursor.fetchall() if _names(bytes(raw), digest, address)]
        cursor.execute("DELETE FROM oase_rejectedmail WHERE id = ANY(%s)", [theirs])
    return int(count) + len(theirs)


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _names(raw: bytes, digest: str, address: str) -> bool:
    try:
        return address.lower().encode() in vault.open_for_the_house(raw, bound_to=digest).lower()
    except VaultError:  # it can be read by nobody, so it names nobody
        log.warning("a rejected mail does not open")
        return False


def forget_last_mail(address: str, subject: str) -> None:
    """Delete what the house itself kept of the last mail to this address."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM oase_localmail WHERE lower(recipient) = lower(%s) AND subject = %s",
                       [address, subject])  # fmt: skip


def forget_jobs(person_id: int, ids: Collection[UUID]) -> int:
    """Delete jobs that are over and were about the person or one of these things of theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            """DELETE FROM procrastinate_jobs
                WHERE status NOT IN ('todo', 'doing')
                  AND (args ->> 'person_id' = %s
                       OR EXISTS (SELECT FROM jsonb_each_text(args) AS arg WHERE arg.value = ANY(%s)))""",
            [str(person_id), [str(one) for one in ids]],
        )
        number: int = cursor.rowcount
        return number


def forget_cached(words: Collection[str]) -> int:
    """Delete cached values that hold one of these words; the others, such as counts of tries, stay."""
    wanted = [word.lower().encode() for word in words if word]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM oase_cache")
        theirs = [key for key, value in cursor.fetchall() if any(word in _plain(key, value) for word in wanted)]
        cursor.execute("DELETE FROM oase_cache WHERE cache_key = ANY(%s)", [theirs])
    return len(theirs)


def _plain(key: str, value: str) -> bytes:
    return key.lower().encode() + base64.b64decode(value).lower()
