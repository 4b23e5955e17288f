"""Concerns by their words, newest first. However many there are, few rows are looked at.

Words that stand in few concerns are found through the index at once. Of others the newest concerns are walked through,
which soon finds enough of common ones; and what is neither is found through the index a month at a time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.db import connection

from oase.companies.models import Customer, Membership
from oase.jobs import clock
from oase.second_level.search.wording import Wanted

A_PAGE: Final = 25
RARE: Final = 250
"""Words in no more concerns than this are found at once."""
WALKED: Final = 5_000
"""Newest concerns that are walked through for words that are not rare."""
MONTHS_AT_ONCE: Final = 24
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """A place in the newest-first order: below the concern `id`, in which something was last said `at`."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // MICROSECOND}-{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """A place as it stands in an address; None when it is none."""
        at, _, rest = text.partition("-")
        try:
            return cls(EPOCH + int(at) * MICROSECOND, UUID(rest))
        except (ValueError, OverflowError):
            return None


FIRST_ID: Final = UUID(int=0)
LAST_ID: Final = UUID(int=2**128 - 1)


@dataclass(frozen=True)
class Found:
    """Ids of concerns, and below which place there may be more; None: that is all there is."""

    ids: tuple[UUID, ...]
    below: Place | None = None


_ONE = """
SELECT conversation_id, at FROM oase_searchable
 WHERE company_id = %(company)s::bigint AND words @@ %(words)s::tsquery AND customer_id <> %(own)s::bigint
   AND (at, conversation_id) < (%(at)s::timestamptz, %(id)s::uuid)
"""
_RARE = f"""
WITH found AS MATERIALIZED ({_ONE})
SELECT conversation_id, at FROM found ORDER BY at DESC, conversation_id DESC LIMIT %(most)s::int
"""
_WALKED = f"""
SELECT conversation_id, at
  FROM (SELECT conversation_id, at, words, customer_id FROM oase_searchable
         WHERE company_id = %(company)s::bigint AND (at, conversation_id) < (%(at)s::timestamptz, %(id)s::uuid)
         ORDER BY at DESC, conversation_id DESC LIMIT {WALKED}) AS newest
 WHERE words @@ %(words)s::tsquery AND customer_id <> %(own)s::bigint
 ORDER BY at DESC, conversation_id DESC LIMIT %(most)s::int
"""
_IN_MONTH = f"""
WITH found AS MATERIALIZED ({_ONE} AND month = %(month)s::int)
SELECT conversation_id, at FROM found ORDER BY at DESC, conversation_id DESC LIMIT %(most)s::int
"""
_ITS_OWN = f"""
WITH found AS MATERIALIZED ({_ONE} AND conversation_id IN (
    SELECT id FROM oase_conversation WHERE customer_id = ANY (%(customers)s::bigint[])))
SELECT conversation_id, at FROM found ORDER BY at DESC, conversation_id DESC LIMIT %(most)s::int
"""
_OLDEST = """
SELECT min(month) FROM (
    SELECT month FROM oase_searchable WHERE company_id = %(company)s::bigint ORDER BY at LIMIT 1) AS oldest
"""

Rows = list[tuple[UUID, datetime]]


def found_visible_to(
    membership: Membership,
    wanted: Wanted,
    *,
    below: Place | None = None,
    customers: Collection[int] | None = None,
    most: int = A_PAGE,
) -> Found:
    """The newest concerns of the member's company in which all terms stand, without those they have themself.

    below: only what comes after this place. customers: only theirs.
    """
    if not wanted.terms or wanted.is_hopeless:
        return Found(())
    values = _values(membership, wanted, below, most + 1)
    if customers is not None:
        return _cut(_read(_ITS_OWN, values | {"customers": list(customers)}), most)
    if wanted.rarest <= RARE:
        return _cut(_read(_RARE, values), most)
    walked = _read(_WALKED, values)
    if len(walked) > most:
        return _cut(walked, most)
    return _by_months(values, most)


def _values(membership: Membership, wanted: Wanted, below: Place | None, most: int) -> dict[str, Any]:
    own = Customer.objects.filter(company_id=membership.company_id, person_id=membership.person_id)
    return {
        "company": membership.company_id,
        "own": own.values_list("pk", flat=True).first() or 0,
        "words": wanted.tsquery,
        "at": below.at if below else datetime.max.replace(tzinfo=UTC),
        "id": below.id if below else LAST_ID,
        "most": most,
    }


def _by_months(values: dict[str, Any], most: int) -> Found:
    [(oldest,)] = _read(_OLDEST, values)
    if oldest is None:
        return Found(())
    newest = _month(min(values["at"], clock.now()))
    # A message of this moment may be a moment ahead of our own clock.
    first = newest + 1 if values["at"] > clock.now() else newest
    rows: Rows = []
    for month in range(first, max(oldest, first - MONTHS_AT_ONCE) - 1, -1):
        rows += _read(_IN_MONTH, values | {"month": month, "most": most + 1 - len(rows)})
        if len(rows) > most:
            return _cut(rows, most)
    last = max(oldest, first - MONTHS_AT_ONCE)
    ids = tuple(conversation for conversation, _ in rows)
    return Found(ids, Place(_begins(last), FIRST_ID) if last > oldest else None)


def _month(moment: datetime) -> int:
    utc = moment.astimezone(UTC)
    return utc.year * 12 + utc.month - 1


def _begins(month: int) -> datetime:
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)


def _cut(rows: Rows, most: int) -> Found:
    shown = rows[:most]
    ids = tuple(conversation for conversation, _ in shown)
    return Found(ids, Place(shown[-1][1], shown[-1][0]) if len(rows) > most else None)


def _read(statement: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
