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

from oase.companies.models import Customer
from oase.conversations.choices.standing import Standing
from oase.conversations.footing import Footing
from oase.conversations.knowing import carers_of, first_names_at, known_at_first, readable_among
from oase.conversations.models import Conversation
from oase.conversations.shielding import Record, record_in
from oase.privacy.shield import Known

KEPT_SECONDS = 60
MOST_KEPT = 4096

Key = tuple[UUID, int | None]
"""A conversation, and the expert whose side it is."""

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


def records_of_new(customers: Collection[Customer]) -> dict[int, Record]:
    """What is known for the first words of conversations that are just being opened, by customer; nothing is kept.

    Raises:
        VaultError: what must be hidden does not open.
    """
    known = known_at_first(customers)
    staff = first_names_at({customer.company_id for customer in customers})
    records = {}
    for customer in customers:
        carers = [person.first_name for person in carers_of(customer)]
        words = [*customer.company.vocabulary, *staff.get(customer.company_id, ()), *carers]
        readable = readable_among(words, Known(names=tuple(customer.person.names)))
        records[customer.pk] = Record(known[customer.pk], readable, Standing())
    return records


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
