from uuid import UUID

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import lock
from oase.conversations.models import Conversation
from oase.second_level.rules import may_care


def cared_for(conversation_id: UUID, by: Membership) -> Conversation:
    """A concern that this member may look after, locked.

    Raises:
        NotAllowed: it is not there, another company's, or their own; or they are no longer on the staff.
    """
    try:
        conversation = lock(conversation_id)
    except Conversation.DoesNotExist as error:
        raise NotAllowed("no such conversation") from error
    if not on_the_staff(by) or not may_care(by, conversation):
        raise NotAllowed("only staff of the company, and nobody in their own concern")
    return conversation


def on_the_staff(by: Membership) -> bool:
    """Whether they still are: whoever waited for a lock holds the membership as it was."""
    return Membership.objects.filter(pk=by.pk, left_at=None, person__is_active=True).exists()
