"""What somebody holds passes to their deputy while they are away, and comes back: one concern, one transaction."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from oase.companies.models import Membership
from oase.companies.presence import is_there
from oase.conversations.actions import pass_on
from oase.conversations.assignments import lock
from oase.conversations.chain import Step, company_step, team_step
from oase.conversations.models import Assignment, Conversation, Draft, Message
from oase.conversations.rules import SECOND_LEVEL
from oase.jobs import clock

log = logging.getLogger(__name__)

WARM = timedelta(minutes=10)
"""Who wrote something this lately, or began to, is answering right now: nobody takes it out of their hands."""


def held_by(membership: Membership, *, before: datetime | None = None) -> list[UUID]:
    """Concerns this member of staff holds, in one order, so that two who go at once never wait for each other.
    `before`: only what they held then already; what somebody takes while they are away they mean to keep.
    """
    held = Assignment.objects.filter(
        holder_id=membership.person_id,
        ended_at=None,
        level__in=SECOND_LEVEL,
        conversation__company_id=membership.company_id,
    )
    if before is not None:
        held = held.filter(started_at__lt=before)
    return list(held.order_by("conversation_id").values_list("conversation_id", flat=True))


def pass_all(membership: Membership, *, reason: str, before: datetime | None = None) -> int:
    """Give on what they hold to whoever stands in; how many moved. One that fails does not hold up the others."""
    return _each(held_by(membership, before=before), lambda one: _pass(one, membership, reason))


@transaction.atomic
def _pass(conversation_id: UUID, membership: Membership, reason: str) -> bool:
    conversation = lock(conversation_id)
    before = conversation.assignments.filter(ended_at=None, holder_id=membership.person_id).first()
    if before is None:
        return False  # someone was faster
    step = _onward(conversation, before)
    if step.holder is not None and step.holder.pk == membership.person_id:
        return False  # they came back in between
    detail = {"reason": reason}
    pass_on(conversation, step, kind="handed_over", actor=membership.person, detail=detail, among_colleagues=True)
    return True


def _onward(conversation: Conversation, before: Assignment) -> Step:
    """Who has it next: what a team dealt out in its own right stays with the team, all else is the advisor's."""
    dealt = before.level == Assignment.TEAM and before.stands_in_for_id is None
    if dealt and before.team is not None and before.team.deals:
        # Whoever cares for the customer gave it to the team.
        customer = conversation.customer
        carers = [one.person_id for one in (customer.advisor, customer.deputy) if one is not None]
        return team_step(before.team, customer, besides=carers)
    return company_step(conversation.customer, conversation.topic)


def bring_back(membership: Membership) -> int:
    """Somebody is there again: what others hold only because of their absence is theirs again, with the promise as it
    stands; as their customers' deputy they get what fell to the team meanwhile. How many came.

    What is being answered right now stays until that is done (`jobs.py` looks again).
    """
    waiting = Assignment.objects.filter(
        Q(conversation__customer__advisor=membership) | Q(conversation__customer__deputy=membership, holder=None),
        ended_at=None,
        conversation__company_id=membership.company_id,
    ).exclude(stands_in_for=None)
    return _each(waiting.order_by("conversation_id").values_list("conversation_id", flat=True), _back)


@transaction.atomic
def _back(conversation_id: UUID) -> bool:
    conversation = lock(conversation_id)
    now = conversation.assignments.filter(ended_at=None).select_related("holder").first()
    if now is None or now.stands_in_for_id is None or _is_being_answered(conversation, now):
        return False
    step = company_step(conversation.customer, conversation.topic)
    if step.holder is None or step.holder.pk == now.holder_id or step.level == Assignment.TEAM:
        return False
    pass_on(conversation, step, kind="came_back", among_colleagues=True, same_promise=True)
    return True


def _is_being_answered(conversation: Conversation, now: Assignment) -> bool:
    if now.holder_id is None:
        return False
    moment = clock.now()
    if now.turn == Assignment.HOLDER and moment < now.due_at <= moment + WARM:
        return True  # who has been at it knows more than who has just come in
    return is_writing(conversation, now)


def is_writing(conversation: Conversation, now: Assignment) -> bool:
    """Whether its holder wrote to the customer lately, or began to."""
    if now.holder_id is None:
        return False
    lately = clock.now() - WARM
    begun = Draft.objects.filter(
        conversation=conversation, person_id=now.holder_id, audience=Message.CONVERSATION, saved_at__gt=lately
    )
    said = Message.objects.filter(
        conversation=conversation, author_id=now.holder_id, audience=Message.CONVERSATION, at__gt=lately
    )
    return begun.exists() or said.exists()


def returning() -> list[Membership]:
    """Those for whom somebody stands in although they are there: they were away, or their working day has begun."""
    stood_in = Assignment.objects.filter(ended_at=None).exclude(stands_in_for=None)
    company, deputy = "conversation__company_id", "conversation__customer__deputy__person_id"
    wanted = set(stood_in.values_list(company, "stands_in_for_id").distinct())
    wanted |= set(stood_in.filter(holder=None).values_list(company, deputy).distinct())
    if not wanted:
        return []
    members = Membership.objects.filter(person_id__in={person for _, person in wanted}, left_at=None)
    found = members.select_related("person", "company")
    return [one for one in found if (one.company_id, one.person_id) in wanted and is_there(one)]


def _each(conversation_ids: Iterable[UUID], move: Callable[[UUID], bool]) -> int:
    moved = 0
    for conversation_id in list(conversation_ids):
        try:
            moved += move(conversation_id)
        except Exception:  # the next round tries again; the others must not wait for it
            log.exception("could not move conversation %s", conversation_id)
    return moved
