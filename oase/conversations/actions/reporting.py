"""While it takes long: how far we are, said before anybody has to ask, and the honest word that it will take longer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.queries import membership_of
from oase.conversations.actions.replying import reply
from oase.conversations.append import Appended, NotAllowed
from oase.conversations.assignments import current, lock, owe, withdraw_proposal
from oase.conversations.audience import tell
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.outbox import post
from oase.conversations.promises import promise_due
from oase.conversations.rules import SECOND_LEVEL
from oase.conversations.words import IncomingFile, Refused
from oase.jobs import clock
from oase.people.models import Person

FARTHEST = timedelta(days=14)
"""Further ahead nobody promises a next step; a progress report comes in between."""


@transaction.atomic
def report_progress(
    *, conversation_id: UUID, by: Person, text: str, client_id: UUID, files: Sequence[IncomingFile] = ()
) -> Appended:
    """Tell the customer how far we are. It keeps the promise and makes the next one: it stays our turn, not theirs.

    Said in what nobody of the second level holds yet, it is taken over by that, as with any answer.

    Raises:
        NotAllowed: `by` is not staff of the company, or it is their own concern.
        Refused: the text is empty or too long, it is solved, or an expert is working on it.
    """
    conversation = _ours(conversation_id, by)
    written = reply(
        conversation_id=conversation.pk,
        author=by,
        role=Message.AGENT,
        text=text,
        client_id=client_id,
        files=files,
    )
    if not written.new:
        return written
    conversation = lock(conversation.pk)
    withdraw_proposal(conversation)
    assignment = current(conversation)
    due_at = promise_due(conversation, assignment.level, Assignment.PROGRESS)
    owe(assignment, due_at, Assignment.PROGRESS)
    record(conversation, "progress", actor=by, to=assignment.holder, level=assignment.level, due_at=due_at.isoformat())
    tell(conversation)
    return written


@transaction.atomic
def promise_later(*, conversation_id: UUID, by: Person, until: datetime) -> None:
    """Say early that a promise will not be kept, and until when instead: once for each promise. The customer is told.

    Raises:
        NotAllowed: `by` is not staff of the company, or it is their own concern.
        Refused: it is not theirs to say now, it is late already, or `until` is no later time or too far ahead.
    """
    conversation = _ours(conversation_id, by)
    assignment, now = current(conversation), clock.now()
    if assignment.holder_id not in (None, by.pk):
        raise Refused(_("Only whoever holds a concern promises another time. Take it over first."))
    if assignment.turn != Assignment.HOLDER:
        raise Refused(_("It is the customer's turn: nothing is promised at the moment."))
    if assignment.due_at <= now:
        raise Refused(_("This promise is late already. Please answer, or say how far you are."))
    if assignment.told_early_at is not None:
        raise Refused(_("The customer was given another time already. Please answer, or say how far you are."))
    if until <= assignment.due_at:
        raise Refused(_("Please choose a time after the one that is promised."))
    if until > now + FARTHEST:
        raise Refused(_("Please promise a next step within %(days)d days.") % {"days": FARTHEST.days})
    was = assignment.due_at
    assignment.due_at, assignment.told_early_at, assignment.warned_at = until, now, None
    assignment.save(update_fields=["due_at", "told_early_at", "warned_at"])
    record(
        conversation,
        "told_early",
        actor=by,
        to=assignment.holder,
        level=assignment.level,
        was_due=was.isoformat(),
        due_at=until.isoformat(),
    )
    customer_id = conversation.customer.person_id
    post(conversation, recipient_id=customer_id, kind="told_early", key=str(conversation.last_seq))
    tell(conversation)


def _ours(conversation_id: UUID, by: Person) -> Conversation:
    conversation = lock(conversation_id)
    if membership_of(by, conversation.company) is None or by.pk == conversation.customer.person_id:
        raise NotAllowed("only staff of the company")
    if not conversation.is_open:
        raise Refused(_("This concern is already solved. Write a message to open it again."))
    if current(conversation).level not in SECOND_LEVEL:
        raise Refused(_("An expert is working on this. Take it over first."))
    return conversation
