"""What the shield must know of a conversation, kept for a minute in memory: reading it anew takes a dozen queries.

Nothing is used that is out of date where it matters: `Footing.stamp` is read under the lock, and changes with the
customer, their consents and who holds the concern. First names and product words that stay readable may be a minute
old.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Hashable, Mapping
from uuid import UUID

from oase.companies.models import Customer
from oase.conversations.choices.standing import Standing
from oase.conversations.footing import Footing
from oase.conversations.knowing import carers_of, known_at_first, readable_among
from oase.conversations.models import Conversation
from oase.conversations.shielding import Record, record_in
from oase.privacy.shield import Known

KEPT_SECONDS = 60
MOST_KEPT = 4096

Key = tuple[UUID, int | None]
"""A conversation, and the expert whose side it is."""


def record_of(footing: Footing, *, expert_id: int | None = None) -> Record:
    """What is known for texts of the customer and the company, or of this expert. Called under the conversation's lock.

    Raises:
        VaultError: what must be hidden does not open.
    """
    key = (footing.id, expert_id)
    if (record := _in_conversations.look_up(key, footing.stamp)) is not None:
        return record
    conversation = Conversation.objects.select_related(
        "company", "customer__person", "customer__advisor__person", "customer__deputy__person"
    ).get(pk=footing.id)
    return _in_conversations.keep(key, footing.stamp, record_in(conversation, expert_id=expert_id))


def records_of_new(customers: Collection[Customer], staff: Mapping[int, Collection[str]]) -> dict[int, Record]:
    """What is known for the first words of conversations that are just being opened, by customer.

    The customers, their mailboxes and carers were read in this transaction; `staff` names the companies' own people.
    What was known a moment ago is used again only if all of it is the same.

    Raises:
        VaultError: what must be hidden does not open.
    """
    stamps = {customer.pk: _stamp(customer, staff[customer.company_id]) for customer in customers}
    records = {one: record for one, stamp in stamps.items() if (record := _at_first.look_up(one, stamp)) is not None}
    unknown = [customer for customer in customers if customer.pk not in records]
    known = known_at_first(unknown) if unknown else {}
    for customer in unknown:
        carers = [person.first_name for person in carers_of(customer)]
        words = [*customer.company.vocabulary, *staff[customer.company_id], *carers]
        readable = readable_among(words, Known(names=tuple(customer.person.names)))
        record = Record(known[customer.pk], readable, Standing())
        records[customer.pk] = _at_first.keep(customer.pk, stamps[customer.pk], record)
    return records


def _stamp(customer: Customer, staff: Collection[str]) -> Hashable:
    people = [customer.person, *carers_of(customer)]
    mailbox = getattr(customer.person, "mailbox", None)
    return (
        customer.number,
        mailbox and bytes(mailbox.sealed),
        *((one.pk, one.first_name, one.last_name, one.email, one.contact_id) for one in people),
        tuple(customer.company.vocabulary),
        tuple(staff),
    )


class _Memory[Key: Hashable]:
    """Records for a minute, each under the stamp of what it was made of."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[Hashable, float, Record]] = OrderedDict()
        self._guard = threading.Lock()

    def look_up(self, key: Key, stamp: Hashable) -> Record | None:
        with self._guard:
            self._forget_old(time.monotonic())
            found = self._kept.get(key)
            return found[2] if found is not None and found[0] == stamp else None

    def keep(self, key: Key, stamp: Hashable, record: Record) -> Record:
        with self._guard:
            self._kept.pop(key, None)
            self._kept[key] = (stamp, time.monotonic(), record)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return record

    def _forget_old(self, now: float) -> None:
        # What is known of somebody does not linger in memory when nobody writes with them any more.
        while self._kept and next(iter(self._kept.values()))[1] < now - KEPT_SECONDS:
            self._kept.popitem(last=False)


_in_conversations: _Memory[Key] = _Memory()
_at_first: _Memory[int] = _Memory()
"""By customer."""
