"""What the shield must know of a conversation, kept for a minute in memory: reading it anew takes a dozen queries.

Nothing is used that is out of date where it matters: `Footing.stamp` is read under the lock, and changes with the
customer, their consents and who holds the concern. First names and product words that stay readable may be a minute
old.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Collection
from uuid import UUID

from django.db import connection

from oase.conversations.footing import Footing
from oase.conversations.models import Conversation
from oase.conversations.shielding import Record, record_in

KEPT_SECONDS = 60
MOST_KEPT = 4096

Key = tuple[UUID | int, int | None]
"""A conversation, or the customer who is opening one; and the expert whose side it is."""

_kept: OrderedDict[Key, tuple[str, float, Record]] = OrderedDict()
_guard = threading.Lock()


def record_of(footing: Footing, *, expert_id: int | None = None) -> Record:
    """What is known for texts of the customer and the company, or of this expert. Called under the conversation's lock.

    Raises:
        VaultError: what must be hidden does not open.
    """
    key = (footing.id, expert_id)
    if (record := _look_up(key, footing.stamp)) is not None:
        return record
    conversation = Conversation.objects.select_related(
        "company", "customer__person", "customer__advisor__person", "customer__deputy__person"
    ).get(pk=footing.id)
    return _keep(key, footing.stamp, record_in(conversation, expert_id=expert_id))


def record_of_new(conversation: Conversation, stamp: str) -> Record:
    """What is known for the first words of a conversation that is just being opened; `stamps_of` gives the stamp.

    Raises:
        VaultError: what must be hidden does not open.
    """
    key = (conversation.customer_id, None)
    return _look_up(key, stamp) or _keep(key, stamp, record_in(conversation))


def stamps_of(customer_ids: Collection[int]) -> dict[int, str]:
    """For each customer something that changes whenever they or who cares for them do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, concat_ws(' ', c.xmin, p.xmin) FROM oase_customer c JOIN oase_person p ON p.id = c.person_id"
            " WHERE c.id = ANY(%s::bigint[])",
            [list(customer_ids)],
        )
        return dict(cursor.fetchall())


def _look_up(key: Key, stamp: str) -> Record | None:
    with _guard:
        _forget_old(time.monotonic())
        found = _kept.get(key)
        return found[2] if found is not None and found[0] == stamp else None


def _keep(key: Key, stamp: str, record: Record) -> Record:
    with _guard:
        _kept.pop(key, None)
        _kept[key] = (stamp, time.monotonic(), record)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return record


def _forget_old(now: float) -> None:
    # What is known of somebody does not linger in memory when nobody writes with them any more.
    while _kept and next(iter(_kept.values()))[1] < now - KEPT_SECONDS:
        _kept.popitem(last=False)
