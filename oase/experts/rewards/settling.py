"""What experts earn, worked out from what happened and booked once.

A concern is settled when it is solved and its customer said how it was, or said nothing for the company's days of
silence. Then, unless it was rated with one or two stars:

- whoever held it to the end and answered earns what was offered;
- whoever answered and gave it on to the company earns a part, when the company solved it;
- whoever answered and had it taken from their hands by the company earns all of it when nobody said anything more to
  the customer, else that part;
- where it was solved without the company, so do the senior who checked the answer, a newcomer whose answer a senior
  replaced, and the author of a saved answer that the solver used.

Parts are the company's `Shares`. Nobody earns twice for holding one concern. Concerns that are told on in another are
settled with it, as one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from oase.companies.models import MOST_REWARD_CENTS
from oase.experts.rewards.due import DUE
from oase.experts.rewards.ledger.booking import Booking, book, earned
from oase.experts.rewards.models import Unsettled
from oase.jobs import clock

AT_ONCE = 500
"""Conversations in one transaction."""


@dataclass(frozen=True)
class Due:
    """A reward that is to be booked."""

    conversation_id: UUID
    company_id: int
    expert_id: int
    reason: str
    cents: int
    earned_at: datetime


def settle(at_once: Collection[UUID] = ()) -> int:
    """Book the rewards that have become due; how many.

    `at_once`: solved conversations whose customer will not come back to say how it was.
    """
    if at_once:
        return len(_booked(_due(at_once, at_once=True)))
    # Asked before anything is begun: in a quiet house this is all it costs.
    booked = 0
    while Unsettled.objects.filter(due_at__lte=clock.now()).exists():
        number, found = _settle_some()
        booked += number
        if found < AT_ONCE:
            break
    return booked


_TAKE = """
SELECT conversation_id FROM oase_unsettled WHERE due_at <= %s::timestamptz
 ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED
"""


@transaction.atomic
def _settle_some() -> tuple[int, int]:
    """How many rewards were booked, and for how many conversations that was looked at."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [clock.now(), AT_ONCE])
        found = [row[0] for row in cursor.fetchall()]
    booked = _booked(_due(found, at_once=False))
    # Whatever changes it later, a new rating or another solution, writes it down again (`ledger/ledger.sql`).
    Unsettled.objects.filter(conversation__in=found).delete()
    return len(booked), len(found)


def _due(conversations: Collection[UUID], *, at_once: bool) -> list[Due]:
    values: dict[str, Any] = {
        "now": clock.now(), "conversations": list(conversations), "at_once": at_once, "most_cents": MOST_REWARD_CENTS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(DUE, values)
        return [Due(*row) for row in cursor.fetchall()]


_EARN = """
INSERT INTO oase_reward (expert_id, company_id, conversation_id, cents, reason, earned_at, transaction_id)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::uuid[], %s::int[], %s::text[], %s::timestamptz[], %s::uuid[])
ON CONFLICT DO NOTHING RETURNING transaction_id
"""


@transaction.atomic
def _booked(due: Sequence[Due]) -> list[Booking]:
    """Rewards first: of several who settle at once, one writes each, and only who wrote it books it."""
    if not due:
        return []
    now = clock.now()
    bookings = {
        booking.id: booking
        for one in due
        for booking in [earned(company_id=one.company_id, expert_id=one.expert_id, cents=one.cents, at=now)]
    }
    columns: list[Any] = [
        [one.expert_id for one in due],
        [one.company_id for one in due],
        [one.conversation_id for one in due],
        [one.cents for one in due],
        [one.reason for one in due],
        [one.earned_at for one in due],
        list(bookings),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_EARN, columns)
        written = [bookings[row[0]] for row in cursor.fetchall()]
    book(written)
    return written
