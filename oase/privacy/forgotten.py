"""The list of those who were forgotten: numbers and times only, a line each, never shortened.

It lies in the data folder and not in the database, so that an older backup of the database can be put back without
bringing anybody back. Whoever reads it learns that somebody was forgotten at a time, and nothing else.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

NAME = "erasures.list"


@dataclass(frozen=True, order=True)
class Forgotten:
    """Person number `person_id` was forgotten `at`; a person who joined later with the same number is another one."""

    at: datetime
    person_id: int

    def line(self) -> str:
        return f"{self.at.isoformat()} {self.person_id}\n"


class BadList(Exception):
    """A line of the list says nothing that could be meant; the text names file and line."""


def read(path: Path) -> list[Forgotten]:
    """All that were forgotten; none when there is no list. A last line that was cut off by a crash does not count.

    Raises:
        BadList: a whole line cannot be read.
    """
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(keepends=True), 1):
        if not line.endswith("\n"):
            break
        moment, _, person = line.strip().partition(" ")
        try:
            at = datetime.fromisoformat(moment)
            if at.tzinfo is None:
                raise ValueError("a time without a zone")
            found.append(Forgotten(at, int(person)))
        except ValueError as error:
            raise BadList(f"{path}, line {number}: {error}") from None
    return found


def add(path: Path, new: Iterable[Forgotten]) -> None:
    """Write these at the end, durable when this returns. Who stands there already is not written again."""
    known = {one.person_id: one.at for one in read(path)}
    lines = "".join(one.line() for one in sorted(new) if known.get(one.person_id) != one.at)
    if not lines:
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            _drop_the_torn_line(handle, path)
        os.write(handle, lines.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _drop_the_torn_line(handle: int, path: Path) -> None:
    os.ftruncate(handle, path.read_bytes().rfind(b"\n") + 1)
