"""From words to what may be stored: the shielded body for everybody, the sealed original for the vault.

Fails closed: if the shield errs, the body stays empty and says so on every page, until a job has shielded it again.
"""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from oase.conversations.choices.recording import heeded
from oase.conversations.choices.standing import NO_WISHES, Standing, Wishes, standing_for, standing_in
from oase.conversations.digests import digest_in
from oase.conversations.knowing import helpers_of, known_in, known_of_helper, readable_words, together
from oase.conversations.models import Conversation
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy.shield import Known, Span, shield
from oase.privacy.vault import VaultError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hidden:
    """A shielded text, when the shield vouched for it (None: it could not), and the placeholders given so far.

    `found` is what the shield would have hidden without the words opened just now.
    """

    body: str
    shielded_at: datetime | None
    placeholders: dict[str, str]
    found: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Record:
    """What the shield must know to read for one side of a conversation.

    The customer and the company's people know each other: one side. An expert stands on a side of their own, where the
    customer's record is not looked at: else a mask would tell an expert that a guess was right.
    """

    known: Known | None
    vocabulary: frozenset[str]
    standing: Standing
    side: str = ""


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
    side: str = "",
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
            side=side,
        )
    except Exception:  # whatever went wrong in there, nothing unshielded may come out
        log.exception("shield failed in conversation %s", conversation_id)
        return Hidden("", None, dict(placeholders))
    return Hidden(shielded.text, clock.now(), dict(shielded.names), shielded.spans)


def record_in(conversation: Conversation, *, expert_id: int | None = None, until: int | None = None) -> Record:
    """What is known here for texts of the customer and the company, or of the expert `expert_id`.

    until: place of the message that is shielded again; without it a new one is.

    Raises:
        VaultError: what must be hidden does not open.
    """
    helpers = helpers_of(conversation)
    names = [person.first_name for person in helpers]
    if expert_id is not None:
        author = next((one for one in helpers if one.pk == expert_id), None) or Person.objects.get(pk=expert_id)
        vocabulary = readable_words(conversation.company, None, [*names, author.first_name])
        standing = standing_for(conversation, expert_id, until=until)
        return Record(known_of_helper(author), vocabulary, standing, side=f"expert:{expert_id}")
    customer = known_in(conversation.customer)
    return Record(
        together([customer, *(known_of_helper(person) for person in helpers)]),
        readable_words(conversation.company, customer, names),
        standing_in(conversation, until=until),
    )


def hide_in(
    conversation: Conversation,
    text: str,
    *,
    expert_id: int | None = None,
    wishes: Wishes = NO_WISHES,
    consents: bool = True,
    opened: Collection[str] = (),
    record: Record | None = None,
) -> Hidden:
    """Shield a text of this conversation and remember its placeholders on it; the caller saves `placeholders`.

    expert_id: whose text it is, if it is an expert's. wishes: chosen with this text just now, beside what was chosen
    before. consents: false for words that cannot be shielded again when a consent is withdrawn. opened: left readable
    in this text alone. record: as read for another text of the same side.
    """
    try:
        record = record or record_in(conversation, expert_id=expert_id)
    except VaultError:  # without knowing whom to hide, nothing may come out
        log.exception("shield failed in conversation %s", conversation.pk)
        return Hidden("", None, dict(conversation.placeholders))
    wishes = heeded(text, wishes)
    before = record.standing if consents else Standing(masked=record.standing.masked)
    found: tuple[Span, ...] = ()
    if wishes.opened:
        # What is opened has its placeholder ready for the day it is closed again.
        shut = _hide(conversation, text, record, before.heeding(Wishes(closed=wishes.closed)))
        conversation.placeholders, found = shut.placeholders, shut.found
    after = before.heeding(wishes)
    hidden = _hide(conversation, text, record, Standing((*after.opened, *opened), after.masked))
    conversation.placeholders = hidden.placeholders
    return Hidden(hidden.body, hidden.shielded_at, hidden.placeholders, (*found, *hidden.found))


def _hide(conversation: Conversation, text: str, record: Record, standing: Standing) -> Hidden:
    return hide(
        text,
        conversation_id=conversation.pk,
        language=conversation.language,
        known=record.known,
        vocabulary=record.vocabulary,
        placeholders=conversation.placeholders,
        opened=standing.opened,
        masked=standing.masked,
        side=record.side,
    )
