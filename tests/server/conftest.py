"""Every test gets a data folder of its own, with a real PostgreSQL in it when it asks for one."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from oase.server.postgres import Server

DEADLINE = 60.0


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that is the one everybody means."""
    folder = tmp_path / "data"
    monkeypatch.setenv("OASE_DATA", str(folder))
    for name in ("DATABASE_URL", "OASE_KEY", "PGBIN", "OASE_PART_OF"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    """The PostgreSQL of the data folder; the test starts it."""
    server = Server(data)
    yield server
    server.stop()


def eventually(happens: Callable[[], object]) -> None:
    """Wait generously until something happens; fail when it never does."""
    deadline = time.monotonic() + DEADLINE
    while not happens():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def lives(process: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {
        str(path): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and os.access(path, os.R_OK)
    }
