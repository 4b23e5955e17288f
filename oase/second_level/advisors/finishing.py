"""Somebody's working day ends: what they promised for a time at which they are not at work goes to who is there.

Only that: the rest waits for them, so that customers do not change hands daily. The promise stays as it is, and in the
morning the concern is theirs again (`standing_in.returning`).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from oase.companies.models import Membership
from oase.companies.opening.calendar import Calendar
from oase.companies.opening.reading import calendars_of
from oase.companies.presence import hours_of, is_there, there_again
from oase.conversations.assignments import lock, team_at
from oase.conversations.chain import Step, company_step
from oase.conversations.handing import pass_on
from oase.conversations.models import Assignment, Conversation
from oase.conversations.rules import SECOND_LEVEL
from oase.conversations.warning import holding
from oase.jobs import clock
from oase.second_level.advisors.standing_in import is_writing

OFF = "off"


@dataclass(frozen=True)
class Finished:
    """Somebody who is not at work: since when, and until when."""

    membership: Membership
    since: datetime
    until: datetime


def finished() -> list[Finished]:
    """Those with hours of their own who still owe something, and whose day is over."""
    owed = Assignment.objects.filter(
        holder=OuterRef("person"), ended_at=None, turn=Assignment.HOLDER, level__in=SECOND_LEVEL
    )
    members = Membership.objects.filter(Exists(owed), left_at=None, person__is_active=True).exclude(hours=[])
    found = list(members.select_related("person", "company"))
    calendars = calendars_of({one.company_id for one in found}) if found else {}
    rests = [_rest(one, calendars[one.company_id]) for one in found]
    return [one for one in rests if one is not None]


def _rest(membership: Membership, company: Calendar) -> Finished | None:
    now, own = clock.now(), hours_of(membership)
    if own.is_open(company.opens_next(now)):
        return None
    return Finished(membership, own.open_last(now), there_again(membership, now, company))


def finish_days() -> list[tuple[UUID, Finished]]:
    """What is promised before those who hold it are back, soonest first; what they took after their day stays."""
    people = {(one.membership.company_id, one.membership.person_id): one for one in finished()}
    if not people:
        return []
    owed = Assignment.objects.filter(
        holder__in={person_id for _, person_id in people},
        ended_at=None,
        turn=Assignment.HOLDER,
        level__in=SECOND_LEVEL,
        due_at__gt=clock.now(),
        due_at__lt=max(one.until for one in people.values()),
    ).annotate(company=F("conversation__company_id"))
    rows = owed.order_by("due_at", "pk").values_list("conversation_id", "company", "holder_id", "due_at", "started_at")
    found = []
    for conversation_id, company_id, holder_id, due_at, started_at in rows:
        one = people.get((company_id, holder_id))
        if one is not None and due_at < one.until and started_at < one.since:
            found.append((conversation_id, one))
    return found


@transaction.atomic
def give_on(conversation_id: UUID, one: Finished) -> bool:
    """One concern goes to who is there; false when somebody was faster, they are just answering, or nobody is there."""
    conversation = lock(conversation_id)
    now = conversation.assignments.filter(
        ended_at=None, holder_id=one.membership.person_id, turn=Assignment.HOLDER, started_at__lt=one.since
    ).first()
    if now is None or not clock.now() < now.due_at < one.until or is_writing(conversation, now):
        return False
    step = company_step(conversation.customer, conversation.topic)
    if step.holder is None and not _somebody_is_there(conversation, step):
        return False
    if step.holder is not None and step.holder.pk == now.holder_id:
        return False
    detail = {"reason": OFF}
    pass_on(
        conversation, step, kind="handed_over", actor=one.membership.person, detail=detail, among_colleagues=True,
        same_promise=True,
    )  # fmt: skip
    return True


def _somebody_is_there(conversation: Conversation, step: Step) -> bool:
    """Whether one of the team could take it; else it stays, and moves on only if it lapses."""
    theirs = Assignment(conversation=conversation, level=step.level, team_id=team_at(step.level, conversation.topic))
    others = holding(theirs).exclude(person_id=conversation.customer.person_id)
    return any(is_there(one) for one in others.select_related("person", "company"))
