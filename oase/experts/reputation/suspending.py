"""A company lets an expert rest: nothing new is offered, what they held goes on at once, and they may appeal."""

import logging
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Company, Membership
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import current, lock
from oase.conversations.chain import Step, company_step
from oase.conversations.handing import pass_on
from oase.conversations.models import Assignment
from oase.conversations.words import Refused
from oase.experts.matching.finding import anybody_for
from oase.experts.matching.standing import measure
from oase.experts.models import Expert, Offer, Qualification
from oase.experts.reputation.alarms import end_sessions
from oase.experts.reputation.models import Suspension
from oase.experts.reputation.rules import may_moderate
from oase.experts.reputation.words import said
from oase.experts.routing import offer_wave, tell_offered
from oase.jobs import clock
from oase.people.models import Person

log = logging.getLogger(__name__)


def suspend(*, by: Membership, expert_id: int, reason: str, words: str) -> Suspension:
    """Let an expert rest at the member's company; with reason `account` everywhere, and all their sessions end.

    What they held goes on to others. `words` say why, to the expert. Suspending twice is suspending once.

    Raises:
        NotAllowed: the member does not lead here, it is themself, or somebody who never worked for the company.
        Refused: no reason or no words were given, or they could not be shielded.
    """
    if not may_moderate(by, expert_id) or not works_for(expert_id, by.company):
        raise NotAllowed("not an expert of theirs to suspend")
    if reason not in dict(Suspension.REASONS):
        raise Refused(_("Please choose why."))
    name = Person.objects.values_list("first_name", flat=True).get(pk=expert_id)
    suspension = _suspend(by, expert_id, reason, said(words, names=[name, by.company.name]))
    let_go([expert_id])
    return suspension


def works_for(expert_id: int, company: Company) -> bool:
    """Whether this expert is or was qualified for a topic of this company, or held one of its concerns."""
    qualified = Qualification.objects.filter(expert_id=expert_id, topic__company=company)
    held = Assignment.objects.filter(holder_id=expert_id, level=Assignment.EXPERT, conversation__company=company)
    return qualified.exists() or held.exists()


@transaction.atomic
def _suspend(by: Membership, expert_id: int, reason: str, words: str) -> Suspension:
    # Whoever is just claiming holds this row: they count as holding it, or find that they are suspended.
    expert = Expert.objects.select_for_update(no_key=True).get(pk=expert_id)
    now = clock.now()
    suspension, is_new = Suspension.objects.get_or_create(
        expert=expert,
        company_id=by.company_id,
        lifted_at=None,
        defaults={"reason": reason, "words": words, "by_id": by.person_id, "at": now},
    )
    if is_new and reason == Suspension.ACCOUNT:
        end_sessions(expert_id)
    if is_new:
        _stand(expert)
    return suspension


def _stand(expert: Expert) -> None:
    """Keep `suspended_at` and the placings as the open suspensions say."""
    since = Suspension.objects.filter(expert=expert, lifted_at=None, reason=Suspension.ACCOUNT).order_by("at").first()
    expert.suspended_at = since.at if since is not None else None
    expert.save(update_fields=["suspended_at"])
    offers = Offer.objects.filter(
        expert=expert, declined_at=None, assignment__ended_at=None, assignment__level=Assignment.NETWORK
    )
    taken = offers if since is not None else offers.filter(assignment__conversation__company__in=resting_at(expert.pk))
    gone = list(taken)
    Offer.objects.filter(pk__in=[offer.pk for offer in gone]).update(declined_at=clock.now())
    tell_offered(gone)
    measure([expert.pk])


def resting_at(expert_id: int) -> list[int]:
    """Ids of the companies where this expert is suspended now."""
    return list(Suspension.objects.filter(expert_id=expert_id, lifted_at=None).values_list("company_id", flat=True))


def let_go(expert_ids: Iterable[int]) -> int:
    """Pass on what suspended experts still hold; how many. One that fails does not hold up the others."""
    moved = 0
    for expert_id in expert_ids:
        held = Assignment.objects.filter(holder_id=expert_id, level=Assignment.EXPERT, ended_at=None)
        if not Expert.objects.filter(pk=expert_id).exclude(suspended_at=None).exists():
            held = held.filter(conversation__company__in=resting_at(expert_id))
        for conversation_id in held.order_by("due_at").values_list("conversation_id", flat=True):
            try:
                moved += _pass_on(conversation_id, expert_id)
            except Exception:  # the job tries again within a minute
                log.exception("could not pass on conversation %s", conversation_id)
    return moved


@transaction.atomic
def _pass_on(conversation_id: UUID, expert_id: int) -> bool:
    conversation = lock(conversation_id)
    held = current(conversation) if conversation.is_open else None
    if held is None or held.level != Assignment.EXPERT or held.holder_id != expert_id:
        return False
    answered = held.turn == Assignment.CUSTOMER
    detail = {"from": held.holder.first_name if held.holder is not None else ""}
    if not answered and anybody_for(conversation):
        waiting = pass_on(conversation, Step(Assignment.NETWORK, None), kind="rested", first=True, detail=detail)
        offer_wave(conversation, waiting)
    else:
        # What was answered waits for the customer's word; nobody else is asked to answer it again.
        step = company_step(conversation.customer, conversation.topic)
        pass_on(conversation, step, kind="rested", first=True, detail=detail, among_colleagues=True)
    return True


def let_all_go() -> int:
    """The same for everybody who is suspended now: what was left behind when a process ended."""
    resting = Suspension.objects.filter(lifted_at=None).values_list("expert_id", flat=True)
    holding = Assignment.objects.filter(holder_id__in=resting, level=Assignment.EXPERT, ended_at=None)
    return let_go(sorted(set(holding.values_list("holder_id", flat=True))))


@transaction.atomic
def lift(*, by: Membership, suspension_id: int) -> Suspension:
    """End a suspension of one's own company; one that has ended stays as it ended.

    Raises:
        NotAllowed: the member does not lead here, it is about themself, or another company's.
    """
    found = Suspension.objects.filter(pk=suspension_id, company_id=by.company_id).first()
    if found is None or not may_moderate(by, found.expert_id):
        raise NotAllowed("not a suspension of theirs to lift")
    expert = Expert.objects.select_for_update(no_key=True).get(pk=found.expert_id)
    ended = Suspension.objects.filter(pk=suspension_id, lifted_at=None)
    if ended.update(lifted_at=clock.now(), lifted_by_id=by.person_id):
        _stand(expert)
    found.refresh_from_db()
    return found
