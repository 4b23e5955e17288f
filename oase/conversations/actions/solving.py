from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.queries import membership_of
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import await_customer, current, end_current, lock, owe, withdraw_proposal
from oase.conversations.audience import tell
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation
from oase.conversations.outbox import post
from oase.conversations.promises import answer_due
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.people.models import Person


def _open(conversation_id: UUID) -> Conversation:
    conversation = lock(conversation_id)
    if not conversation.is_open:
        raise Refused(_("This concern is already solved. Write a message to open it again."))
    return conversation


def _finish(conversation: Conversation, *, actor: Person | None) -> None:
    ended = end_current(conversation)
    holder_id = ended.holder_id if ended is not None else None
    conversation.solved_at = clock.now()
    conversation.save(update_fields=["solved_at"])
    record(conversation, "solved", actor=actor)
    post(conversation, recipient_id=conversation.customer.person_id, kind="solved", key=str(conversation.last_seq))
    tell(conversation, also=(holder_id,) if holder_id else ())


@transaction.atomic
def propose_solution(*, conversation_id: UUID, by: Person) -> None:
    """The holder thinks it is solved and asks the customer; meanwhile it stays open and held. Once is enough.

    Raises:
        NotAllowed: `by` does not hold it, or has left the company.
        Refused: it is solved already.
    """
    conversation = _open(conversation_id)
    assignment = current(conversation)
    if assignment.holder_id != by.pk:
        raise NotAllowed("only the holder proposes a solution")
    if assignment.level != Assignment.EXPERT and membership_of(by, conversation.company) is None:
        raise NotAllowed("no longer on the staff")
    if conversation.solution_proposed_by_id == by.pk:
        return
    conversation.solution_proposed_at, conversation.solution_proposed_by = clock.now(), by
    conversation.save(update_fields=["solution_proposed_at", "solution_proposed_by"])
    await_customer(assignment)
    record(conversation, "solution_proposed", actor=by)
    post(conversation, recipient_id=conversation.customer.person_id, kind="proposed", key=str(conversation.last_seq))
    tell(conversation)


@transaction.atomic
def confirm_solution(*, conversation_id: UUID, by: Person) -> None:
    """The customer says that it is solved, asked or unasked.

    Raises:
        NotAllowed: `by` is not the customer.
        Refused: it is solved already.
    """
    conversation = _open(conversation_id)
    if conversation.customer.person_id != by.pk:
        raise NotAllowed("only the customer confirms")
    _finish(conversation, actor=by)


@transaction.atomic
def decline_solution(*, conversation_id: UUID, by: Person) -> None:
    """The customer says that it is not solved yet: the holder owes the next step again.

    Raises:
        NotAllowed: `by` is not the customer.
        Refused: it is solved, or nobody proposed a solution.
    """
    conversation = _open(conversation_id)
    if conversation.customer.person_id != by.pk:
        raise NotAllowed("only the customer declines")
    if conversation.solution_proposed_at is None:
        raise Refused(_("Nobody has proposed a solution yet."))
    withdraw_proposal(conversation)
    assignment = current(conversation)
    owe(assignment, answer_due(conversation, assignment.level))
    record(conversation, "solution_declined", actor=by)
    tell(conversation)


@transaction.atomic
def solve(*, conversation_id: UUID, by: Person) -> None:
    """A member of staff closes the matter; the customer is asked for a rating and reopens it with any reply.

    Raises:
        NotAllowed: `by` is not staff of the company, or is its own customer here.
        Refused: it is solved already, or not in the second level's hands.
    """
    conversation = _open(conversation_id)
    staff = membership_of(by, conversation.company)
    if staff is None or conversation.customer.person_id == by.pk:
        raise NotAllowed("only staff of the company solve")
    if current(conversation).level in {Assignment.NETWORK, Assignment.EXPERT}:
        raise Refused(_("An expert is working on this. Take it over first."))
    _finish(conversation, actor=by)


def solve_by_silence(conversation: Conversation) -> None:
    """The customer was reminded and said nothing more: taken for a yes. Called under the conversation's lock."""
    _finish(conversation, actor=None)
