"""A real `oase up` on a data folder of its own, and which of its processes is which."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from oase.server.web import Options, web_command

CHECKOUT = Path(__file__).resolve().parents[2]
START_SECONDS = 240
WEB_WORKER, WEB, JOBS, DATABASE, BACKEND, SHIELD = (
    "a web worker", "the web process", "the jobs worker", "PostgreSQL", "a connection of PostgreSQL", "the shield"
)  # fmt: skip
VICTIMS = (WEB_WORKER, WEB, JOBS, DATABASE, BACKEND, SHIELD)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class House:
    """One Oase that is up. Killing a part of it is what this is for."""

    def __init__(self, folder: Path, *, workers: int = 2) -> None:
        # PostgreSQL runs as another user when we are root: it has to get through.
        folder.chmod(0o755)
        self.data, self.port, self.log = folder / "data", free_port(), folder / "up.log"
        self.address = f"http://localhost:{self.port}"
        self._workers = workers
        self._process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        """The environment of a program that works on this data folder, and nothing of the caller's own."""
        ours = {
            name: value for name, value in os.environ.items() if not name.startswith("OASE_") and name != "DATABASE_URL"
        }
        return ours | {
            "PYTHONPATH": str(CHECKOUT),
            "OASE_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "oase.config.settings",
        }

    def start(self) -> None:
        """Come up without a demo. Raises `RuntimeError` with the log when it does not."""
        command = [sys.executable, "-m", "oase", "up", "--no-demo", "--data", str(self.data)]
        command += ["--port", str(self.port), "--workers", str(self._workers)]
        with self.log.open("ab") as words:
            self._process = subprocess.Popen(
                command, cwd=CHECKOUT, env=self.environment(), stdout=words, stderr=words, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.is_well():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError("oase up did not start:\n" + self.log.read_text())
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(60)
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def second_web(self) -> Iterator["SecondWeb"]:
        """Another web process on the same data, on a port of its own, as on a second machine."""
        other = SecondWeb(self)
        try:
            other.start()
            yield other
        finally:
            other.kill()

    def is_well(self, address: str = "") -> bool:
        """What `/healthz` says."""
        try:
            with urllib.request.urlopen(f"{address or self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def processes(self, victim: str) -> list[int]:
        """Process ids of one kind of victim, oldest first."""
        assert self._process is not None
        found = []
        for part in psutil.Process(self._process.pid).children():
            with suppress(psutil.Error):
                kind = _kind_of(part)
                found += [part] if kind == victim else []
                for child in part.children(recursive=True) if kind in (WEB, DATABASE) else []:
                    with suppress(psutil.Error):
                        found += [child] if _kind_of_child(child, kind) == victim else []
        return [one.pid for one in sorted(found, key=lambda one: one.create_time())]

    def kill(self, victim: str, chance: random.Random) -> bool:
        """`kill -9` one process of this kind; False when there is none just now.

        Of web workers the oldest: the one that does the work, not the one that has just come.
        """
        there = self.processes(victim)
        if not there:
            return False
        with suppress(ProcessLookupError):
            os.kill(there[0] if victim == WEB_WORKER else chance.choice(there), signal.SIGKILL)
        return True


class SecondWeb:
    """A web process that no supervisor looks after."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.options = Options(port=free_port())
        self.address = self.options.address
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, again on the same port, and wait until it is well."""
        environment = self.house.environment() | {"OASE_BASE_URL": self.address}
        command = web_command(self.options, self.house.data / "static")
        with self.house.log.open("ab") as words:
            self._process = subprocess.Popen(
                command, cwd=CHECKOUT, env=environment, stdout=words, stderr=words, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.house.is_well(self.address):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the second web process did not start:\n" + self.house.log.read_text())
            time.sleep(0.2)

    def kill(self) -> None:
        """`kill -9` of it and its worker."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


def _kind_of(part: psutil.Process) -> str:
    words = " ".join(part.cmdline())
    if "granian" in words:
        return WEB
    if "procrastinate" in words:
        return JOBS
    if "shield_waiting" in words:
        return SHIELD
    return DATABASE if "postgres" in words else ""


def _kind_of_child(child: psutil.Process, kind: str) -> str:
    words = " ".join(child.cmdline())
    if kind == DATABASE:
        return BACKEND if words.startswith("postgres: oase_") else ""
    parent = child.parent()
    return WEB_WORKER if parent is not None and _kind_of(parent) == WEB and "resource_tracker" not in words else ""
