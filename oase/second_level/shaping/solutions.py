"""The solution that is promised where several concerns are told in one: the soonest of theirs, and each its own again.

While they are joined one clock runs for all. What was promised later is kept as the opening time it lies behind, so
that whatever happens to the clock, a promise that stands still, is missed or moves with the company's hours, each
comes back as far behind as it was. Opened again, all of it is promised anew (`shaping.sql`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from oase.companies.opening.calendar import Calendar
from oase.companies.opening.reading import calendar_of
from oase.conversations.models import Assignment, Conversation
from oase.conversations.solution import FIELDS, resumed
from oase.jobs import clock
from oase.second_level.shaping.models import OwnSolution


@dataclass(frozen=True)
class Own:
    """What one concern was promised by itself: by when, if its time passed now, or the time that was missed."""

    due_at: datetime | None
    missed_at: datetime | None = None


def owns_of(conversation: Conversation) -> dict[UUID, Own]:
    """What this concern and those told on in it were promised by themselves, as their promise stands now.

    What was promised none is left out. Read under their locks, before they are joined or parted.
    """
    among = Q(pk=conversation.pk) | Q(merged_into_id=conversation.pk)
    kept = list(OwnSolution.objects.filter(conversation__in=Conversation.objects.filter(among).order_by()))
    if not kept and conversation.solution_due_at is None:
        return {}
    calendar = calendar_of(conversation.company)
    shared = _shared(conversation, calendar)
    if not kept:
        return {conversation.pk: shared} if shared is not None else {}
    return {one.conversation_id: own for one in kept if (own := _own(one, shared, calendar)) is not None}


def _shared(conversation: Conversation, calendar: Calendar) -> Own | None:
    due_at, paused_at = conversation.solution_due_at, conversation.solution_paused_at
    if due_at is None:
        return None
    if conversation.solution_missed_at is not None:
        return Own(None, conversation.solution_missed_at)
    return Own(resumed(calendar, due_at, paused_at) if paused_at is not None else due_at)


def _own(kept: OwnSolution, shared: Own | None, calendar: Calendar) -> Own | None:
    if kept.behind is None:
        return Own(None, kept.missed_at)
    if shared is None:
        return None  # opened again since, with no solution promised any more
    if not kept.behind:
        return shared
    # Once the soonest is missed no clock runs for the others: nobody could have kept them.
    now = clock.now()
    left = calendar.between(now, shared.due_at) if shared.due_at is not None else timedelta()
    return Own(calendar.due_after(now, left + kept.behind))


def share(conversation: Conversation, owns: Mapping[UUID, Own], turn: str) -> None:
    """Promise here the soonest of these, and keep the others; alone, a concern is promised its own."""
    now, calendar = clock.now(), calendar_of(conversation.company) if owns else None
    soonest = min((own.due_at for own in owns.values() if own.due_at is not None), default=None)
    missed = min((own.missed_at for own in owns.values() if own.missed_at is not None), default=None)
    if soonest is not None:
        paused_at = now if turn == Assignment.CUSTOMER else None
        _set(conversation, soonest, paused_at, None)
    else:
        _set(conversation, missed, None, missed)
    OwnSolution.objects.filter(conversation__in=[conversation.pk, *owns]).delete()
    if calendar is None or set(owns) <= {conversation.pk}:
        return
    OwnSolution.objects.bulk_create(
        OwnSolution(
            conversation_id=pk,
            behind=calendar.between(soonest, own.due_at) if soonest and own.due_at else None,
            missed_at=own.missed_at,
        )
        for pk, own in owns.items()
    )


def _set(
    conversation: Conversation, due_at: datetime | None, paused_at: datetime | None, missed: datetime | None
) -> None:
    values: Iterable[datetime | None] = (due_at, paused_at, missed)
    for name, value in zip(FIELDS, values, strict=True):
        setattr(conversation, name, value)
    conversation.save(update_fields=FIELDS)
