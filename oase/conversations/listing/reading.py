"""A page of a view: bounded, so that it costs the same in a small house and in a large one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db import connection

from oase.conversations.listing.branches import Values, View, Where
from oase.conversations.listing.places import place_in, word_of

A_PAGE: Final = 50
EXAMINED: Final = 2000
"""So many rows of a branch are looked at for what no index answers, a page; the next page looks further."""


@dataclass(frozen=True)
class Page:
    """Rows of a view in its order, and where the next page begins on either side, as words for an address."""

    ids: list[UUID]
    newer: str = ""
    older: str = ""
    looks_further: bool = False
    """`older` does not begin after the last row, but where looking stopped: there may be more, or nothing."""


def page_of(view: View, *, after: str = "", before: str = "") -> Page:
    """A page of a view that begins after a place, or ends before one; without either, the first."""
    end = place_in(before, view.order)
    if end is not None:
        return _back_from(view, view.order.beyond(end, backwards=True))
    return _from(view, place_in(after, view.order))


def _from(view: View, beginning: Values | None) -> Page:
    found, stop = _read(view, None if beginning is None else view.order.beyond(beginning))
    if not found and stop is None and beginning is not None:
        # Nothing is left after it: what stands up to there is the last page.
        return replace(_back_from(view, view.order.up_to(beginning)), older="", looks_further=False)
    shown, more = found[:A_PAGE], len(found) > A_PAGE
    on_from, back_from = shown[-1] if more else stop, shown[0] if shown else beginning
    return Page(
        [place[-1] for place in shown],
        newer=word_of(back_from) if beginning is not None and back_from is not None else "",
        older=word_of(on_from) if on_from is not None else "",
        looks_further=stop is not None and not more,
    )


def _back_from(view: View, limit: Where) -> Page:
    found, stop = _read(view, limit, backwards=True)
    shown, more = found[:A_PAGE][::-1], len(found) > A_PAGE
    back_from = shown[0] if more else stop
    if back_from is None:
        return _from(view, None)  # so near the beginning that the first page is the fuller one
    on_from = shown[-1] if shown else back_from
    return Page([place[-1] for place in shown], newer=word_of(back_from), older=word_of(on_from))


def _read(view: View, limit: Where | None, *, backwards: bool = False) -> tuple[list[Values], Values | None]:
    """One row more than a page, and the place up to which was looked when there is more to look at."""
    if not view.branches:
        return [], None
    stretches = [branch if limit is None else branch & limit for branch in view.branches]
    by = view.order.by(backwards=backwards)
    statement, values = _joined(view, stretches, by)
    found = fetch(statement, values)
    if view.only is None or (len(found) > A_PAGE and not _stopped_before(view, stretches, found[-1], backwards)):
        return found, None
    further = _frontier(view, stretches, by)
    if further is None:
        return found, None

    def is_within(one: Values) -> bool:
        return one == further or view.order.is_before(one, further) != backwards

    # Beyond the place where one branch stopped, the others cannot say what is next.
    return [one for one in found if is_within(one)], further


def fetch(statement: str, values: Sequence[Any]) -> list[Values]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Values] = cursor.fetchall()
        return rows


def _joined(view: View, stretches: Sequence[Where], by: str) -> tuple[str, list[Any]]:
    names, end = view.order.names, f"ORDER BY {by} LIMIT {A_PAGE + 1}"
    parts, values = list[str](), list[Any]()
    for where in stretches:
        values += where.values
        if view.only is None:
            parts.append(f"(SELECT {names} FROM oase_listing WHERE {where.sql} {end})")
            continue
        looked = f"SELECT * FROM oase_listing WHERE {where.sql} ORDER BY {by} LIMIT {EXAMINED}"
        parts.append(f"(SELECT {names} FROM ({looked}) looked WHERE {view.only.sql} {end})")
        values += view.only.values
    return f"SELECT {names} FROM ({' UNION ALL '.join(parts)}) every {end}", values


def _stopped_before(view: View, stretches: Sequence[Where], last: Values, backwards: bool) -> bool:
    """Whether looking stopped in one branch before a row that was found in another."""
    if len(stretches) == 1:
        return False
    both = [where & view.order.up_to(last, backwards=backwards) for where in stretches]
    parts = [f"EXISTS (SELECT FROM oase_listing WHERE {where.sql} OFFSET {EXAMINED})" for where in both]
    values = [value for where in both for value in where.values]
    return bool(fetch(f"SELECT {' OR '.join(parts)}", values)[0][0])


def _frontier(view: View, stretches: Sequence[Where], by: str) -> Values | None:
    """The nearest place at which a branch was looked at no further."""
    names, end = view.order.names, f"ORDER BY {by} OFFSET {EXAMINED - 1} LIMIT 1"
    parts = [f"(SELECT {names} FROM oase_listing WHERE {where.sql} {end})" for where in stretches]
    values = [value for where in stretches for value in where.values]
    joined = " UNION ALL ".join(parts)
    return next(iter(fetch(f"SELECT {names} FROM ({joined}) every ORDER BY {by} LIMIT 1", values)), None)
