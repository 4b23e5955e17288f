"""Who was asked about a conversation, and why: for staff of its company."""

from dataclasses import dataclass

from oase.companies.models import Membership
from oase.conversations.models import Conversation
from oase.experts.matching import reasons
from oase.experts.matching.reasons import Reason
from oase.experts.models import Offer
from oase.people.models import Person


@dataclass(frozen=True)
class Asked:
    """One expert who was asked; `why` is None for an offer from before reasons were kept."""

    person: Person
    wave: int
    why: Reason | None
    declined: bool


def asked_visible_to(membership: Membership, conversation: Conversation, *, most: int = 50) -> list[Asked]:
    """The experts who were asked about a conversation of this member's company, in the order of asking."""
    if conversation.company_id != membership.company_id:
        return []
    offers = Offer.objects.filter(assignment__conversation=conversation).select_related("expert__person")
    return [
        Asked(offer.expert.person, offer.wave, reasons.read(offer.reason), offer.declined_at is not None)
        for offer in offers.order_by("assignment_id", "wave", "pk")[:most]
    ]
