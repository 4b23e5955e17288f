"""Which rows a view has, and in which order: said so that an index answers it from the place where it begins.

A view is one branch or several. Each is a stretch of one index, already in the view's order, so that the first fifty
rows of any view cost fifty rows, and counting up to a thousand costs a thousand, however many conversations there are.
"""

from dataclasses import dataclass
from typing import Any, Final

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Where:
    """A condition on rows of `oase_listing`, with the values for its `%s`."""

    sql: str
    values: Values = ()

    def __and__(self, other: "Where") -> "Where":
        return Where(f"{self.sql} AND {other.sql}", (*self.values, *other.values))


@dataclass(frozen=True)
class Order:
    """Columns with their types in PostgreSQL; the last is unique, so that every row has a place of its own."""

    columns: tuple[tuple[str, str], ...]
    newest_first: bool = False

    @property
    def names(self) -> str:
        return ", ".join(name for name, _ in self.columns)

    def by(self, *, backwards: bool = False) -> str:
        direction = "DESC" if self.newest_first != backwards else "ASC"
        return ", ".join(f"{name} {direction}" for name, _ in self.columns)

    def beyond(self, place: Values, *, backwards: bool = False) -> Where:
        """What comes after a place, or before it."""
        return Where(f"({self.names}) {'<' if self.newest_first != backwards else '>'} ({self._marks})", place)

    def up_to(self, place: Values, *, backwards: bool = False) -> Where:
        """A place itself and what comes before it, or after it."""
        return Where(f"({self.names}) {'>=' if self.newest_first != backwards else '<='} ({self._marks})", place)

    @property
    def _marks(self) -> str:
        return ", ".join(f"%s::{kind}" for _, kind in self.columns)

    def is_before(self, one: Values, other: Values) -> bool:
        """Whether one place comes before another."""
        return one > other if self.newest_first else one < other


_ID = ("conversation_id", "uuid")
TURN: Final = Order((("customers_turn", "boolean"), ("due_at", "timestamptz"), _ID))
"""What waits for us before what waits for the customer; in each the soonest promise first."""
DUE: Final = Order((("due_at", "timestamptz"), _ID))
SNOOZED: Final = Order((("snoozed_until", "timestamptz"), _ID))
SOLVED: Final = Order((("solved_at", "timestamptz"), _ID), newest_first=True)
OPENED: Final = Order((("opened_at", "timestamptz"), _ID), newest_first=True)


@dataclass(frozen=True)
class View:
    """Branches that share no row, and the order of them all.

    `only` narrows down what an index cannot: of each branch no more than `EXAMINED` rows are looked at for it.
    """

    branches: tuple[Where, ...]
    order: Order
    only: Where | None = None
