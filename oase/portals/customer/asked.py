"""Who is being asked while nobody has taken a concern yet."""

from collections.abc import Iterable
from uuid import UUID

from oase.conversations.models import Assignment, Conversation
from oase.conversations.queries import assignment_of
from oase.experts.models import Offer
from oase.people.models import Person


def asked_about(conversations: Iterable[Conversation]) -> dict[UUID, list[Person]]:
    """The experts to whom each conversation that waits in the network was offered, the first asked first.

    One query for all. Whoever has declined is not among them.
    """
    current = (assignment_of(conversation) for conversation in conversations)
    waiting = [one.pk for one in current if one is not None and one.level == Assignment.NETWORK]
    asked: dict[UUID, list[Person]] = {}
    if waiting:
        offers = Offer.objects.filter(assignment__in=waiting, declined_at=None).order_by("wave", "pk")
        for offer in offers.select_related("assignment", "expert__person"):
            asked.setdefault(offer.assignment.conversation_id, []).append(offer.expert.person)
    return asked
