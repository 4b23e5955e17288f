"""What an expert may do. They see through the views of `desk/`; they act through these verbs with ids and text."""

from oase.experts.actions.answering import answer, give_on
from oase.experts.actions.claiming import TIME_TO_READ, AlreadyClaimed, claim, decline
from oase.experts.actions.presenting import MOST_AT_ONCE, present, set_available

__all__ = [
    "MOST_AT_ONCE",
    "TIME_TO_READ",
    "AlreadyClaimed",
    "answer",
    "claim",
    "decline",
    "give_on",
    "present",
    "set_available",
]
