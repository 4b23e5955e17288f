"""What an expert may do. They see through the views of `desk.py`; they act through these verbs with ids and text."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.actions import pass_on
from oase.conversations.actions.passing import shielded_hint
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import assign, current, lock
from oase.conversations.audience import tell
from oase.conversations.chain import Step, company_step
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation
from oase.conversations.words import Refused
from oase.experts.matching import candidates
from oase.experts.models import Expert, Offer
from oase.experts.routing import offer_wave, tell_offered
from oase.jobs import clock
from oase.people.models import Person

TIME_TO_READ = timedelta(minutes=5)
"""Whoever claims at the last moment still gets this long; otherwise the time promised to the customer stands."""

TO_COMPANY, TO_OTHERS = ("documents", "company_only"), ("not_my_field",)


class AlreadyClaimed(Exception):
    """Somebody else was faster, or the time ran out."""


def _offer(offer_id: int, by: Person) -> Offer:
    offer = Offer.objects.select_related("assignment", "expert").filter(pk=offer_id, expert_id=by.pk).first()
    if offer is None:
        raise NotAllowed("not offered to this expert")
    return offer


@transaction.atomic
def claim(*, offer_id: int, by: Person) -> UUID:
    """Take an offered question. Of any number at once exactly one succeeds: the conversation's row decides.

    Raises:
        NotAllowed: it was not offered to them.
        AlreadyClaimed: it is no longer to be had.
        Refused: they hold as many as they wanted.
    """
    offer = _offer(offer_id, by)
    conversation = lock(offer.assignment.conversation_id)
    waiting = conversation.assignments.filter(pk=offer.assignment_id, ended_at=None).first()
    if waiting is None or waiting.level != Assignment.NETWORK:
        raise AlreadyClaimed
    held = Assignment.objects.filter(holder=by, level=Assignment.EXPERT, ended_at=None).count()
    if held >= offer.expert.at_once:
        raise Refused(_("You hold as many questions as you wanted. Finish one first, or raise your number."))
    due_at = max(waiting.due_at, clock.now() + TIME_TO_READ)
    assign(conversation, Step(Assignment.EXPERT, by), due_at=due_at)
    record(conversation, "claimed", actor=by, to=by, level=Assignment.EXPERT, due_at=due_at.isoformat())
    tell(conversation)
    tell_offered(list(waiting.offers.all()))
    return conversation.pk


@transaction.atomic
def decline(*, offer_id: int, by: Person) -> None:
    """Let an offer go by.

    Raises:
        NotAllowed: it was not offered to them.
    """
    offer = _offer(offer_id, by)
    Offer.objects.filter(pk=offer.pk, declined_at=None).update(declined_at=clock.now())
    tell_offered([offer])


@transaction.atomic
def give_on(*, conversation_id: UUID, by: Person, reason: str, hint: str = "") -> None:
    """Pass a question on: to the customer's advisor, or to other experts when it is only not one's own field.

    `reason` is one of `documents`, `company_only`, `not_my_field`; `hint` is for the next holder and gets shielded.

    Raises:
        NotAllowed: they do not hold it.
        Refused: the reason is unknown.
    """
    conversation = _held(conversation_id, by)
    if reason not in TO_COMPANY + TO_OTHERS:
        raise Refused(_("Please choose why you give it on."))
    hint = shielded_hint(conversation, hint)
    if reason in TO_OTHERS and candidates(conversation).exists():
        step = Step(Assignment.NETWORK, None)
        assignment = pass_on(conversation, step, kind="given_back", actor=by, first=True, reason=reason, hint=hint)
        offer_wave(conversation, assignment)
        return
    step = company_step(conversation.customer)
    pass_on(conversation, step, kind="given_on", actor=by, first=True, reason=reason, hint=hint)


def _held(conversation_id: UUID, by: Person) -> Conversation:
    try:
        conversation = lock(conversation_id)
        assignment = current(conversation)
    except (Conversation.DoesNotExist, Assignment.DoesNotExist) as error:
        raise NotAllowed("not held") from error
    if assignment.level != Assignment.EXPERT or assignment.holder_id != by.pk:
        raise NotAllowed("not held by this expert")
    return conversation


def set_available(*, by: Person, available: bool) -> None:
    """Say whether one is there for new offers; what one holds stays."""
    Expert.objects.filter(pk=by.pk).update(available=available)
