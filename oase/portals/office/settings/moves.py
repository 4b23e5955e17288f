"""How a preview says which open promises would move."""

from collections.abc import Sequence
from typing import Any

from oase.second_level.promising.moving import Moved

SHOWN = 10


def moves(moved: Sequence[Moved]) -> dict[str, Any]:
    """What `office/settings/moves.html` says: how many, which way, and the first of them."""
    return {
        "moved": len(moved),
        "later": sum(one.becomes > one.was for one in moved),
        "earlier": sum(one.becomes < one.was for one in moved),
        "moves": sorted(moved, key=lambda one: one.was)[:SHOWN],
    }
