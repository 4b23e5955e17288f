"""The web process: where it listens, how it is started, and whether it is well."""

import os
import socket
import sys
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from oase.config.data_folder import CHECKOUT, SetupError

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
LOCAL = (*EVERYWHERE, "127.0.0.1", "::1")
# Live streams stay open for minutes; each counts as a request under way.
STREAMS = "16384"


def usual_workers() -> int:
    """Two where there are two cores: pages of one do not hold up what is live in the other. More is a choice.

    Each takes about 140 MB and up to 31 connections of the database.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(2, cores)


@dataclass(frozen=True)
class Options:
    """How `oase up` was called."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = field(default_factory=usual_workers)
    demo: bool = True
    develop: bool = False

    @property
    def address(self) -> str:
        host = "localhost" if self.host in LOCAL else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def web_command(options: Options, static: Path) -> list[str]:
    """granian: one port, the static files beside Django (decision 0001)."""
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "asgi", "oase.config.asgi:application"]
    workers = 1 if options.develop else options.workers
    command += ["--host", options.host, "--port", str(options.port), "--workers", str(workers), "--no-ws"]
    command += ["--loop", "uvloop"]
    # HTTP/1 only: listening for HTTP/2 too costs 11 KB a stream. The buffer is what one slow reader may hold.
    command += ["--http", "1", "--http1-buffer-size", "65536"]
    command += [
        "--backlog",
        "4096",
        "--backpressure",
        STREAMS,
        "--log-level",
        "warning",
        "--workers-kill-timeout",
        "1" if options.develop else "5",
    ]
    command += ["--static-path-route", "/static", "--static-path-mount", str(static)]
    if options.develop:
        command += ["--static-path-expires", "0", "--reload", "--reload-paths", str(CHECKOUT / "oase")]
        return [*command, "--reload-ignore-patterns", r".*\.(html|css|js|svg|txt|po|mo|sql)$"]
    return [*command, "--respawn-failed-workers"]


def health_of(options: Options) -> str:
    """What is not well, empty when all is."""
    host = EVERYWHERE.get(options.host, options.host)
    connection = HTTPConnection(host, options.port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{options.port}"})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        return "" if answer.status == 200 else f"{answer.status} {text[:500]}"
    except (OSError, HTTPException):
        return "the web process does not answer"
    finally:
        connection.close()


def check_port(options: Options) -> None:
    """Raises `SetupError` when the port is taken, forbidden, or no port."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(options.host, options.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SetupError(
            f"Port {options.port} of {options.host} cannot be used: {reason}. "
            "Choose another with --port; nothing was started."
        ) from None
