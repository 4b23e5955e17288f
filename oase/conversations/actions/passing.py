from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.queries import membership_of
from oase.conversations.actions.replying import SECOND_LEVEL, place_of
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import assign, current, keep_turn, lock
from oase.conversations.audience import tell
from oase.conversations.chain import Step, company_step
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation
from oase.conversations.outbox import post
from oase.conversations.promises import answer_due
from oase.conversations.shielding import hide_in
from oase.conversations.words import Refused, clean_text
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
) -> Assignment:
    """History and holder change hands together, and everyone concerned is told.

    `among_colleagues`: only the hands change. Where the answer was given and it is the customer's turn, their time and
    what was proposed to them stay as they were. Called under the conversation's lock.
    """
    before = current(conversation)
    if among_colleagues and before.turn == Assignment.CUSTOMER:
        assignment = assign(conversation, step, due_at=before.due_at)
        keep_turn(assignment, before)
    else:
        conversation.solution_proposed_at = conversation.solution_proposed_by = None
        conversation.save(update_fields=["solution_proposed_at", "solution_proposed_by"])
        assignment = assign(conversation, step, due_at=answer_due(conversation, step.level, first=first))
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
    if (step.level, assignment.holder_id) != (before.level, before.holder_id):
        customer_id = conversation.customer.person_id
        post(conversation, recipient_id=customer_id, kind="handed_over", key=str(conversation.last_seq))
    tell(conversation, also=(before.holder_id,) if before.holder_id else ())
    return assignment


def shielded_hint(conversation: Conversation, text: str) -> str:
    """A short word for the next holder, without personal data; empty stays empty."""
    if not text.strip():
        return ""
    hidden = hide_in(conversation, clean_text(text)[:500])
    conversation.save(update_fields=["placeholders"])
    return hidden.body


@transaction.atomic
def ask_for_company(*, conversation_id: UUID, by: Person) -> None:
    """The customer wants the company: their advisor, or whoever stands in, takes over at once.

    Raises:
        NotAllowed: `by` is not the customer.
        Refused: it is solved, or the company has it already.
    """
    conversation = lock(conversation_id)
    if conversation.customer.person_id != by.pk:
        raise NotAllowed("only the customer asks for the company")
    if not conversation.is_open:
        raise Refused(_("This concern is already solved. Write a message to open it again."))
    if current(conversation).level in SECOND_LEVEL:
        raise Refused(_("The company is already looking after this."))
    pass_on(conversation, company_step(conversation.customer), kind="company_asked", actor=by, first=True)


@transaction.atomic
def hand_over(*, conversation_id: UUID, by: Person, to: Membership, note: str = "") -> None:
    """A member of staff gives it to a colleague, who then holds it.

    Raises:
        NotAllowed: `by` or `to` is not staff of the company.
        Refused: it is solved, or the colleague is not there.
    """
    conversation = lock(conversation_id)
    colleague = membership_of(to.person, conversation.company)
    if membership_of(by, conversation.company) is None or colleague is None:
        raise NotAllowed("only among staff of the company")
    if by.pk == conversation.customer.person_id or to.person_id == conversation.customer.person_id:
        raise NotAllowed("nobody looks after their own concern")
    if not conversation.is_open:
        raise Refused(_("This concern is already solved. Write a message to open it again."))
    if not colleague.is_there:
        raise Refused(
            _("%(name)s is not there at the moment. Please choose someone else.") % {"name": to.person.first_name}
        )
    if current(conversation).holder_id == to.person_id:
        raise Refused(_("%(name)s already holds this concern.") % {"name": to.person.first_name})
    hint = shielded_hint(conversation, note)
    pass_on(
        conversation,
        place_of(to.person, conversation),
        kind="handed_over",
        actor=by,
        detail={"hint": hint},
        among_colleagues=True,
    )


@transaction.atomic
def take(*, conversation_id: UUID, by: Person) -> None:
    """A member of staff takes it into their own hands.

    Raises:
        NotAllowed: `by` is not staff of the company, or it is their own concern.
        Refused: it is solved, or they hold it already.
    """
    conversation = lock(conversation_id)
    if membership_of(by, conversation.company) is None or by.pk == conversation.customer.person_id:
        raise NotAllowed("only staff of the company take over")
    if not conversation.is_open:
        raise Refused(_("This concern is already solved. Write a message to open it again."))
    if current(conversation).holder_id == by.pk:
        raise Refused(_("You already hold this concern."))
    pass_on(conversation, place_of(by, conversation), kind="taken", actor=by, among_colleagues=True)
