"""Who helped in a conversation: everyone but the customer who wrote to them or held it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.queries import Reader, concerns_visible_to


def last_helped_by(reader: Reader, helper_id: int) -> Conversation | None:
    """The reader's newest conversation in which this person helps or helped; None when there is none."""
    wrote = Message.objects.filter(
        conversation=OuterRef("pk"), author_id=helper_id, audience=Message.CONVERSATION
    ).exclude(author_role=Message.CUSTOMER)
    held = Assignment.objects.filter(conversation=OuterRef("pk"), holder_id=helper_id)
    return concerns_visible_to(reader).filter(Q(Exists(wrote)) | Q(Exists(held))).first()


def experts_of(reader: Reader) -> QuerySet[Assignment]:
    """When independent experts held one of the reader's concerns: they helped and saw nothing of the data."""
    own = concerns_visible_to(reader).values("pk")
    held = Assignment.objects.filter(conversation__in=own, level=Assignment.EXPERT).select_related("holder")
    return held.order_by("-started_at", "-pk")
