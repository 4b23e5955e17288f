"""An Oase of the bench's own: a temporary data folder, `oase up` as everybody starts it, nothing left afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.wire import Place
from oase.server.children import end, left_over_parts, postgres_in
from oase.server.cluster import FOLDER
from oase.server.postgres import Server
from oase.server.web import Options, health_of

CHECKOUT = Path(__file__).resolve().parents[1]
PATIENCE = 600.0
STOPPED_WITHIN = 120.0
WORDS = "up.out"
NO_LIMITS = {f"OASE_RATE_{name}": "off" for name in ("PERSON", "QUESTIONS", "COMPANY", "SIGNS")}
"""A sender who waits only for the answer says more in a second than any person."""


class NotUp(Exception):
    """The house did not start; the text says what it said."""


class House:
    """A running Oase."""

    def __init__(self, data: Path, port: int, process: subprocess.Popen[bytes]) -> None:
        self.data, self.process = data, process
        self.place = Place(port)
        self.server = Server(data)

    @property
    def environment(self) -> dict[str, str]:
        """For processes that use this house's database."""
        return _clean() | {"OASE_DATA": str(self.data), "OASE_BASE_URL": self.place.origin, "OASE_DEMO": "0"}

    def last_words(self) -> str:
        """What its processes said last; no bodies and no addresses stand in it."""
        return (self.data / WORDS).read_text(errors="replace").strip()[-3000:]


@contextmanager
def house(where: Path | None = None, *, workers: int | None = None) -> Iterator[House]:
    """A house on a data folder below `where` (default: the system's folder for temporary files).

    Raises:
        NotUp: it did not start within `PATIENCE` seconds.
    """
    data = Path(tempfile.mkdtemp(prefix="oase-bench-", dir=where)).absolute()
    data.chmod(0o755)
    port = _free_port()
    command = [sys.executable, "-P", "-m", "oase", "up", "--no-demo", "--port", str(port), "--data", str(data)]
    command += ["--workers", str(workers)] if workers else []
    words = data / WORDS
    try:
        with words.open("wb") as out:
            # A group of its own: Ctrl-C is for the bench, which then stops the house in order.
            process = subprocess.Popen(
                command, env=_clean() | NO_LIMITS, stdin=subprocess.DEVNULL, stdout=out, stderr=out, process_group=0
            )
        try:
            _wait_until_up(process, port, words)
            yield House(data, port, process)
        finally:
            _stop(process, data)
    finally:
        _remove(data)


def _clean() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OASE_", "DATABASE_URL"))}
    return kept | {"PYTHONPATH": str(CHECKOUT)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(process: subprocess.Popen[bytes], port: int, words: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    trouble = "nothing"
    while process.poll() is None and time.monotonic() < deadline:
        if not (trouble := health_of(Options(port=port))):
            return
        time.sleep(0.2)
    said = words.read_text(errors="replace").strip()[-2000:]
    raise NotUp(f"Oase did not start. The last word of its health: {trouble}. It said:\n{said}")


def _stop(process: subprocess.Popen[bytes], data: Path) -> None:
    process.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOPPED_WITHIN)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    # Whatever still runs would write into the folder that is removed.
    end(lambda: [*left_over_parts(data), *postgres_in(data / FOLDER)], patience=10)


def _remove(data: Path) -> None:
    for _attempt in range(5):
        shutil.rmtree(data, ignore_errors=True)
        if not data.exists():
            return
        time.sleep(0.2)
