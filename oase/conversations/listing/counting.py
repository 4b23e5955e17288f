"""How many rows views have, in one statement: each count stops by itself, so that a large house pays no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from oase.conversations.listing.branches import View, Where
from oase.conversations.listing.reading import fetch

MOST: Final = 250
"""Beyond it nobody counts: it says “250+”."""
EXAMINED: Final = 2000
"""So many rows of a branch are looked at for what no index answers."""


@dataclass(frozen=True)
class Count:
    """How many rows a view has. With `more` there are so many at least."""

    number: int
    more: bool = False


def counts_of(views: Mapping[str, View]) -> dict[str, Count]:
    """How many rows each of these views has."""
    if not views:
        return {}
    columns, values = list[str](), list[Any]()
    for view in views.values():
        counted = _bare(view) if view.only is None else _sifted(view, view.only)
        columns.append(counted.sql)
        values += counted.values
    (row,) = fetch(f"SELECT {', '.join(columns)}", values)
    return {key: _told(number) for key, number in zip(views, row, strict=True)}


def _told(number: int) -> Count:
    # Below nought: so many and one were found when looking stopped.
    found, stopped = (-1 - number, True) if number < 0 else (number, False)
    return Count(min(found, MOST), stopped or found > MOST)


def _bare(view: View) -> Where:
    if not view.branches:
        return Where("0")
    # Each branch stops counting by itself; what they have together is cut when it is told. In its order, because then
    # no plan goes through the table, past other companies' rows.
    end = f"ORDER BY {view.order.by()} LIMIT {MOST + 1}"
    rows = [f"(SELECT FROM oase_listing WHERE {where.sql} {end})" for where in view.branches]
    values = tuple(value for where in view.branches for value in where.values)
    return Where(f"(SELECT count(*) FROM ({' UNION ALL '.join(rows)}) counted)", values)


def _sifted(view: View, only: Where) -> Where:
    if not view.branches:
        return Where("0")
    parts, values = list[str](), list[Any]()
    for where in view.branches:
        looked = f"SELECT * FROM oase_listing WHERE {where.sql} ORDER BY {view.order.by()} LIMIT {EXAMINED + 1}"
        parts.append(f"SELECT count(*) FILTER (WHERE {only.sql}) AS fits, count(*) AS seen FROM ({looked}) looked")
        values += [*only.values, *where.values]
    stopped = f"CASE WHEN max(seen) > {EXAMINED} THEN -1 - sum(fits) ELSE sum(fits) END"
    return Where(f"(SELECT ({stopped})::int FROM ({' UNION ALL '.join(parts)}) counted)", tuple(values))
