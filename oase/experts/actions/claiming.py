from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from oase.conversations.append import NotAllowed
from oase.conversations.assignments import assign, current, lock
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


LARGEST_ID = 2**63 - 1


class AlreadyClaimed(Exception):
    """Somebody else was faster, or the time ran out."""


def _offer(offer_id: int, by: Person) -> Offer:
    offer = Offer.objects.select_related("assignment").filter(pk=offer_id, expert_id=by.pk).first()
    if offer is None:
        raise NotAllowed("not offered to this expert")
    return offer


# Most of those who claim are too late, and all at the same moment: what they ask is written by hand and small.
# What lapsed belongs to the company, though nobody has moved it yet: it was late, and that is written down.
_WANTED = """
SELECT a.conversation_id, a.ended_at IS NULL AND a.level = 'network' AND a.due_at > %s::timestamptz,
       EXISTS (SELECT FROM oase_assignment mine WHERE mine.conversation_id = a.conversation_id AND mine.ended_at IS NULL
                  AND mine.level = 'expert' AND mine.holder_id = o.expert_id)
  FROM oase_offer o JOIN oase_assignment a ON a.id = o.assignment_id
 WHERE o.id = %s::bigint AND o.expert_id = %s::bigint
"""
_LOCK = "SELECT FROM oase_conversation WHERE id = %s::uuid FOR NO KEY UPDATE"


def _conversation_of(offer_id: int, by: Person) -> tuple[UUID, bool]:
    """The conversation of an offer that is to be had, and whether they hold it already.

    Raises:
        NotAllowed: it was not offered to them.
        AlreadyClaimed: it is no longer to be had.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WANTED, [clock.now(), min(offer_id, LARGEST_ID), by.pk])
        found = cursor.fetchone()
    if found is None:
        raise NotAllowed("not offered to this expert")
    conversation_id, waits, mine = found
    if not (waits or mine):
        raise AlreadyClaimed
    return conversation_id, mine


@transaction.atomic
def claim(*, offer_id: int, by: Person, session_key: str = "") -> UUID:
    """Take an offered question; taking what one holds already changes nothing.

    Of any number at once exactly one succeeds: the conversation's row decides.

    Raises:
        NotAllowed: it was not offered to them.
        AlreadyClaimed: it is no longer to be had, or no longer by them.
        Refused: they hold as many as they wanted, or opened as many as one may within an hour.
    """
    conversation_id, _mine = _conversation_of(offer_id, by)  # who is much too late need not wait for the winner's lock
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [conversation_id])
    if _conversation_of(offer_id, by)[1]:
        return conversation_id
    conversation = lock(conversation_id)
    waiting = current(conversation)
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
