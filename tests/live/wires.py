"""The wires a bus can be strung on, each a real server: PostgreSQL, and NATS beside it."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from oase.config.data_folder import connection_parameters
from oase.live.bus import Bus


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class NatsServer:
    """A nats-server of the tests' own, on a port that stays the same when it is started again."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [str(Path(sys.executable).with_name("nats-server")), "--addr", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("nats-server does not answer")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@dataclass
class Wire:
    """How a test strings its buses."""

    nats: NatsServer | None

    def bus(self, parameters: Callable[[], dict[str, object]] | None = None) -> Bus:
        given = parameters or (lambda: dict(connection_parameters("oase_app")))
        return Bus(given, self.nats.url if self.nats else "")


@contextmanager
def strung(kind: str) -> Iterator[Wire]:
    """A wire of this kind, until the end of the block."""
    if kind == "postgres":
        yield Wire(None)
        return
    server = NatsServer()
    server.start()
    try:
        yield Wire(server)
    finally:
        server.stop()
