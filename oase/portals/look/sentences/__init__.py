"""What happened in a conversation, as one sentence a person can read aloud. Late is said first and plainly.

Names stand in <b>. Nobody's gender is known, so no sentence needs it. The customer of an event is always "you" to the
customer and "the customer" to staff: never a name, because a guest may have typed somebody else's address.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.utils.safestring import SafeString

from oase.conversations.thread import Line
from oase.portals.look.sentences import care, gestures, hands, promised, shape, turns
from oase.portals.look.sentences.parts import CUSTOMER, STAFF, reason_of

ICONS: Final[Mapping[str, str]] = {
    "asked": "chat",
    "claimed": "shield",
    "given_back": "pass",
    "rested": "pass",
    "offered": "people",
    "company_asked": "building",
    "lapsed": "clock",
    "taken": "hand",
    "revealed": "eye",
    "solution_proposed": "question",
    "solution_declined": "undo",
    "solved": "circle-check",
    "reminded": "bell",
    "reopened": "refresh",
    "rated": "star",
    "forgotten": "leaf",
    "goodwill": "gift",
    "goodwill_withdrawn": "undo",
    "came_back": "sunrise",
    "advisor_changed": "people",
    "stepped_in": "hand",
    "merged": "link",
    "unmerged": "arrow-left-right",
    "split": "arrow-left-right",
    "snoozed": "moon",
    "progress": "hourglass",
    "told_early": "clock",
    "promise_moved": "calendar",
    "solution_late": "clock",
}
HANDOVERS: Final = frozenset({"given_on", "handed_over", "assigned"})
"""Events in which hands change from one person to another: shown with both faces."""


def sentence(
    line: Line, *, reader: str, asked_at: datetime | None = None, customer_id: int | None = None
) -> SafeString:
    """The event `line` as a sentence of safe HTML for `reader`, CUSTOMER or STAFF.

    `asked_at` lets "took over" say after how long. `customer_id` tells the customer's own solving from the company's.
    Of the hints holders leave each other only staff read any.
    """
    write = _KINDS.get(line.kind)
    if write is None:
        return SafeString("")
    return write(line, reader, asked_at, customer_id)


def icon_of(line: Line) -> str:
    """The icon that stands before the sentence."""
    return ICONS.get(line.kind, "info")


_KINDS: Final[Mapping[str, Callable[[Line, str, datetime | None, int | None], SafeString]]] = {
    "asked": hands.asked,
    "claimed": hands.claimed,
    "given_on": hands.passed,
    "handed_over": hands.passed,
    "assigned": hands.passed,
    "given_back": hands.given_back,
    "rested": hands.rested,
    "offered": hands.offered,
    "company_asked": hands.company_asked,
    "lapsed": hands.lapsed,
    "taken": hands.taken,
    "revealed": turns.revealed,
    "solution_proposed": turns.proposed,
    "solution_declined": turns.declined,
    "solved": turns.solved,
    "reminded": turns.reminded,
    "reopened": turns.reopened,
    "rated": turns.rated,
    "forgotten": turns.forgotten,
    "goodwill": gestures.given,
    "goodwill_withdrawn": gestures.withdrawn,
    "came_back": care.came_back,
    "advisor_changed": care.advisor_changed,
    "stepped_in": care.stepped_in,
    "merged": shape.merged,
    "unmerged": shape.unmerged,
    "split": shape.split,
    "snoozed": shape.snoozed,
    "progress": promised.progress,
    "told_early": promised.told_early,
    "promise_moved": promised.promise_moved,
    "solution_late": promised.solution_late,
}

__all__ = ["CUSTOMER", "HANDOVERS", "ICONS", "STAFF", "icon_of", "reason_of", "sentence"]
