"""Querysets whose SQL is written once.

Django writes the SQL of a queryset anew each time. For a wide SELECT with its joins that takes longer than sending it
and reading the answer; a page of one conversation spent half its time so. `Planned` keeps what was written and only
fills in the values. PostgreSQL meanwhile keeps its plan, because the text of the statement is always the same
(`prepare_threshold` in config/settings.py).
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from threading import local
from typing import Any, Final, cast
from uuid import UUID

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Lookup, QuerySet
from psycopg.sql import Literal


@Field.register_lookup
class AnyOf(Lookup):
    """`id__any_of=ids`: like `id__in`, with one parameter for all of them, so that the statement stays the same.

    Of a foreign key it is `other__id__any_of`.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*parameters, self.rhs)


STAND_INS: Final[dict[type, Callable[[int], Any]]] = {
    int: lambda place: 1_987_654_000 + place,
    UUID: lambda place: UUID(int=0x0A5E_9876_5432_1000_8000_0000_0000_0000 + place),
    datetime: lambda place: datetime(1907, 3, 5, tzinfo=UTC) + timedelta(days=place),
    list: lambda place: [None, place],
}
"""For each type a value that stands in no query by itself."""


class Planned[Row]:
    """A read that differs from call to call only in its values: ids, lists of ids (`any_of`), and moments.

    `make` builds the queryset from as many values as `kinds` names types. It must not look at them, only pass them on,
    and must leave out `in`, whose statement grows with the list, and `prefetch_related`, which is another query.
    """

    def __init__(self, make: Callable[..., "QuerySet[Any, Row]"], *kinds: type) -> None:
        self._make, self._kinds, self._kept = make, kinds, local()

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for these values, in as many as `kinds`.

        Raises:
            TypeError: a value is missing or too much.
            django.db.DatabaseError: as any query.
        """
        if len(values) != len(self._kinds):
            raise TypeError(f"{len(self._kinds)} values are needed, and {len(values)} were given")
        return self._plan()(values)

    def first(self, *values: Any) -> Row | None:
        """The first row, if there is one."""
        return next(iter(self(*values)), None)

    def _plan(self) -> "_Plan[Row]":
        # One for each thread: it holds on to the thread's own connection.
        if not hasattr(self._kept, "plan"):
            stand_ins = [STAND_INS[kind](place) for place, kind in enumerate(self._kinds)]
            self._kept.plan = _Plan(self._make(*stand_ins), stand_ins)
        return cast("_Plan[Row]", self._kept.plan)


class _Plan[Row]:
    def __init__(self, queryset: "QuerySet[Any, Row]", stand_ins: list[Any]) -> None:
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # Django's own
            raise TypeError("a planned read cannot prefetch: that is another query")
        self._queryset = queryset
        compiler = queryset.query.get_compiler(using=queryset.db)
        self._sql, self._parameters = _with_words(*compiler.as_sql())
        self._places = [[at for at, one in enumerate(self._parameters) if one == each] for each in stand_ins]
        if not all(self._places):
            raise TypeError("a value does not reach the statement as it is")
        self._compiler = compiler
        # From here on the rows are read as Django reads them, only the statement is not written again.
        compiler.as_sql = self._written
        queryset.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        self._filled: tuple[Any, ...] = ()

    def _written(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        return self._sql, self._filled

    def __call__(self, values: tuple[Any, ...]) -> list[Row]:
        parameters = self._parameters.copy()
        for places, value in zip(self._places, values, strict=True):
            for at in places:
                parameters[at] = value
        self._filled = tuple(parameters)
        self._compiler.connection = connections[self._queryset.db]
        queryset: Any = self._queryset
        rows: Iterable[Row] = queryset._iterable_class(queryset)
        return list(rows)


def _with_words(statement: str, parameters: Iterable[Any]) -> tuple[str, list[Any]]:
    """The statement with the words in it that never change, so that PostgreSQL plans for them, and sooner keeps it."""
    given, left = iter(parameters), list[Any]()

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        value = next(given)
        if type(value) is str:
            return Literal(value).as_string().replace("%", "%%")
        left.append(value)
        return found[0]

    return re.sub("%[%s]", written, statement), left


def keep_plans(cursor: CursorWrapper) -> None:
    """For the rest of the transaction PostgreSQL plans each prepared statement once, whatever its values are.

    For many joins, a list whose length it does not know, and little to read: it expects so much of them that a plan
    made for these values seems cheaper each time, and planning takes longer than running.
    """
    cursor.execute("SELECT set_config('plan_cache_mode', 'force_generic_plan', true)")
