from collections import Counter
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.actions import pass_on, propose_solution, reply
from oase.conversations.actions.passing import shielded_hint
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import current, lock
from oase.conversations.chain import Step, company_step
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.words import Refused
from oase.experts.matching import candidates
from oase.experts.routing import offer_wave
from oase.people.models import Person
from oase.privacy.shield.labels import PLACEHOLDER

TO_COMPANY, TO_OTHERS = ("documents", "company_only"), ("not_my_field",)


@transaction.atomic
def answer(*, conversation_id: UUID, by: Person, text: str, client_id: UUID, solved: bool = False) -> tuple[str, ...]:
    """Answer the customer; with `solved`, also propose it as solved, and then no words are needed.

    Gives back the placeholders that now stand in the answer instead of personal data.

    Raises:
        NotAllowed: they do not hold it.
        Refused: the text is empty or too long, or the shield could not vouch for it.
    """
    _held(conversation_id, by)
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


def _held(conversation_id: UUID, by: Person) -> Conversation:
    try:
        conversation = lock(conversation_id)
        assignment = current(conversation)
    except (Conversation.DoesNotExist, Assignment.DoesNotExist) as error:
        raise NotAllowed("not held") from error
    if assignment.level != Assignment.EXPERT or assignment.holder_id != by.pk:
        raise NotAllowed("not held by this expert")
    return conversation
