"""Open promises move with a company's hours, holidays and promises: what has passed stays passed, what is left is
counted anew. Nothing becomes late by it: what other terms would have made due already stays as it was promised.

Only the company's own promises move: experts answer around the clock, and theirs stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from uuid import UUID

from django.db import connection

from oase.companies.models import Company
from oase.companies.promised import SOLUTION
from oase.companies.queries import staff_ids
from oase.conversations.audience import tell_all
from oase.conversations.models import Assignment, Conversation, Event, Outbox
from oase.conversations.outbox import key_of
from oase.conversations.rules import SECOND_LEVEL, Standing
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.promising.terms import Terms

AT_ONCE = 1000


@dataclass(frozen=True)
class Moved:
    """One promise of one concern: by when it was due, and by when it will be. `promise`: first, next, progress or
    solution; `subject` is shielded.
    """

    conversation_id: UUID
    subject: str
    promise: str
    was: datetime
    becomes: datetime
    paused: bool = False
    """The customer's turn: it moves by itself when they write, and nobody is told now."""


def would_move(company: Company, before: Terms, after: Terms) -> list[Moved]:
    """Which open promises other terms would move, and where to; nothing is stored. Soonest first."""
    return sorted((one for one in _moves(company.pk, before, after) if not one.paused), key=lambda one: one.was)


def move_promises(company: Company, before: Terms, after: Terms, *, by: Person, reason: str) -> list[Moved]:
    """Move them, in the caller's transaction, and tell whoever they were made to. Soonest first.

    `reason`: hours, holidays or promises.
    """
    ids = sorted({one.conversation_id for one in _moves(company.pk, before, after)})
    moved: list[Moved] = []
    # In the order of their ids, as whoever writes a batch locks them: nobody waits in a circle.
    for some in batched(ids, AT_ONCE):
        locked = Conversation.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=some).order_by("pk")
        found = {one.pk: one for one in locked.select_related("customer")}
        # Read again under the locks: somebody may have answered meanwhile.
        moves = list(_moves(company.pk, before, after, among=some))
        _store(moves)
        _tell(company, found, [one for one in moves if not one.paused], by, reason)
        moved += moves
    return sorted((one for one in moved if not one.paused), key=lambda one: one.was)


def _moves(company_id: int, before: Terms, after: Terms, among: Sequence[UUID] = ()) -> Iterator[Moved]:
    now = clock.now()
    steps = Assignment.objects.filter(
        conversation__company_id=company_id,
        ended_at=None,
        turn=Assignment.HOLDER,
        level__in=SECOND_LEVEL,
        due_at__gt=now,
    )
    solutions = Conversation.objects.filter(company_id=company_id, solved_at=None, solution_missed_at=None).exclude(
        solution_due_at=None
    )
    if among:
        steps, solutions = steps.filter(conversation__in=among), solutions.filter(pk__in=among)
    counted = _Counting(before, after)
    row = ("conversation_id", "conversation__subject", "conversation__topic_id", "promise", "due_at")
    for one, subject, topic_id, promise, was in steps.values_list(*row):
        becomes = counted.moved(was, now, topic_id, promise)
        if becomes != was:
            yield Moved(one, subject, promise, was, becomes)
    fields = ("pk", "subject", "topic_id", "solution_due_at", "solution_paused_at")
    for one, subject, topic_id, due_at, paused_at in solutions.values_list(*fields):
        start = paused_at or now
        if due_at is not None and due_at > start:
            becomes = counted.moved(due_at, start, topic_id, SOLUTION)
            if becomes != due_at:
                yield Moved(one, subject, SOLUTION, due_at, becomes, paused_at is not None)


class _Counting:
    """Where promises go; many are due at the same moment."""

    def __init__(self, before: Terms, after: Terms) -> None:
        self._before, self._after = before, after
        self._known: dict[tuple[datetime, datetime, timedelta], datetime] = {}

    def moved(self, was: datetime, start: datetime, topic_id: int | None, promise: str) -> datetime:
        """By when something is due that was due by `was`, if the terms change at `start`."""
        old, new = self._before.of(topic_id, promise), self._after.of(topic_id, promise)
        # What is not promised any more was promised to them; what was not, was not.
        more = timedelta(minutes=new - old) if old and new else timedelta()
        key = (was, start, more)
        if key not in self._known:
            self._known[key] = self._count(*key)
        return self._known[key]

    def _count(self, was: datetime, start: datetime, more: timedelta) -> datetime:
        before, after = self._before.calendar, self._after.calendar
        left = before.between(start, was)
        if left + more > timedelta():
            becomes = after.due_after(start, left + more)
        else:
            more, becomes = timedelta(), after.due_after(start, left)
        # What was due while nobody was there is compared as counted, or it would move although nothing changed.
        if becomes == before.due_after(start, left) or becomes <= start:
            return was
        return becomes


_STEPS = """
UPDATE oase_assignment a SET due_at = t.due_at, warned_at = NULL
  FROM unnest(%s::uuid[], %s::timestamptz[]) AS t (id, due_at) WHERE a.conversation_id = t.id AND a.ended_at IS NULL
"""
_SOLUTIONS = """
UPDATE oase_conversation c SET solution_due_at = t.due_at
  FROM unnest(%s::uuid[], %s::timestamptz[]) AS t (id, due_at) WHERE c.id = t.id
"""


def _store(moves: Sequence[Moved]) -> None:
    for statement, some in (
        (_STEPS, [one for one in moves if one.promise != SOLUTION]),
        (_SOLUTIONS, [one for one in moves if one.promise == SOLUTION]),
    ):
        if some:
            with connection.cursor() as cursor:
                cursor.execute(statement, [[one.conversation_id for one in some], [one.becomes for one in some]])


def _tell(
    company: Company, found: Mapping[UUID, Conversation], moves: Sequence[Moved], by: Person, reason: str
) -> None:
    now, details, later = clock.now(), dict[UUID, dict[str, str]](), set[UUID]()
    for one in moves:
        solution = one.promise == SOLUTION
        names = ("solution_was", "solution_due_at") if solution else ("was_due", "due_at")
        detail = details.setdefault(one.conversation_id, {"reason": reason})
        detail |= dict(zip(names, (one.was.isoformat(), one.becomes.isoformat()), strict=True))
        if one.becomes > one.was and not solution:
            later.add(one.conversation_id)
    for conversation_id in details:
        found[conversation_id].last_seq += 1
    concerned = [found[conversation_id] for conversation_id in details]
    Conversation.objects.bulk_update(concerned, ["last_seq"])
    Event.objects.bulk_create(
        Event(conversation=one, seq=one.last_seq, kind="promise_moved", actor=by, detail=details[one.pk], at=now)
        for one in concerned
    )
    Outbox.objects.bulk_create(
        Outbox(
            conversation=one,
            recipient_id=one.customer.person_id,
            kind="promise_moved",
            key=key_of("promise_moved", one.pk, str(one.last_seq)),
            created_at=now,
            not_before=now,
        )
        for one in concerned
        if one.pk in later
    )
    current = Assignment.objects.filter(conversation__in=concerned, ended_at=None)
    held = {one: (level, holder) for one, level, holder in current.values_list("conversation_id", "level", "holder_id")}
    staff = frozenset(staff_ids(company.pk))
    tell_all(
        (Standing(one.customer.person_id, *held[one.pk], company.pk, True, staff), one.pk, one.last_seq, False)
        for one in concerned
    )
