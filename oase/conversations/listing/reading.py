"""A page of a view: bounded, so that it costs the same in a small house and in a large one."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    return _from(view, place_in(after, view.order)) if end is None else _back_from(view, end)


def _from(view: View, beginning: Values | None) -> Page:
    found, stop = _read(view, beginning)
    if not found and stop is None and beginning is not None:
        # All that came after it is gone: what came before it is still a place to be.
        return _back_from(view, beginning)
    shown, more = found[:A_PAGE], len(found) > A_PAGE
    on_from, back_from = shown[-1] if more else stop, shown[0] if shown else beginning
    return Page(
        [place[-1] for place in shown],
        newer=word_of(back_from) if beginning is not None and back_from is not None else "",
        older=word_of(on_from) if on_from is not None else "",
        looks_further=stop is not None and not more,
    )


def _back_from(view: View, end: Values) -> Page:
    found, stop = _read(view, end, backwards=True)
    shown, more = found[:A_PAGE][::-1], len(found) > A_PAGE
    back_from = shown[0] if more else stop
    if back_from is None:
        return _from(view, None)  # so near the beginning that the first page is the fuller one
    on_from = shown[-1] if shown else back_from
    return Page([place[-1] for place in shown], newer=word_of(back_from), older=word_of(on_from))


def _read(view: View, place: Values | None, *, backwards: bool = False) -> tuple[list[Values], Values | None]:
    """One row more than a page, and the place up to which was looked when there is more to look at."""
    if not view.branches:
        return [], None
    names = ", ".join(name for name, _ in view.order.columns)
    by = view.order.by(backwards=backwards)
    statement, values = _joined(view, place, names, f"ORDER BY {by} LIMIT {A_PAGE + 1}", backwards=backwards)
    found = fetch(f"SELECT {names} FROM ({statement}) every ORDER BY {by} LIMIT {A_PAGE + 1}", values)
    if view.only is None or (len(found) > A_PAGE and not _stopped_before(view, place, found[-1], backwards=backwards)):
        return found, None
    further = _frontier(view, place, backwards=backwards)
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


def _stretches(view: View, place: Values | None, *, backwards: bool) -> list[Where]:
    if place is None:
        return list(view.branches)
    return [branch & view.order.beyond(place, backwards=backwards) for branch in view.branches]


def _joined(view: View, place: Values | None, names: str, end: str, *, backwards: bool) -> tuple[str, list[Any]]:
    parts, values = list[str](), list[Any]()
    for where in _stretches(view, place, backwards=backwards):
        values += where.values
        if view.only is None:
            parts.append(f"(SELECT {names} FROM oase_listing WHERE {where.sql} {end})")
            continue
        looked = f"SELECT * FROM oase_listing WHERE {where.sql} ORDER BY {view.order.by(backwards=backwards)}"
        parts.append(f"(SELECT {names} FROM ({looked} LIMIT {EXAMINED}) looked WHERE {view.only.sql} {end})")
        values += view.only.values
    return " UNION ALL ".join(parts), values


def _stopped_before(view: View, place: Values | None, last: Values, *, backwards: bool) -> bool:
    """Whether looking stopped in one branch before a row that was found in another."""
    if len(view.branches) == 1:
        return False
    not_after = view.order.up_to(last, backwards=backwards)
    parts = [
        f"EXISTS (SELECT FROM oase_listing WHERE {(where & not_after).sql} OFFSET {EXAMINED})"
        for where in _stretches(view, place, backwards=backwards)
    ]
    values = [value for where in _stretches(view, place, backwards=backwards) for value in (*where.values, *last)]
    return bool(fetch(f"SELECT {' OR '.join(parts)}", values)[0][0])


def _frontier(view: View, place: Values | None, *, backwards: bool) -> Values | None:
    """The nearest place at which a branch was looked at no further."""
    names = ", ".join(name for name, _ in view.order.columns)
    by = view.order.by(backwards=backwards)
    stretches = _stretches(view, place, backwards=backwards)
    parts = [
        f"(SELECT {names} FROM oase_listing WHERE {where.sql} ORDER BY {by} OFFSET {EXAMINED - 1} LIMIT 1)"
        for where in stretches
    ]
    values = [value for where in stretches for value in where.values]
    joined = " UNION ALL ".join(parts)
    return next(iter(fetch(f"SELECT {names} FROM ({joined}) every ORDER BY {by} LIMIT 1", values)), None)
