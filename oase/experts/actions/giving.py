"""Giving a question back to the network, or on to the company: with everything that was said."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.actions import pass_on
from oase.conversations.actions.passing import shielded_hint
from oase.conversations.assignments import assign, current, keep_turn
from oase.conversations.audience import tell
from oase.conversations.chain import Step, company_step
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.words import Refused
from oase.experts.actions.answering import held_by
from oase.experts.checks.asking import waiting_in
from oase.experts.checks.deciding import withdraw
from oase.experts.matching.finding import anybody_for
from oase.experts.routing import offer_wave
from oase.jobs import clock
from oase.people.models import Person

TO_COMPANY = ("documents", "company_only", "not_solved", "delicate")
"""Why a question needs the company: its papers, its decision, another look, or more care than a stranger may take."""
NOT_MY_FIELD = "not_my_field"
REASONS = (*TO_COMPANY, NOT_MY_FIELD)
TIME_FOR_OTHERS = timedelta(minutes=2)
"""With less time than this until the promise, another expert could not keep it: the company takes it in time."""


@transaction.atomic
def give_on(*, conversation_id: UUID, by: Person, reason: str, hint: str = "") -> None:
    """Pass a question on: to the company for one of `TO_COMPANY`, or to other experts when it is not one's own field.

    `hint` is for the next holder and gets shielded. An answer that still waits for a look is taken back.

    Raises:
        NotAllowed: they do not hold it.
        Refused: the reason is unknown.
    """
    conversation = held_by(conversation_id, by)
    if reason not in REASONS:
        raise Refused(_("Please choose why you give it on."))
    if (waiting := waiting_in(conversation)) is not None:
        withdraw(waiting, conversation)
    detail = {"reason": reason, "hint": shielded_hint(conversation, hint, expert_id=by.pk)}
    if reason == NOT_MY_FIELD and anybody_for(conversation):
        if not _has_answered(conversation, by):
            if _in_time(current(conversation)):
                _back_unnoticed(conversation, by, detail)
                return
        else:
            step = Step(Assignment.NETWORK, None)
            assignment = pass_on(conversation, step, kind="given_back", actor=by, first=True, detail=detail)
            offer_wave(conversation, assignment)
            return
    step = company_step(conversation.customer, conversation.topic)
    pass_on(conversation, step, kind="given_on", actor=by, first=True, detail=detail)


def give_back(*, conversation_id: UUID, by: Person, hint: str = "") -> None:
    """Not one's own field after all: other experts are asked. Early, before one has answered, the customer is not
    disturbed by it: what they were promised stands.

    Raises:
        NotAllowed: they do not hold it.
    """
    give_on(conversation_id=conversation_id, by=by, reason=NOT_MY_FIELD, hint=hint)


def _back_unnoticed(conversation: Conversation, by: Person, detail: dict[str, str]) -> None:
    before = current(conversation)
    assignment = assign(conversation, Step(Assignment.NETWORK, None), due_at=before.due_at)
    keep_turn(assignment, before)
    told = {"level": Assignment.NETWORK, "due_at": before.due_at.isoformat(), "early": "yes", **detail}
    record(conversation, "given_back", actor=by, to=None, **told)
    offer_wave(conversation, assignment)
    tell(conversation, also=(by.pk,))


def _has_answered(conversation: Conversation, by: Person) -> bool:
    return conversation.messages.filter(author=by, author_role=Message.EXPERT).exists()


def _in_time(assignment: Assignment) -> bool:
    """Whether others have time to keep what was promised."""
    owed = assignment.turn == Assignment.HOLDER
    return owed and assignment.due_at - clock.now() >= TIME_FOR_OTHERS
