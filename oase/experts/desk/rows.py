"""Rows of one view, counted and cut by the database, in the shape that `django.core.paginator.Paginator` asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Read = Callable[[str, list[Any]], list[dict[str, Any]]]


@dataclass(frozen=True)
class Rows[Row]:
    """The rows of a view, read when they are sliced; `len()` counts them in the database."""

    read: Read
    shape: type[Row]
    view: str
    order: str

    def __len__(self) -> int:
        (row,) = self.read(f"SELECT count(*) AS number FROM {self.view}", [])
        return int(row["number"])

    def __getitem__(self, place: slice) -> list[Row]:
        start, stop = place.start or 0, place.stop
        limit = None if stop is None else max(stop - start, 0)
        query = f"SELECT * FROM {self.view} ORDER BY {self.order} LIMIT %s OFFSET %s"
        return [self.shape(**row) for row in self.read(query, [limit, start])]
