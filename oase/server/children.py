"""Starting processes that cannot outlive us, and finding those that did."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from oase.config.data_folder import CHECKOUT

PR_SET_PDEATHSIG = 1
MARK = "OASE_PART_OF"
PROC = Path("/proc")
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def dies_with_us(death_signal: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` after which the child gets `death_signal` when the thread that started it ends.

    This is prctl(2), Linux only. Elsewhere the next start finds what was left over.
    """
    parent = os.getpid()

    def in_child() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return in_child


def start_part(
    command: list[str], *, data: Path, environment: dict[str, str] | None = None, stdout: int | None = None
) -> subprocess.Popen[bytes]:
    """Start one part of `oase up` in a process group of its own, marked as belonging to this data folder."""
    return subprocess.Popen(
        command,
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        env=os.environ | (environment or {}) | {MARK: str(data), "PYTHONPATH": str(CHECKOUT)},
        process_group=0,
        preexec_fn=dies_with_us(signal.SIGTERM),
    )


def signal_group(process: subprocess.Popen[bytes], which: signal.Signals) -> None:
    """Signal a part with all it has started; it may be gone already."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, which)


def left_over_parts(data: Path) -> list[int]:
    """Process ids of parts whose `oase up` on this data folder was killed. Asked only by who holds its lock."""
    mark = f"{MARK}={data}".encode()
    return [pid for pid in _processes() if pid != os.getpid() and mark in _read(pid, "environ").split(b"\0")]


def postgres_in(cluster: Path) -> list[int]:
    """Process ids of PostgreSQL's processes that work in this cluster; all of them have it as their current folder."""
    found = []
    for pid in _processes():
        try:
            here = (PROC / str(pid) / "cwd").samefile(cluster)
        except OSError:
            continue
        if here and _read(pid, "comm").startswith(b"postgres"):
            found.append(pid)
    return found


def end(processes: Callable[[], Iterable[int]], *, patience: float, then: signal.Signals = signal.SIGKILL) -> bool:
    """Wait until there are none of these processes; True when all are gone.

    After `patience` seconds the rest is sent `then`, for as long again.
    """
    for which in (None, then):
        deadline = time.monotonic() + patience
        while left := list(processes()):
            if time.monotonic() > deadline:
                break
            for pid in left if which else ():
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, which)  # type: ignore[arg-type]  # a number of either kind
            time.sleep(0.02)
        else:
            return True
    return False


def _processes() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()] if PROC.is_dir() else []


def _read(pid: int, name: str) -> bytes:
    try:
        return (PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""
