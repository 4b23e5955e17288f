"""What waits for a team that deals out: given to whose turn it is as soon as somebody of it is there."""

import logging
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from oase.companies.models import Company
from oase.companies.teams.models import Team
from oase.conversations.assignments import locking
from oase.conversations.chain import team_step
from oase.conversations.handing import pass_on
from oase.conversations.models import Assignment

log = logging.getLogger(__name__)


def waiting(company: Company | None = None) -> QuerySet[Assignment]:
    """What nobody of a team has yet, longest first. Of one company, or of all whose teams deal out."""
    found = Assignment.objects.filter(ended_at=None, holder=None, level=Assignment.TEAM, turn=Assignment.HOLDER)
    if company is not None:
        return found.filter(conversation__company=company).order_by("due_at", "pk")
    dealing = Q(team__deals=True) | Q(team=None, conversation__topic__team__deals=True)
    return found.filter(dealing).order_by("due_at", "pk")


def deal_waiting() -> int:
    """Deal out what waits; how many went to somebody. One that fails does not hold up the others."""
    dealt = 0
    for conversation_id in list(waiting().values_list("conversation_id", flat=True)):
        try:
            dealt += deal(conversation_id)
        except Exception:  # the next round tries again; the others must not wait for it
            log.exception("conversation %s could not be dealt out", conversation_id)
    return dealt


@transaction.atomic
def deal(conversation_id: UUID) -> bool:
    """Give one concern to whose turn it is; false when somebody was faster, or nobody is there. The promise stays."""
    conversation = locking().filter(pk=conversation_id).first()
    if conversation is None:
        return False
    now = conversation.assignments.filter(ended_at=None, holder=None, level=Assignment.TEAM).first()
    team = _team_of(now) if now is not None else None
    if now is None or team is None or not team.deals or now.turn != Assignment.HOLDER:
        return False
    customer = conversation.customer
    # Whoever cares for them and was late with it does not get it back by turns.
    carers = [customer.advisor, customer.deputy] if now.late_since is not None else []
    step = team_step(team, customer, besides=[one.person_id for one in carers if one is not None])
    if step.holder is None:
        return False
    step = replace(step, stands_in_for=now.stands_in_for)
    detail = {"reason": "turn"}
    pass_on(conversation, step, kind="assigned", detail=detail, among_colleagues=True, same_promise=True)
    return True


def _team_of(assignment: Assignment) -> Team | None:
    topic = assignment.conversation.topic
    return assignment.team or (topic.team if topic is not None else None)
