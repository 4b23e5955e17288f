"""Own views as branches of the listing: the narrowest index first, and only what is left is looked at row by row."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from oase.companies.models import Membership
from oase.conversations.listing.branches import DUE, SOLVED, TURN, Order, View, Where
from oase.second_level.views import filters as by
from oase.second_level.views.filters import Filters
from oase.second_level.views.standing import EXPERTS, OUR_TURN, OURS, held_by, late_branches, staff_of, still_open

FEW: Final = 1000
"""Tags on no more concerns than this are found by the tag; then nothing has to be looked through."""


def view_of(filters: Filters, member: Membership, now: datetime) -> View:
    """The view as this member sees it at this moment."""
    left = _conditions(filters, member, now)
    if filters.tags and _are_few(filters.tags):
        return _by_tags(filters, member, now, left)
    branches, answered = _stretches(filters, member, now)
    only = _all(where for name, where in left.items() if name not in answered)
    return View(branches, _order(filters), only)


def _order(filters: Filters) -> Order:
    return {by.SOLVED: SOLVED, by.WAITING: DUE, by.LATE: DUE}.get(filters.state, TURN)


def _stretches(filters: Filters, member: Membership, now: datetime) -> tuple[tuple[Where, ...], set[str]]:
    """Stretches of an index, and the names of the filters that they answer."""
    there = still_open(member)
    match filters.state:
        case by.SOLVED:
            return _solved(filters, member)
        case by.LATE:
            return late_branches(member, now), set()
        case by.WAITING:
            if filters.holders:
                return tuple(there & one & OUR_TURN for one in _held(filters, member)), {"holders", "ours"}
            if filters.topics:
                return tuple(there & one & OUR_TURN for one in _topics(filters)), {"topics"}
            return (there & OURS & OUR_TURN,), {"ours"}
    if filters.holders:
        return tuple(there & one for one in _held(filters, member)), {"holders"}
    if filters.topics:
        return tuple(there & one for one in _topics(filters)), {"topics"}
    return (there & OURS, there & EXPERTS), set()


def _topics(filters: Filters) -> list[Where]:
    return [Where("topic_id = %s::bigint", (one,)) for one in filters.topics]


def _solved(filters: Filters, member: Membership) -> tuple[tuple[Where, ...], set[str]]:
    there = staff_of(member) & Where("solved_at IS NOT NULL")
    if filters.stars:
        rated = there & Where("stars IS NOT NULL")
        return tuple(rated & Where("stars = %s::smallint", (one,)) for one in filters.stars), {"stars"}
    if filters.topics:
        return tuple(there & one for one in _topics(filters)), {"topics"}
    return (there,), set()


def _people(filters: Filters, member: Membership) -> list[int | None]:
    meant = [None if one == by.NOBODY else member.person_id if one == by.ME else int(one) for one in filters.holders]
    return list(dict.fromkeys(meant))


def _held(filters: Filters, member: Membership) -> list[Where]:
    return [held_by(one) for one in _people(filters, member)]


def _are_few(tags: tuple[int, ...]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT FROM oase_tagging WHERE tag_id = ANY(%s::bigint[]) LIMIT {FEW + 1}) tagged",
            [list(tags)],
        )
        return bool(cursor.fetchone()[0] <= FEW)


def _by_tags(filters: Filters, member: Membership, now: datetime, left: dict[str, Where]) -> View:
    tagged = Where(
        "conversation_id = ANY(ARRAY(SELECT conversation_id FROM oase_tagging WHERE tag_id = ANY(%s::bigint[])))",
        (list(filters.tags),),
    )
    narrow = Filters(state=filters.state)
    branches, _none = _stretches(narrow, member, now)
    rest = _all(left.values())
    return View(tuple(one & tagged & rest if rest else one & tagged for one in branches), _order(filters))


def _conditions(filters: Filters, member: Membership, now: datetime) -> dict[str, Where]:
    found: dict[str, Where] = {}
    if filters.state == by.WAITING:
        found["ours"] = OURS
    if filters.topics:
        found["topics"] = Where("topic_id = ANY(%s::bigint[])", (list(filters.topics),))
    if filters.tags:
        found["tags"] = Where("tags && %s::bigint[]", (list(filters.tags),))
    if filters.languages:
        found["languages"] = Where("language = ANY(%s::text[])", (list(filters.languages),))
    if filters.channels:
        found["channels"] = Where("channel = ANY(%s::text[])", (list(filters.channels),))
    if filters.stars:
        found["stars"] = Where("stars = ANY(%s::smallint[])", (list(filters.stars),))
    if filters.holders:
        found["holders"] = _holder(filters, member)
    if filters.older_days:
        found["older"] = Where("opened_at <= %s::timestamptz", (now - timedelta(days=filters.older_days),))
    if filters.younger_days:
        found["younger"] = Where("opened_at > %s::timestamptz", (now - timedelta(days=filters.younger_days),))
    return found


def _holder(filters: Filters, member: Membership) -> Where:
    people = _people(filters, member)
    named = Where("holder_id = ANY(%s::bigint[])", ([one for one in people if one is not None],))
    either = Where("(holder_id IS NULL OR " + named.sql + ")", named.values) if None in people else named
    # Who helped with what is solved may have been an expert; what is open is asked of the second level.
    return either if filters.state == by.SOLVED else OURS & either


def _all(wheres: Iterable[Where]) -> Where | None:
    found: Where | None = None
    for where in wheres:
        found = where if found is None else found & where
    return found
