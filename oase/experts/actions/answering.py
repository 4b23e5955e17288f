from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.actions import propose_solution, reply
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import current, lock
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.previewing import pieces_of
from oase.conversations.words import Refused, clean_text
from oase.experts.answers.reusing import remember_reuse
from oase.experts.checks.asking import Written, ask_first, waiting_in
from oase.people.models import Person
from oase.privacy.shield import Mask, Piece
from oase.privacy.shield.labels import PLACEHOLDER
from oase.privacy.vault import VaultError


class Untold(Refused):
    """Something in the answer would be hidden and its writer has not seen it yet; `pieces` is how it would look."""

    def __init__(self, sentence: str, pieces: list[Piece]) -> None:
        super().__init__(sentence)
        self.pieces = pieces


@dataclass(frozen=True)
class Answered:
    """What became of an answer: the placeholders that now stand in it instead of personal data, and, while a senior
    expert looks at it first, until when it waits at most.
    """

    masked: tuple[str, ...] = ()
    waits_until: datetime | None = None


def look_at(*, conversation_id: UUID, by: Person, text: str) -> list[Piece]:
    """How the customer would read an answer that is still being written: readable text and masks in turn.

    Nothing known of the customer is looked at, so it tells nothing about them.

    Raises:
        NotAllowed: they do not hold it.
        Refused: it is too long, or cannot be checked just now.
    """
    conversation = _of_holder(conversation_id, by)
    if not text.strip():
        return []
    try:
        return pieces_of(conversation, clean_text(text), expert_id=by.pk)[0]
    except VaultError as error:
        raise Refused(_("This cannot be checked for personal data just now.")) from error


@transaction.atomic
def answer(
    *,
    conversation_id: UUID,
    by: Person,
    text: str,
    client_id: UUID,
    solved: bool = False,
    told: Collection[str] | None = None,
    inserted: Sequence[int] = (),
) -> Answered:
    """Answer the customer; with `solved`, also propose it as solved, and then no words are needed.

    A newcomer's first answers wait until a senior expert looked at them (`experts/checks`). `told` are the pieces whose
    masks the expert has seen before sending; None asks for no such look. `inserted` are ids of saved answers that
    went into it.

    Raises:
        NotAllowed: they do not hold it.
        Untold: a piece would be hidden that is not among `told`.
        Refused: the text is empty or too long, the shield could not vouch for it, or an earlier one still waits.
    """
    conversation = held_by(conversation_id, by)
    waiting = waiting_in(conversation)
    if waiting is not None:
        if waiting.client_id == client_id:
            return Answered(waits_until=waiting.until_at)
        raise Refused(_("A colleague is just looking at your answer. Take it back if you want to change it."))
    again = conversation.messages.filter(client_id=client_id).exists()
    if told is not None and not again:
        see_told(look_at(conversation_id=conversation_id, by=by, text=text), told)
    masked: tuple[str, ...] = ()
    if text.strip() or not solved:
        if not again:
            check = ask_first(conversation, Written(text, client_id, solved, inserted), by=by)
            if check is not None:
                return Answered(masked_in(text, check.body), check.until_at)
        written = reply(conversation_id=conversation_id, author=by, role=Message.EXPERT, text=text, client_id=client_id)
        body = Message.objects.only("body").get(pk=written.id).body
        masked = masked_in(text, body)
        remember_reuse(conversation, by_id=by.pk, sent=body, inserted=inserted)
    if solved:
        propose_solution(conversation_id=conversation_id, by=by)
    return Answered(masked)


def see_told(pieces: list[Piece], told: Collection[str]) -> None:
    """See that everything that would be hidden is among what its writer has seen.

    Raises:
        Untold: a piece is not.
    """
    seen = {" ".join(one.split()) for one in told}
    if any(" ".join(one.original.split()) not in seen for one in pieces if isinstance(one, Mask)):
        raise Untold(_("Not sent yet: some of it stays out. Please look once more, then send."), pieces)


def masked_in(text: str, body: str) -> tuple[str, ...]:
    """Placeholders that stand in a shielded answer and did not in its words."""
    stood = Counter(found[0] for found in PLACEHOLDER.finditer(text))
    stand = Counter(found[0] for found in PLACEHOLDER.finditer(body))
    return tuple(stand - stood)


def _of_holder(conversation_id: UUID, by: Person) -> Conversation:
    held = Conversation.objects.filter(
        pk=conversation_id, assignments__ended_at=None, assignments__level=Assignment.EXPERT, assignments__holder=by
    )
    conversation = held.select_related("company", "customer__advisor", "customer__deputy").first()
    if conversation is None:
        raise NotAllowed("not held by this expert")
    return conversation


def held_by(conversation_id: UUID, by: Person) -> Conversation:
    """The conversation, locked, if this expert holds it.

    Raises:
        NotAllowed: they do not.
    """
    try:
        conversation = lock(conversation_id)
        assignment = current(conversation)
    except (Conversation.DoesNotExist, Assignment.DoesNotExist) as error:
        raise NotAllowed("not held") from error
    if assignment.level != Assignment.EXPERT or assignment.holder_id != by.pk:
        raise NotAllowed("not held by this expert")
    return conversation
