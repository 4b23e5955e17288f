"""The hot path: what many people say at once, shielded, sealed and appended together.

Whatever is out of the ordinary (a solved concern, an answer that takes over, a matter too delicate for experts) goes
through `actions.reply`, one by one, with the same outcome. So does everything when a batch fails as a whole.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import Error, transaction
from django.utils.translation import override

from oase.conversations.actions.replying import reply
from oase.conversations.append import Appended, NewMessage, NotAllowed, again, write
from oase.conversations.batching import done
from oase.conversations.footing import Earlier, Footing, lock_all
from oase.conversations.meanwhile import is_stale
from oase.conversations.models import Message
from oase.conversations.records import record_of
from oase.conversations.rules import SECOND_LEVEL, may_write, steps_in, takes_over
from oase.conversations.sensitive import is_sensitive
from oase.conversations.shielding import Hidden, hide
from oase.conversations.words import Refused
from oase.people.models import Person
from oase.privacy import vault

log = logging.getLogger(__name__)

PATIENT = 12
"""Messages of one batch that are shielded before the commit although the second level holds their conversation."""


@dataclass(frozen=True)
class Words:
    """What somebody says; `text` is clean (`words.clean_text`), `language` is theirs, for sentences to them.

    `known` is the newest entry an agent has seen, where they say so (`meanwhile.py`).
    """

    conversation_id: UUID
    client_id: UUID
    author_id: int
    role: str
    text: str
    audience: str = Message.CONVERSATION
    language: str = "de"
    known: int | None = None

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.conversation_id, self.client_id


Outcome = Appended | NotAllowed | Refused | Error


def say(batch: Sequence[Words]) -> list[Outcome]:
    """Append what is said, each once, in the order given; what cannot be is told to its author alone."""
    return done(batch, together=_together, alone=_alone)


@transaction.atomic
def _together(batch: Sequence[Words]) -> dict[int, Outcome]:
    """What could be done together; what is out of the ordinary, and what follows it there, is left out."""
    ground = lock_all([one.key for one in batch])
    outcomes: dict[int, Outcome] = {}
    ordinary: dict[int, tuple[Words, Footing]] = {}
    left: set[UUID] = set()
    authors: dict[tuple[UUID, UUID], int] = {}
    answering: dict[UUID, int] = {}
    for place, one in enumerate(batch):
        footing = ground.footings.get(one.conversation_id)
        if footing is None:
            outcomes[place] = NotAllowed("no such conversation")
        elif earlier := ground.earlier.get(one.key):
            outcomes[place] = _told_again(one, earlier)
        elif authors.setdefault(one.key, one.author_id) != one.author_id:
            outcomes[place] = NotAllowed("another author used this client id")
        elif (
            one.conversation_id in left
            or not _is_ordinary(one, footing)
            or (one.known is not None and answering.get(one.conversation_id, one.author_id) != one.author_id)
        ):
            left.add(one.conversation_id)
        elif not may_write(one.author_id, one.role, one.audience, footing.standing):
            outcomes[place] = NotAllowed(f"person {one.author_id} may not write as {one.role}")
        else:
            ordinary[place] = (one, footing)
            if one.role != Message.CUSTOMER and one.audience == Message.CONVERSATION:
                answering[one.conversation_id] = one.author_id
    hidden = _hidden(ordinary)
    for place in [place for place, one in hidden.items() if one.shielded_at is None]:
        if ordinary[place][0].role == Message.EXPERT:
            # Their words have no original in the vault, so nothing may be lost: `reply` says so.
            del ordinary[place]
    messages = _sealed(ordinary, hidden)
    return outcomes | dict(zip(messages, write(list(messages.values()), ground), strict=True))


def _told_again(one: Words, earlier: Earlier) -> Outcome:
    try:
        return again(earlier, one.author_id)
    except NotAllowed as error:
        return error


def _is_ordinary(one: Words, footing: Footing) -> bool:
    standing = footing.standing
    if is_stale(one.known, footing.last_seq):
        return False
    if not footing.there or not standing.open or takes_over(one.role, one.audience, standing):
        return False
    if steps_in(one.author_id, one.role, one.audience, standing):
        return False
    return standing.level in SECOND_LEVEL or one.role != Message.CUSTOMER or not is_sensitive(one.text)


def _hidden(ordinary: Mapping[int, tuple[Words, Footing]]) -> dict[int, Hidden]:
    """Every text shielded, in order: the same datum has the same placeholder in the whole conversation.

    Where the second level holds a conversation nobody reads the shielded words in a hurry: under load they come after
    the commit, and until then the body says that it is being checked.
    """
    waits = sum(footing.standing.level in SECOND_LEVEL for _, footing in ordinary.values()) > PATIENT
    placeholders = {footing.id: footing.placeholders for _, footing in ordinary.values()}
    hidden: dict[int, Hidden] = {}
    for place, (one, footing) in ordinary.items():
        if waits and footing.standing.level in SECOND_LEVEL:
            hidden[place] = Hidden("", None, placeholders[footing.id])
        else:
            hidden[place] = _hide(one, footing, placeholders[footing.id])
            placeholders[footing.id] = hidden[place].placeholders
    return hidden


def _hide(one: Words, footing: Footing, placeholders: dict[str, str]) -> Hidden:
    try:
        record = record_of(footing, expert_id=one.author_id if one.role == Message.EXPERT else None)
    except vault.VaultError:  # without knowing whom to hide, nothing may come out
        log.exception("shield failed in conversation %s", footing.id)
        return Hidden("", None, placeholders)
    return hide(
        one.text,
        conversation_id=footing.id,
        language=footing.language,
        known=record.known,
        vocabulary=record.vocabulary,
        placeholders=placeholders,
        opened=record.standing.opened,
        masked=record.standing.masked,
        side=record.side,
    )


def _sealed(ordinary: Mapping[int, tuple[Words, Footing]], hidden: Mapping[int, Hidden]) -> dict[int, NewMessage]:
    """Messages ready to be written: experts' words reach the customer in shielded form only, and have no original."""
    owners = {footing.standing.customer_id for one, footing in ordinary.values() if one.role != Message.EXPERT}
    ciphers = vault.ciphers_of(owners) if owners else {}
    messages = {}
    for place, (one, footing) in ordinary.items():
        owner, body = footing.standing.customer_id, hidden[place]
        original = None
        if one.role != Message.EXPERT:
            original = vault.encrypt_with(ciphers[owner], one.text, person_id=owner, kind="message")
        messages[place] = NewMessage(
            conversation_id=one.conversation_id,
            client_id=one.client_id,
            author_id=one.author_id,
            author_role=one.role,
            audience=one.audience,
            body=body.body,
            shielded_at=body.shielded_at,
            original=original,
            placeholders=body.placeholders if body.placeholders != footing.placeholders else None,
        )
    return messages


def _alone(one: Words) -> Outcome:
    try:
        with override(one.language):
            return reply(
                conversation_id=one.conversation_id,
                author=Person.objects.get(pk=one.author_id),
                role=one.role,
                text=one.text,
                client_id=one.client_id,
                audience=one.audience,
                known=one.known,
            )
    except (NotAllowed, Refused, Error) as error:
        return error
    except Person.DoesNotExist:
        return NotAllowed("no such person")
