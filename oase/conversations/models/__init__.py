from oase.conversations.models.assignment import Assignment
from oase.conversations.models.conversation import Conversation
from oase.conversations.models.event import CHANGES_OF_HANDS, Event, Outbox
from oase.conversations.models.late import LateSolution
from oase.conversations.models.message import Attachment, Draft, Message

__all__ = [
    "CHANGES_OF_HANDS",
    "Assignment",
    "Attachment",
    "Conversation",
    "Draft",
    "Event",
    "LateSolution",
    "Message",
    "Outbox",
]
