"""The real thing: `oase up` with the demo in a folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
START_SECONDS = 480


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def environment_of(data: Path) -> dict[str, str]:
    """The environment of a program that works on this data folder, and nothing of the tests' own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("OASE_") and name != "DATABASE_URL"
    }
    return kept | {"PYTHONPATH": str(CHECKOUT), "OASE_DATA": str(data)}


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def start(
    data: Path, port: int, *options: str, environment: Mapping[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    """`oase up` on this folder and port, as soon as it says that it is well; `environment`: settings of its own."""
    command = [sys.executable, "-m", "oase", "up", "--port", str(port), "--data", str(data), *options]
    log = data.parent / "up.log"
    with log.open("ab") as output:
        settings = {**environment_of(data), **(environment or {})}
        process = subprocess.Popen(command, cwd=CHECKOUT, env=settings, stdout=output, stderr=output)
    deadline = time.monotonic() + START_SECONDS
    while not _healthy(f"http://localhost:{port}"):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            pytest.fail("oase up did not start:\n" + log.read_text())
        time.sleep(0.3)
    return process


@dataclass(frozen=True)
class House:
    """Where it answers, and where its data is."""

    address: str
    data: Path

    def run(self, code: str) -> str:
        """What a few lines inside the house print."""
        command = [sys.executable, "-m", "oase", "manage", "shell", "-v", "0", "-c", code]
        inside = environment_of(self.data)
        return subprocess.run(command, cwd=CHECKOUT, env=inside, capture_output=True, text=True, check=True).stdout


@contextmanager
def own_house() -> Iterator[House]:
    """A house with the demo, gone when the story is over."""
    folder = Path(tempfile.mkdtemp(prefix="oase-journeys-"))
    folder.chmod(0o755)
    port = free_port()
    try:
        process = start(folder / "data", port)
        try:
            yield House(f"http://localhost:{port}", folder / "data")
        finally:
            process.terminate()
            process.wait(60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
