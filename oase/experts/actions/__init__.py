"""What an expert may do. They see through the views of `desk/`; they act through these verbs with ids and text."""

from oase.experts.actions.answering import Answered, Untold, answer, look_at
from oase.experts.actions.claiming import TIME_TO_READ, AlreadyClaimed, claim, decline
from oase.experts.actions.giving import REASONS, TO_COMPANY, give_back, give_on
from oase.experts.actions.presenting import present
from oase.experts.availability.actions import MOST_AT_ONCE, set_available

__all__ = [
    "MOST_AT_ONCE",
    "REASONS",
    "TIME_TO_READ",
    "TO_COMPANY",
    "AlreadyClaimed",
    "Answered",
    "Untold",
    "answer",
    "claim",
    "decline",
    "give_back",
    "give_on",
    "look_at",
    "present",
    "set_available",
]
