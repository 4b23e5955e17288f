"""Many lapses at once: what `watching.move_on` does with one, done with all those of the second level together.

After an outage thousands have lapsed. One by one each takes two dozen statements and a wait for the disk; together a
few for all of them. What is out of the ordinary is left to be done one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from oase.companies.opening.reading import calendars_of
from oase.companies.presence import fresh, hold_still
from oase.companies.promised import NEXT, promised_minutes
from oase.companies.queries import staff_ids
from oase.conversations.assignments import locking, team_at
from oase.conversations.audience import pokes_of
from oase.conversations.chain import Step, settled_next
from oase.conversations.models import Assignment, Conversation, Event, Outbox
from oase.conversations.outbox import key_of
from oase.conversations.promises import due
from oase.conversations.rules import Standing
from oase.jobs import clock
from oase.live.notify import Poke, poke

LEVELS = (Assignment.ADVISOR, Assignment.DEPUTY, Assignment.TEAM)


@dataclass(frozen=True)
class Lapse:
    """One concern, who missed its promise, and where it goes."""

    conversation: Conversation
    before: Assignment
    after: Assignment
    seq: int


@transaction.atomic
def move_together(conversation_ids: Sequence[UUID]) -> set[UUID]:
    """Move on those of them that can be together; which those are. The caller moves the others one by one.

    Left out is what somebody else is just changing, what waits for its customer or an expert's look, what is with
    experts or at the end of the chain, and what a team deals out.
    """
    now = clock.now()
    conversations = {one.pk: one for one in _free(conversation_ids)}
    held = Assignment.objects.filter(
        conversation__in=conversations, ended_at=None, due_at__lte=now, turn=Assignment.HOLDER, level__in=LEVELS
    )
    missed = list(held.select_related("holder").order_by("conversation_id"))
    if not missed:
        return set()
    companies = {conversations[one.conversation_id].company_id for one in missed}
    hold_still(companies)
    _read_carers([conversations[one.conversation_id] for one in missed])
    calendars = calendars_of(companies)
    lapses = []
    for before in missed:
        conversation = conversations[before.conversation_id]
        step = settled_next(before.level, conversation.customer)
        minutes = promised_minutes(conversation.company, conversation.topic, NEXT) or 0
        due_at = due(calendars[conversation.company_id], step.level, minutes)
        after = _begun(conversation, before, step, due_at, now)
        lapses.append(Lapse(conversation, before, after, conversation.last_seq + 1))
    _store(lapses, now)
    _tell(lapses)
    return {one.conversation.pk for one in lapses}


def _free(conversation_ids: Sequence[UUID]) -> list[Conversation]:
    """Locked until the transaction ends, in the order of their ids; what another has is left to them."""
    free = locking().select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(pk__in=conversation_ids)
    ordinary = Q(solution_paused_at=None, solution_proposed_at=None, topic__team=None) | Q(
        solution_paused_at=None, solution_proposed_at=None, topic__team__deals=False
    )
    return list(free.filter(ordinary).order_by("pk"))


def _read_carers(conversations: Sequence[Conversation]) -> None:
    """Advisors and deputies as they are now that nobody goes away any more."""
    customers = [one.customer for one in conversations]
    now = fresh([carer for one in customers for carer in (one.advisor, one.deputy)])
    for customer in customers:
        if customer.advisor_id in now:
            customer.advisor = now[customer.advisor_id]
        if customer.deputy_id in now:
            customer.deputy = now[customer.deputy_id]


def _begun(conversation: Conversation, before: Assignment, step: Step, due_at: datetime, now: datetime) -> Assignment:
    return Assignment(
        conversation=conversation,
        level=step.level,
        holder=step.holder,
        stands_in_for=step.stands_in_for,
        team_id=team_at(step.level, conversation.topic),
        due_at=due_at,
        promise=Assignment.NEXT,
        promised_at=now,
        late_since=before.missed_since(now),
        # The clocks of two machines differ and one may be set back: a history never runs backwards.
        started_at=max(now, before.started_at),
    )


_END = """
UPDATE oase_assignment a SET ended_at = greatest(%s::timestamptz, a.started_at), late_since = t.late_since
  FROM unnest(%s::bigint[], %s::timestamptz[]) AS t (id, late_since) WHERE a.id = t.id
"""


def _store(lapses: Sequence[Lapse], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_END, [now, [one.before.pk for one in lapses], [one.after.late_since for one in lapses]])
    Assignment.objects.bulk_create(one.after for one in lapses)
    Conversation.objects.filter(pk__in=[one.conversation.pk for one in lapses]).update(last_seq=F("last_seq") + 1)
    Event.objects.bulk_create(
        Event(
            conversation=one.conversation,
            seq=one.seq,
            kind="lapsed",
            to=one.after.holder,
            detail={"level": one.after.level, "due_at": one.after.due_at.isoformat()} | late(one.before),
            at=now,
        )
        for one in lapses
    )
    Outbox.objects.bulk_create(
        (
            Outbox(
                conversation=one.conversation,
                recipient_id=one.conversation.customer.person_id,
                kind="handed_over",
                key=key_of("handed_over", one.conversation.pk, str(one.seq)),
                created_at=now,
                not_before=now,
            )
            for one in lapses
        ),
        ignore_conflicts=True,
    )


def late(assignment: Assignment) -> dict[str, str]:
    """What the history says of whoever missed a promise."""
    holder = assignment.holder
    return {
        "before": assignment.level,
        "from": holder.first_name if holder else "",
        "was_due": assignment.due_at.isoformat(),
    }


def _tell(lapses: Sequence[Lapse]) -> None:
    companies = {one.conversation.company_id for one in lapses}
    staff = {company_id: frozenset(staff_ids(company_id)) for company_id in companies}
    pokes: list[Poke] = []
    for one in lapses:
        conversation, after = one.conversation, one.after
        company_id, customer_id = conversation.company_id, conversation.customer.person_id
        standing = Standing(customer_id, after.level, after.holder_id, company_id, True, staff[company_id])
        also = (one.before.holder_id,) if one.before.holder_id else ()
        pokes += pokes_of([(standing, conversation.pk, one.seq, False)], also=also)
    poke(pokes)
