"""Being away: new concerns go to the deputy by the chain, and what one holds moves there at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.actions import pass_on
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import lock
from oase.conversations.chain import company_step
from oase.conversations.models import Assignment
from oase.conversations.rules import SECOND_LEVEL
from oase.conversations.words import Refused
from oase.jobs import clock


@transaction.atomic
def set_away(*, membership: Membership, until: datetime | None) -> int:
    """Be away until then, or with None be back; how many concerns moved on. What moved stays where it went.

    Raises:
        NotAllowed: they are no longer on the staff.
        Refused: `until` lies in the past.
    """
    if membership.left_at is not None:
        raise NotAllowed("no longer on the staff")
    if until is not None and until <= clock.now():
        raise Refused(_("Please choose a time that lies ahead."))
    membership.away_until = until
    membership.save(update_fields=["away_until"])
    if until is None:
        return 0
    held = Assignment.objects.filter(
        holder_id=membership.person_id,
        ended_at=None,
        level__in=SECOND_LEVEL,
        conversation__company_id=membership.company_id,
    )
    # In one order, so that two who leave at once never wait for each other.
    ids = list(held.order_by("conversation_id").values_list("conversation_id", flat=True))
    return sum(_move(conversation_id, membership) for conversation_id in ids)


def _move(conversation_id: UUID, membership: Membership) -> bool:
    conversation = lock(conversation_id)
    before = conversation.assignments.filter(ended_at=None, holder_id=membership.person_id).first()
    if before is None:
        return False  # someone was faster
    pass_on(
        conversation,
        company_step(conversation.customer),
        kind="handed_over",
        actor=membership.person,
        detail={"reason": "away"},
        among_colleagues=True,
    )
    return True
