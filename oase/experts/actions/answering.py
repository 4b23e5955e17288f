from collections import Counter
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.actions import pass_on, propose_solution, reply
from oase.conversations.actions.passing import shielded_hint
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import current, lock
from oase.conversations.chain import Step, company_step
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.previewing import pieces_of
from oase.conversations.words import Refused, clean_text
from oase.experts.matching import candidates
from oase.experts.routing import offer_wave
from oase.people.models import Person
from oase.privacy.shield import Mask, Piece
from oase.privacy.shield.labels import PLACEHOLDER
from oase.privacy.vault import VaultError

TO_COMPANY, TO_OTHERS = ("documents", "company_only"), ("not_my_field",)


class Untold(Refused):
    """Something in the answer would be hidden and its writer has not seen it yet; `pieces` is how it would look."""

    def __init__(self, sentence: str, pieces: list[Piece]) -> None:
        super().__init__(sentence)
        self.pieces = pieces


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
) -> tuple[str, ...]:
    """Answer the customer; with `solved`, also propose it as solved, and then no words are needed.

    Gives back the placeholders that now stand in the answer instead of personal data. `told` are the pieces whose
    masks the expert has seen before sending; None asks for no such look.

    Raises:
        NotAllowed: they do not hold it.
        Untold: a piece would be hidden that is not among `told`.
        Refused: the text is empty or too long, or the shield could not vouch for it.
    """
    conversation = _held(conversation_id, by)
    if told is not None and not conversation.messages.filter(client_id=client_id).exists():
        pieces = look_at(conversation_id=conversation_id, by=by, text=text)
        seen = {" ".join(one.split()) for one in told}
        if any(" ".join(one.original.split()) not in seen for one in pieces if isinstance(one, Mask)):
            raise Untold(_("Not sent yet: some of it stays out. Please look once more, then send."), pieces)
    masked: tuple[str, ...] = ()
    if text.strip() or not solved:
        written = reply(conversation_id=conversation_id, author=by, role=Message.EXPERT, text=text, client_id=client_id)
        masked = _masked(text, Message.objects.only("body").get(pk=written.id).body)
    if solved:
        propose_solution(conversation_id=conversation_id, by=by)
    return masked


def _masked(text: str, body: str) -> tuple[str, ...]:
    stood = Counter(found[0] for found in PLACEHOLDER.finditer(text))
    stand = Counter(found[0] for found in PLACEHOLDER.finditer(body))
    return tuple(stand - stood)


@transaction.atomic
def give_on(*, conversation_id: UUID, by: Person, reason: str, hint: str = "") -> None:
    """Pass a question on: to the customer's advisor, or to other experts when it is only not one's own field.

    `reason` is one of `documents`, `company_only`, `not_my_field`; `hint` is for the next holder and gets shielded.

    Raises:
        NotAllowed: they do not hold it.
        Refused: the reason is unknown.
    """
    conversation = _held(conversation_id, by)
    if reason not in TO_COMPANY + TO_OTHERS:
        raise Refused(_("Please choose why you give it on."))
    detail = {"reason": reason, "hint": shielded_hint(conversation, hint, expert_id=by.pk)}
    if reason in TO_OTHERS and candidates(conversation).exists():
        step = Step(Assignment.NETWORK, None)
        assignment = pass_on(conversation, step, kind="given_back", actor=by, first=True, detail=detail)
        offer_wave(conversation, assignment)
        return
    step = company_step(conversation.customer)
    pass_on(conversation, step, kind="given_on", actor=by, first=True, detail=detail)


def _of_holder(conversation_id: UUID, by: Person) -> Conversation:
    held = Conversation.objects.filter(
        pk=conversation_id, assignments__ended_at=None, assignments__level=Assignment.EXPERT, assignments__holder=by
    )
    conversation = held.select_related("company", "customer__advisor", "customer__deputy").first()
    if conversation is None:
        raise NotAllowed("not held by this expert")
    return conversation


def _held(conversation_id: UUID, by: Person) -> Conversation:
    try:
        conversation = lock(conversation_id)
        assignment = current(conversation)
    except (Conversation.DoesNotExist, Assignment.DoesNotExist) as error:
        raise NotAllowed("not held") from error
    if assignment.level != Assignment.EXPERT or assignment.holder_id != by.pk:
        raise NotAllowed("not held by this expert")
    return conversation
