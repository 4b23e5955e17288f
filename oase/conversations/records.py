"""What the shield must know of a conversation, kept for a minute in memory: reading it anew takes a dozen queries.

Nothing is used that is out of date where it matters: `Footing.stamp` is read under the lock, and changes with the
customer, their consents and who holds the concern. First names and product words that stay readable may be a minute
old.
"""

import threading
import time
from collections import OrderedDict
from uuid import UUID

from oase.conversations.footing import Footing
from oase.conversations.models import Conversation
from oase.conversations.shielding import Record, record_in

KEPT_SECONDS = 60
MOST_KEPT = 4096

_kept: OrderedDict[tuple[UUID, int | None], tuple[str, float, Record]] = OrderedDict()
_guard = threading.Lock()


def record_of(footing: Footing, *, expert_id: int | None = None) -> Record:
    """What is known for texts of the customer and the company, or of this expert. Called under the conversation's lock.

    Raises:
        VaultError: what must be hidden does not open.
    """
    key, now = (footing.id, expert_id), time.monotonic()
    with _guard:
        _forget_old(now)
        found = _kept.get(key)
        if found is not None and found[0] == footing.stamp:
            return found[2]
    conversation = Conversation.objects.select_related(
        "company", "customer__person", "customer__advisor__person", "customer__deputy__person"
    ).get(pk=footing.id)
    record = record_in(conversation, expert_id=expert_id)
    with _guard:
        _kept.pop(key, None)
        _kept[key] = (footing.stamp, now, record)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return record


def _forget_old(now: float) -> None:
    # What is known of somebody does not linger in memory when nobody writes with them any more.
    while _kept and next(iter(_kept.values()))[1] < now - KEPT_SECONDS:
        _kept.popitem(last=False)
