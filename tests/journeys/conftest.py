"""The real thing: `oase up` with the demo in a folder of its own, and real browsers."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.journeys.visitors import Visitor

CHECKOUT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 240


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


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    """Where a whole Oase with the demo answers."""
    folder = Path(tempfile.mkdtemp(prefix="oase-journeys-"))
    folder.chmod(0o755)
    port = free_port()
    process = start(folder / "data", port)
    try:
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium that is there, else Playwright's."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("OASE_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    running = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
    yield running
    running.close()


Invite = Callable[..., Visitor]


@pytest.fixture
def invite(browser: Browser, address: str) -> Iterator[Invite]:
    """A person with a browser of their own: `invite("karla")`, `invite("emil", phone=True)`."""
    visitors: list[Visitor] = []

    def make(who: str | None = None, **options: object) -> Visitor:
        visitor = Visitor(browser, address, **options)  # type: ignore[arg-type]  # a test's shorthand
        visitors.append(visitor)
        if who is not None:
            visitor.sign_in(f"{who}@example.org")
        return visitor

    yield make
    for visitor in visitors:
        visitor.leave()
