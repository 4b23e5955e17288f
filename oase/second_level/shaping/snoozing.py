"""Putting aside: out of the holder's sight until later. It moves no promise, and no promise is slept through."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.assignments import current
from oase.conversations.audience import tell
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.second_level.shaping.cared_for import cared_for
from oase.second_level.shaping.models import Snooze

BEFORE_THE_PROMISE = timedelta(minutes=30)
LONGEST = timedelta(days=366)
AT_ONCE = 200


@transaction.atomic
def snooze(*, conversation_id: UUID, by: Membership, until: datetime) -> Snooze:
    """Put a concern aside until then; `until` of what is given back is when it really comes back.

    That is half an hour before an answer is owed, or when half of the time for it is over; when the customer writes,
    at once; and when it changes hands. `shaping.sql` sees to that, whoever writes or hands over.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
        Refused: it is solved or somebody else holds it, `until` is past or too far, or the promise leaves no time.
    """
    conversation = cared_for(conversation_id, by)
    now = clock.now()
    if not conversation.is_open:
        raise Refused(_("This is solved, so there is nothing to put aside."))
    assignment = current(conversation)
    if assignment.holder_id != by.person_id:
        raise Refused(_("Only whoever holds it puts it aside: nobody else would look after it. Take it first."))
    if until <= now:
        raise Refused(_("Please choose a time that lies ahead."))
    if until > now + LONGEST:
        raise Refused(_("Please choose a time within a year."))
    until = min(until, _latest(assignment) or until)
    if until <= now:
        raise Refused(_("The answer is promised so soon that there is no time to put it aside."))
    kept, _is_new = Snooze.objects.update_or_create(
        conversation=conversation, defaults={"by_id": by.person_id, "until": until, "at": now}
    )
    record(conversation, "snoozed", actor=by.person, until=until.isoformat())
    tell(conversation, for_staff_only=True)
    return kept


@transaction.atomic
def wake(*, conversation_id: UUID, by: Membership) -> bool:
    """Take back that it was put aside; whether it was.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
    """
    return _woken(cared_for(conversation_id, by))


def wake_due() -> int:
    """Bring back everything whose time has come; how many. The holder's pages hear of it."""
    due = _due().order_by("until").values_list("conversation_id", flat=True)
    return sum(_wake_due(one) for one in list(due[:AT_ONCE]))


def _due() -> QuerySet[Snooze]:
    # What is told on in another concern is looked at there; should they part again, it waits on.
    return Snooze.objects.filter(until__lte=clock.now(), conversation__merged_into=None)


@transaction.atomic
def _wake_due(conversation_id: UUID) -> bool:
    free = Conversation.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=conversation_id)
    conversation = free.first()
    # Somebody may have put it aside for longer since.
    return conversation is not None and _due().filter(pk=conversation.pk).exists() and _woken(conversation)


def _woken(conversation: Conversation) -> bool:
    gone, _each = Snooze.objects.filter(conversation=conversation).delete()
    if gone:
        tell(conversation, for_staff_only=True)
    return bool(gone)


def _latest(assignment: Assignment) -> datetime | None:
    """How long it may be out of sight while an answer is owed; as in `shaping.sql`."""
    if assignment.turn != Assignment.HOLDER:
        return None
    half = assignment.promised_at + (assignment.due_at - assignment.promised_at) / 2
    return max(assignment.due_at - BEFORE_THE_PROMISE, half)
