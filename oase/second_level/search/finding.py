"""Concerns by their words, newest first. However many there are, few rows are looked at.

Words that stand in few concerns are found through the index at once. Of others the newest concerns are walked through,
which soon finds enough of common ones. Where they are not among the newest, the index finds all; or, if these would be
too many, a month at a time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.db import connection

from oase.companies.models import Customer, Membership
from oase.jobs import clock
from oase.second_level.search.quoting import told_so
from oase.second_level.search.wanted import Wanted, quoted

A_PAGE: Final = 25
RARE: Final = 1_500
"""Words in no more concerns than this are found at once."""
MANY: Final = 10_000
"""So many concerns at most are found through the index in one go."""
PROBED, WALKED = 500, 5_000
"""Newest concerns that are walked through for words that are not rare: a few, and more where that found some."""
LOOKED_AT: Final = 100
ROUNDS: Final = 4
"""Concerns with all the words, and how often so many, in which a phrase is looked for before a page ends."""
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


# Of each word the index knows in which company it was said, and a word for the month (`oase_words_within`). It finds
# the two rarest together; of what it found, the few that are left are looked at for all the others.
_INDEXED: Final = """
SELECT conversation_id, at, words, customer_id FROM oase_searchable
 WHERE oase_words_within(company_id, month, words) @@ %(within)s::tsquery
"""
_FITTING: Final = """
SELECT conversation_id, at FROM found
 WHERE words @@ %(words)s::tsquery AND customer_id <> %(own)s::bigint
   AND (at, conversation_id) < (%(at)s::timestamptz, %(id)s::uuid)
 ORDER BY at DESC, conversation_id DESC LIMIT %(most)s::int
"""
_AT_ONCE: Final = f"""
WITH found AS MATERIALIZED ({_INDEXED} LIMIT {MANY + 1})
SELECT conversation_id, at, looked_at
  FROM (SELECT count(*) AS looked_at FROM found) AS counted LEFT JOIN ({_FITTING}) AS fitting ON true
 ORDER BY at DESC, conversation_id DESC
"""
_IN_MONTH: Final = f"WITH found AS MATERIALIZED ({_INDEXED}) {_FITTING}"
_ITS_OWN: Final = """
SELECT conversation_id, at FROM oase_searchable
 WHERE conversation_id = ANY (ARRAY(SELECT id FROM oase_conversation WHERE customer_id = ANY (%(customers)s::bigint[])))
   AND company_id = %(company)s::bigint AND words @@ %(words)s::tsquery AND customer_id <> %(own)s::bigint
   AND (at, conversation_id) < (%(at)s::timestamptz, %(id)s::uuid)
 ORDER BY at DESC, conversation_id DESC LIMIT %(most)s::int
"""
_OLDEST: Final = """
SELECT min(month) FROM (
    SELECT month FROM oase_searchable WHERE company_id = %(company)s::bigint ORDER BY at LIMIT 1) AS oldest
"""

Rows = list[tuple[UUID, datetime]]


def _walked(newest: int) -> str:
    return f"""
SELECT conversation_id, at
  FROM (SELECT conversation_id, at, words, customer_id FROM oase_searchable
         WHERE company_id = %(company)s::bigint AND (at, conversation_id) < (%(at)s::timestamptz, %(id)s::uuid)
         ORDER BY at DESC, conversation_id DESC LIMIT {newest}) AS newest
 WHERE words @@ %(words)s::tsquery AND customer_id <> %(own)s::bigint
 ORDER BY at DESC, conversation_id DESC LIMIT %(most)s::int
"""


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
    values = _values(membership, wanted, below) | {"customers": None if customers is None else list(customers)}
    if not wanted.phrases:
        rows, place = _with_all_words(wanted, values, most)
        return Found(tuple(one for one, _ in rows), place)
    return _with_phrases(wanted, values, most)


def _with_phrases(wanted: Wanted, values: dict[str, Any], most: int) -> Found:
    """Of the concerns with all the words those in which they stand as they were quoted."""
    found: Rows = []
    for _ in range(ROUNDS):
        rows, place = _with_all_words(wanted, values, LOOKED_AT)
        holding = told_so([one for one, _ in rows], wanted.phrases)
        found += [row for row in rows if row[0] in holding]
        if len(found) > most or place is None:
            return Found(*_shown(found, most))
        values = values | {"at": place.at, "id": place.id}
    return Found(tuple(one for one, _ in found), place)


def _with_all_words(wanted: Wanted, values: dict[str, Any], most: int) -> tuple[Rows, Place | None]:
    values = values | {"most": most + 1}
    if values["customers"] is not None:
        return _cut(_read(_ITS_OWN, values), most)
    if wanted.rarest > RARE:
        probed = _read(_walked(PROBED), values)
        if len(probed) <= most < len(probed) * WALKED // PROBED:
            probed = _read(_walked(WALKED), values)
        if len(probed) > most:
            return _cut(probed, most)
    if wanted.rarest <= MANY or len(wanted.terms) > 1:
        rows = _read(_AT_ONCE, values)
        if rows[0][2] <= MANY:
            return _cut([(one, at) for one, at, _ in rows if one], most)
    return _by_months(values, most)


def _values(membership: Membership, wanted: Wanted, below: Place | None) -> dict[str, Any]:
    # Nobody sees a concern of their own here.
    own = Customer.objects.filter(company_id=membership.company_id, person_id=membership.person_id).first()
    start = below or Place(datetime.max.replace(tzinfo=UTC), LAST_ID)
    return {
        "company": membership.company_id,
        "words": wanted.tsquery,
        "within": wanted.rarest_two(f"{membership.company_id}:"),
        "own": own.pk if own else 0,
        "at": start.at,
        "id": start.id,
    }


def _by_months(values: dict[str, Any], most: int) -> tuple[Rows, Place | None]:
    [(oldest,)] = _read(_OLDEST, values)
    if oldest is None:
        return [], None
    newest = _month(min(values["at"], clock.now()))
    # A message of this moment may be a moment ahead of our own clock.
    first = newest + 1 if values["at"] > clock.now() else newest
    last = max(oldest, first - MONTHS_AT_ONCE)
    rows: Rows = []
    for month in range(first, last - 1, -1):
        word = quoted(f"{values['company']}#{month}")
        in_month = {"within": f"{values['within']} & {word}", "most": most + 1 - len(rows)}
        rows += _read(_IN_MONTH, values | in_month)
        if len(rows) > most:
            return _cut(rows, most)
    return rows, Place(_begins(last), FIRST_ID) if last > oldest else None


def _month(moment: datetime) -> int:
    utc = moment.astimezone(UTC)
    return utc.year * 12 + utc.month - 1


def _begins(month: int) -> datetime:
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)


def _cut(rows: Rows, most: int) -> tuple[Rows, Place | None]:
    shown = rows[:most]
    return shown, Place(shown[-1][1], shown[-1][0]) if len(rows) > most else None


def _shown(rows: Rows, most: int) -> tuple[tuple[UUID, ...], Place | None]:
    shown, place = _cut(rows, most)
    return tuple(one for one, _ in shown), place


def _read(statement: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
