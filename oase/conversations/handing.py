from collections.abc import Mapping

from oase.conversations.assignments import assign, current, keep_turn, withdraw_proposal
from oase.conversations.audience import tell
from oase.conversations.chain import Step
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation
from oase.conversations.outbox import post
from oase.conversations.promises import answer_due
from oase.people.models import Person


def pass_on(
    conversation: Conversation,
    step: Step,
    *,
    kind: str,
    actor: Person | None = None,
    first: bool = False,
    detail: Mapping[str, str] | None = None,
    among_colleagues: bool = False,
    same_promise: bool = False,
) -> Assignment:
    """History and holder change hands together, and everyone concerned is told.

    `among_colleagues`: only the hands change. Where the answer was given and it is the customer's turn, their time and
    what was proposed to them stay as they were. `same_promise`: what is promised to them stays, too, whoever's turn it
    is, and nobody is written to whose turn it is. Called under the conversation's lock.
    """
    before = current(conversation)
    if same_promise or (among_colleagues and before.turn == Assignment.CUSTOMER):
        assignment = assign(conversation, step, due_at=before.due_at)
        keep_turn(assignment, before)
    else:
        withdraw_proposal(conversation)
        due_at = answer_due(conversation, step.level, first=first)
        assignment = assign(conversation, step, due_at=due_at, promise=Assignment.FIRST if first else Assignment.NEXT)
    record(
        conversation,
        kind,
        actor=actor,
        to=step.holder,
        level=step.level,
        due_at=assignment.due_at.isoformat(),
        **(detail or {}),
    )
    # Where the supervisors keep it, nothing changed hands: no mail again and again until they answer.
    silent = same_promise and before.turn == Assignment.CUSTOMER
    if (step.level, assignment.holder_id) != (before.level, before.holder_id) and not silent:
        customer_id = conversation.customer.person_id
        post(conversation, recipient_id=customer_id, kind="handed_over", key=str(conversation.last_seq))
    tell(conversation, also=(before.holder_id,) if before.holder_id else ())
    return assignment
