"""What stands of goodwill beside a concern."""

from typing import Any

from oase.companies.models import Membership
from oase.conversations.models import Conversation
from oase.second_level.goodwill.queries import given_visible_to, kinds_visible_to, wishes_visible_to


def panel(membership: Membership, conversation: Conversation) -> dict[str, Any]:
    """What this customer was given, what waits for a decision, and whether there is anything to give."""
    return {
        "gives": kinds_visible_to(membership).exists(),
        "given": given_visible_to(membership, conversation),
        "wishes": wishes_visible_to(membership, conversation),
    }
