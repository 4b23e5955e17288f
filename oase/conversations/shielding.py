"""From words to what may be stored: the shielded body for everybody, the sealed original for the vault.

Fails closed: if the shield errs, the body stays empty and says so on every page, until a job has shielded it again.
"""

import hmac
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from oase.companies.models import Company, Customer
from oase.conversations.models import Conversation
from oase.jobs import clock
from oase.people.known import known_of
from oase.privacy.shield import Known, shield
from oase.privacy.vault import VaultError

log = logging.getLogger(__name__)
MEMORY_BYTES = 12


@dataclass(frozen=True)
class Hidden:
    """A shielded text, when the shield vouched for it (None: it could not), and the placeholders given so far."""

    body: str
    shielded_at: datetime | None
    placeholders: dict[str, str]


def digest_in(conversation_id: object) -> Callable[[str], str]:
    """A function from a datum to what may be remembered of it: an HMAC that is of no use in another conversation."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"placeholders:{conversation_id}".encode(), "sha256")

    def digest(datum: str) -> str:
        return hmac.digest(key, datum.encode("utf-8", "surrogatepass"), "sha256")[:MEMORY_BYTES].hex()

    return digest


def readable_words(company: Company, known: Known | None, helpers: Collection[str] = ()) -> frozenset[str]:
    """Words that are not personal here: the company's product words, first names of its own people and of `helpers`.

    A customer who is called like one of them stays hidden all the same.
    """
    staff = company.memberships.filter(left_at=None).values_list("person__first_name", flat=True)
    own = {word for name in (known.names if known else ()) for word in name.lower().split()}
    return frozenset(word.lower() for word in (*company.vocabulary, *staff, *helpers) if word) - own


def hide(
    text: str,
    *,
    conversation_id: object,
    language: str | None,
    known: Known | None,
    vocabulary: frozenset[str],
    placeholders: Mapping[str, str],
    opened: Collection[str] = (),
    masked: Collection[str] = (),
) -> Hidden:
    """Shield a text of a conversation, with the same placeholder for the same datum throughout."""
    try:
        shielded = shield(
            text,
            language=language,
            known=known,
            vocabulary=vocabulary,
            taken=dict(placeholders),
            key=digest_in(conversation_id),
            opened=opened,
            masked=masked,
        )
    except Exception:  # whatever went wrong in there, nothing unshielded may come out
        log.exception("shield failed in conversation %s", conversation_id)
        return Hidden("", None, dict(placeholders))
    return Hidden(shielded.text, clock.now(), dict(shielded.names))


def hide_in(
    conversation: Conversation, text: str, *, opened: Collection[str] = (), masked: Collection[str] = ()
) -> Hidden:
    """Shield a text of this conversation and remember its placeholders on it; the caller saves `placeholders`."""
    try:
        known = known_in(conversation.customer)
    except VaultError:  # without knowing whom to hide, nothing may come out
        log.exception("shield failed in conversation %s", conversation.pk)
        return Hidden("", None, dict(conversation.placeholders))
    hidden = hide(
        text,
        conversation_id=conversation.pk,
        language=conversation.language,
        known=known,
        vocabulary=readable_words(conversation.company, known, _helpers(conversation)),
        placeholders=conversation.placeholders,
        opened=opened,
        masked=masked,
    )
    conversation.placeholders = hidden.placeholders
    return hidden


def _helpers(conversation: Conversation) -> list[str]:
    """First names of those who hold or held it: whoever is thanked may read their own name."""
    return list(conversation.assignments.exclude(holder=None).values_list("holder__first_name", flat=True))


def known_in(customer: Customer) -> Known:
    """What is known of this customer at this company."""
    return known_of(customer.person, numbers=[customer.number] if customer.number else None)
