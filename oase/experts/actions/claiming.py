from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.conversations.append import NotAllowed
from oase.conversations.assignments import assign, lock
from oase.conversations.audience import tell
from oase.conversations.chain import Step
from oase.conversations.events import record
from oase.conversations.models import Assignment
from oase.conversations.words import Refused
from oase.experts.matching.finding import qualified
from oase.experts.models import Expert, Offer
from oase.experts.reputation import guard
from oase.experts.routing import tell_offered
from oase.jobs import clock
from oase.people.models import Person

TIME_TO_READ = timedelta(minutes=5)
"""Whoever claims at the last moment still gets this long; otherwise the time promised to the customer stands."""


class AlreadyClaimed(Exception):
    """Somebody else was faster, or the time ran out."""


def _offer(offer_id: int, by: Person) -> Offer:
    offer = Offer.objects.select_related("assignment").filter(pk=offer_id, expert_id=by.pk).first()
    if offer is None:
        raise NotAllowed("not offered to this expert")
    return offer


def _is_to_be_had(offer: Offer, by: Person) -> bool:
    """Whether nobody has it yet, or they have it themselves."""
    if offer.assignment.ended_at is None:
        return True
    held = Assignment.objects.filter(conversation_id=offer.assignment.conversation_id, ended_at=None)
    return held.filter(level=Assignment.EXPERT, holder=by).exists()


@transaction.atomic
def claim(*, offer_id: int, by: Person, session_key: str = "") -> UUID:
    """Take an offered question; taking what one holds already changes nothing.

    Of any number at once exactly one succeeds: the conversation's row decides.

    Raises:
        NotAllowed: it was not offered to them.
        AlreadyClaimed: it is no longer to be had, or no longer by them.
        Refused: they hold as many as they wanted, or opened as many as one may within an hour.
    """
    offer = _offer(offer_id, by)
    if not _is_to_be_had(offer, by):  # most of those who are too late need not wait for the winner's lock
        raise AlreadyClaimed
    conversation = lock(offer.assignment.conversation_id)
    if conversation.assignments.filter(ended_at=None, level=Assignment.EXPERT, holder=by).exists():
        return conversation.pk
    waiting = conversation.assignments.filter(pk=offer.assignment_id, ended_at=None).first()
    if waiting is None or waiting.level != Assignment.NETWORK:
        raise AlreadyClaimed
    # Two claims at once are for two conversations: the expert's own row lets them count one after the other.
    expert = Expert.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not qualified(conversation).filter(pk=by.pk).exists():
        raise AlreadyClaimed
    held = Assignment.objects.filter(holder=by, level=Assignment.EXPERT, ended_at=None).count()
    if held >= expert.at_once:
        raise Refused(_("You hold as many questions as you wanted. Finish one first, or raise your number."))
    guard.opening(by.pk, conversation.pk, session_key)
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
