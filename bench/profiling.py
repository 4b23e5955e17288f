"""Where the web processes spend their time, by py-spy, while a measure runs."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

RATE = 200
"""Looks a second."""


@contextmanager
def profiled(processes: Sequence[int], into: Path | None, name: str) -> Iterator[None]:
    """Inside, each process is looked at; its stacks (folded, as flame graphs read them) are in `into` afterwards."""
    if into is None:
        yield
        return
    program = shutil.which("py-spy", path=str(Path(sys.executable).parent)) or "py-spy"
    into.mkdir(parents=True, exist_ok=True)
    started = [
        subprocess.Popen(
            [program, "record", "--format", "raw", "--rate", str(RATE), "--nonblocking", "--pid", str(process),
             "--duration", "3600", "--output", str(into / f"{name}-{process}.folded")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for process in processes
    ]  # fmt: skip
    try:
        yield
    finally:
        for one in started:
            one.send_signal(2)  # as Ctrl-C: it writes what it has seen
        for one in started:
            one.wait(30)


def hottest(folded: str, *, most: int = 25) -> list[tuple[float, str]]:
    """The frames that were seen most, themselves or by what they called: their share of all looks, and their names."""
    total, seen = 0, Counter[str]()
    for line in folded.splitlines():
        stack, _, looks = line.rpartition(" ")
        total += int(looks)
        for frame in {frame.rpartition(":")[0] for frame in stack.split(";")}:
            seen[frame] += int(looks)
    return [(looks / total, frame) for frame, looks in seen.most_common(most)] if total else []
