"""Who used the processors meanwhile: the parts of the house, PostgreSQL, and the bench itself. Linux; else nothing."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oase.server.children import MARK, PROC, postgres_in
from oase.server.cluster import FOLDER

TICKS = os.sysconf("SC_CLK_TCK")
PARTS = {b"granian": "web", b"procrastinate": "jobs", b"shield": "shield"}
"""By a word of the command line; what a web process has started counts as web where it has no name of its own."""


class Processors:
    """Reads the processor time of everything that belongs to one data folder."""

    def __init__(self, data: Path) -> None:
        self._data = data

    @contextmanager
    def watched(self) -> Iterator[dict[str, float]]:
        """A dict that holds, when the block has ended, processor seconds a second of the clock by part."""
        used: dict[str, float] = {}
        before, begin = self._now(), time.perf_counter()
        yield used
        after, seconds = self._now(), time.perf_counter() - begin
        for part, spent in after.items():
            used[part] = max(0.0, spent - before.get(part, 0.0)) / seconds

    def web(self) -> list[int]:
        """Process ids of the web workers: those that serve, not the one that minds them."""
        found = [pid for pid, part in self._parts().items() if part == "web"]
        return [pid for pid in found if _parent(pid) in found] or found

    def _now(self) -> dict[str, float]:
        """Seconds so far by part, of processes that live and of those they have waited for."""
        mine = os.times()
        spent = {"load": mine.user + mine.system + mine.children_user + mine.children_system}
        parts = self._parts() | dict.fromkeys(postgres_in(self._data / FOLDER), "postgres")
        for pid, part in parts.items():
            spent[part] = spent.get(part, 0.0) + _seconds(pid)
        return spent

    def _parts(self) -> dict[int, str]:
        mark, found = f"{MARK}={self._data}".encode(), {}
        for entry in PROC.iterdir() if PROC.is_dir() else ():
            if entry.name.isdigit() and mark in _read(entry / "environ").split(b"\0"):
                command = _read(entry / "cmdline")
                found[int(entry.name)] = next((part for word, part in PARTS.items() if word in command), "web")
        return found


def _stat(pid: int) -> list[bytes]:
    # The name, in brackets, may hold blanks; what comes after it does not (proc(5)).
    return _read(PROC / str(pid) / "stat").rpartition(b")")[2].split()


def _parent(pid: int) -> int:
    return int((_stat(pid) or [b"0", b"0"])[1])


def _seconds(pid: int) -> float:
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) / TICKS


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
