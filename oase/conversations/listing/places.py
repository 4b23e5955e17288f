"""Where a page of a list begins, as a word for an address: the place of a row, not its number.

A row that moves takes none of the others along: what comes after a place is the same whatever happened before it.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from oase.conversations.listing.branches import Order, Values

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FURTHEST = 10**17
"""Microseconds; some three thousand years."""


def word_of(place: Sequence[Any]) -> str:
    """A place as a word: `0.1795338993467061.01a2027d42b37457b08b6b6872b79f69`."""
    return ".".join(_written(one) for one in place)


def _written(one: Any) -> str:
    if isinstance(one, bool):
        return str(int(one))
    if isinstance(one, datetime):
        return str((one - EPOCH) // MICROSECOND)
    return UUID(str(one)).hex


def place_in(word: str, order: Order) -> Values | None:
    """The place that a word names in an order; None when it names none, as an address may say anything."""
    parts = word.split(".")
    if len(parts) != len(order.columns):
        return None
    read = [_read(part, kind) for part, (_, kind) in zip(parts, order.columns, strict=True)]
    return None if None in read else tuple(read)


def _read(part: str, kind: str) -> Any:
    match kind:
        case "boolean":
            return {"0": False, "1": True}.get(part)
        case "timestamptz":
            return _moment(part)
        case _:
            return UUID(part) if re.fullmatch("[0-9a-f]{32}", part) else None


def _moment(part: str) -> datetime | None:
    if not re.fullmatch("[0-9]{1,17}", part, re.ASCII) or int(part) >= FURTHEST:
        return None
    return EPOCH + int(part) * MICROSECOND
