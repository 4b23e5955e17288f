"""What the company's own people may do beyond a conversation's own verbs: keyword-only, one transaction each."""

from oase.second_level.advisors.actions import set_away
from oase.second_level.giving_back import give_back
from oase.second_level.revealing import (
    ContactCard,
    contact_for,
    open_file,
    originals_for,
    reveal_contact,
    reveal_conversation,
)

__all__ = [
    "ContactCard",
    "contact_for",
    "give_back",
    "open_file",
    "originals_for",
    "reveal_contact",
    "reveal_conversation",
    "set_away",
]
