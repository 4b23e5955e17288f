"""Reading TOML tables with errors an author can act on: which file, entry and field, and what belongs there."""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from oase.demo.words import WordLists, Words

LANGUAGES = ("de", "en")
_DURATION = re.compile(r"(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)?")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


class ContentError(ValueError):
    """A file of the demo says something that cannot be; the message names the file, the entry and the field."""


class Table:
    """One TOML table whose fields are taken one by one; what is left at the end is an error, so typos are noticed."""

    def __init__(self, fields: object, where: str) -> None:
        self.where = where
        if not isinstance(fields, dict):
            raise ContentError(f"{where}: must be a table")
        self._fields: dict[str, Any] = dict(fields)

    def fail(self, message: str) -> ContentError:
        return ContentError(f"{self.where}: {message}")

    def has(self, name: str) -> bool:
        return name in self._fields

    def names(self) -> tuple[str, ...]:
        return tuple(self._fields)

    def take(self, name: str) -> Any:
        if name not in self._fields:
            raise self.fail(f"'{name}' is missing")
        return self._fields.pop(name)

    def text(self, name: str, default: str | None = None) -> str:
        if default is not None and name not in self._fields:
            return default
        value = self.take(name)
        if not isinstance(value, str):
            raise self.fail(f"'{name}' must be a text")
        if value == "" and default is None:
            raise self.fail(f"'{name}' must not be empty")
        return value.strip()

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name)
        if value not in allowed:
            raise self.fail(f"'{name}' is '{value}', but must be one of {', '.join(allowed)}")
        return value

    def number(self, name: str, at_least: int = 0) -> int:
        value = self.take(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < at_least:
            raise self.fail(f"'{name}' must be a whole number of at least {at_least}")
        return value

    def truth(self, name: str) -> bool:
        value = self.take(name)
        if not isinstance(value, bool):
            raise self.fail(f"'{name}' must be true or false")
        return value

    def day(self, name: str) -> date:
        value = self.take(name)
        if not isinstance(value, date):
            raise self.fail(f"'{name}' must be a date such as 2023-03-06")
        return value

    def duration(self, name: str) -> timedelta:
        """A number of minutes, or a text such as "3d 4h 5m"."""
        value = self.take(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return timedelta(minutes=value)
        found = _DURATION.fullmatch(value) if isinstance(value, str) and value else None
        if found is None:
            raise self.fail(f"'{name}' must be minutes or a text such as '3d 4h 5m'")
        days, hours, minutes = (int(part or 0) for part in found.groups())
        return timedelta(days=days, hours=hours, minutes=minutes)

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.take(name)
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.fail(f"'{name}' must be a list of texts")
        return tuple(value)

    def words(self, name: str) -> Words:
        inner = self.table(name)
        words = Words(de=inner.text("de"), en=inner.text("en"))
        inner.done()
        return words

    def word_lists(self, name: str) -> WordLists:
        inner = self.table(name)
        lists = WordLists(de=inner.texts("de"), en=inner.texts("en"))
        inner.done()
        return lists

    def openings(self, name: str) -> tuple[tuple[time, time], ...]:
        """Spans of a day such as "08:00-18:00", in order and without overlap."""
        spans: list[tuple[time, time]] = []
        for span in self.texts(name):
            found = _HOURS.fullmatch(span)
            if found is None:
                raise self.fail(f"'{name}' has '{span}', but must look like '08:00-18:00'")
            start, end = (
                time(int(found[1]), int(found[2])),
                time(int(found[3]), int(found[4])),
            )
            if end <= start or (spans and start < spans[-1][1]):
                raise self.fail(f"'{name}' has '{span}', which ends before it starts or overlaps")
            spans.append((start, end))
        return tuple(spans)

    def table(self, name: str) -> "Table":
        return Table(self.take(name), f"{self.where}, {name}")

    def tables(self, name: str, called: str) -> Iterator["Table"]:
        """The tables of a list; each is named in errors by its field `called`, or by its place where it has none."""
        value = self.take(name)
        if not isinstance(value, list):
            raise self.fail(f"'{name}' must be a list of tables")
        for place, fields in enumerate(value, start=1):
            label = fields.get(called, place) if isinstance(fields, dict) else place
            yield Table(fields, f"{self.where}, {name} {label}")

    def named_tables(self, name: str | None = None) -> Iterator[tuple[str, "Table"]]:
        """Every field of this table (or of the inner table `name`) as a table of its own, with its name."""
        inner = self if name is None else self.table(name)
        for key in inner.names():
            yield key, inner.table(key)

    def done(self) -> None:
        if self._fields:
            raise self.fail(f"nobody knows {', '.join(repr(name) for name in self._fields)} here")
