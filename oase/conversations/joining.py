"""Concerns told on in another of the same customer (`merged_into`): where they are, and whose words are read together.

No message moves. A concern that is told on is closed; what is written to it goes to where it is told on, and there its
history is read too, each part by whoever may read that part by itself. Joining itself is a verb of the second level.
"""

from uuid import UUID

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from oase.conversations.assignments import locking
from oase.conversations.models import Conversation
from oase.conversations.queries import Reader, concerns_visible_to
from oase.jobs.planned import Planned


def lock_where_told(conversation_id: UUID) -> Conversation:
    """The conversation in which this one is told on, itself as a rule, locked until the transaction ends.

    Raises:
        Conversation.DoesNotExist: there is none.
    """
    while True:
        told: QuerySet[Conversation, UUID] = Conversation.objects.filter(pk=conversation_id).values_list(
            Coalesce("merged_into_id", "pk"), flat=True
        )
        conversation = locking().filter(pk=Subquery(told[:1])).first()
        if conversation is None:
            told.get()  # not there at all; otherwise it was joined or parted while we waited
        elif conversation.merged_into_id is None and conversation_id in (conversation.pk, *_among(conversation)):
            return conversation


def _among(conversation: Conversation) -> list[UUID]:
    return [part.pk for part in parts_of(conversation)]


_parts = Planned(lambda pk: Conversation.objects.filter(merged_into_id=pk).order_by("pk"), UUID)


def parts_of(conversation: Conversation) -> list[Conversation]:
    """The concerns that are told on in this one."""
    return _parts(conversation.pk)


def parts_visible_to(reader: Reader, conversation: Conversation) -> list[Conversation]:
    """Those of them that this reader may read by themselves: a link opens its own concern and no other."""
    return [
        part
        for part in parts_of(conversation)
        if part.pk in reader.guest_of or conversation.customer.person_id == reader.person_id
    ]


def told_on_in(conversation_id: UUID) -> UUID | None:
    """Where a concern is told on; None where it is told itself, or is not there."""
    told: QuerySet[Conversation, UUID | None] = Conversation.objects.filter(pk=conversation_id).values_list(
        "merged_into_id", flat=True
    )
    return told.first()


def in_list(concerns: QuerySet[Conversation], reader: Reader) -> QuerySet[Conversation]:
    """A reader's concerns without those that they find in another of them."""
    return concerns.exclude(merged_into__in=concerns_visible_to(reader).order_by().values("pk"))
