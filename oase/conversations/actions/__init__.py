"""What may happen to a conversation: keyword-only verbs, one transaction each."""

from oase.conversations.actions.asking import ask
from oase.conversations.actions.choosing import mask_more, withdraw_choice
from oase.conversations.actions.linking import confirm_address, send_link
from oase.conversations.actions.passing import ask_for_company, hand_over, hand_over_to_team, take
from oase.conversations.actions.replying import reply
from oase.conversations.actions.reporting import promise_later, report_progress
from oase.conversations.actions.solving import confirm_solution, decline_solution, propose_solution, solve
from oase.conversations.choices.standing import NO_WISHES, Wishes
from oase.conversations.drafts import save_draft
from oase.conversations.handing import pass_on
from oase.conversations.words import IncomingFile, Refused

__all__ = [
    "NO_WISHES",
    "IncomingFile",
    "Refused",
    "Wishes",
    "ask",
    "ask_for_company",
    "confirm_address",
    "confirm_solution",
    "decline_solution",
    "hand_over",
    "hand_over_to_team",
    "mask_more",
    "pass_on",
    "promise_later",
    "propose_solution",
    "reply",
    "report_progress",
    "save_draft",
    "send_link",
    "solve",
    "take",
    "withdraw_choice",
]
