"""The supervisor of `oase up`: starts the parts, starts again what dies, and stops them in order."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Protocol

from oase.config.data_folder import SetupError
from oase.server.children import signal_group, start_part
from oase.server.postgres import Server

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
"""Seconds before a part that died is started again; it doubles while the part dies before it was well."""
WELL_AFTER = 5.0
"""Seconds a process lives before it has been well: what cannot start at all has ended by then."""
INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(BaseException):
    """Ctrl-C, or a request to end; like KeyboardInterrupt no ordinary error."""


class Part(Protocol):
    """What a supervisor looks after."""

    name: str
    well_after: float
    """Seconds after its start from which it has been well: dying later is bad luck, dying earlier a reason to wait."""
    carries_the_rest: bool
    """Whether what was started after it cannot be well without it."""

    def start(self) -> None: ...
    def died(self) -> str | None:
        """How it ended, None while it runs."""

    def stop(self) -> None:
        """End it and wait until it has."""

    def stop_at_once(self) -> None: ...


class ProcessPart:
    """A command in a process group of its own."""

    carries_the_rest = False

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        data: Path,
        environment: dict[str, str] | None = None,
        patience: float = 15.0,
        well_after: float = WELL_AFTER,
    ) -> None:
        self.name, self.well_after = name, well_after
        self._command, self._data, self._environment, self._patience = command, data, environment, patience
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.stop_at_once()
        self.process = start_part(self._command, data=self._data, environment=self._environment)

    def died(self) -> str | None:
        code = self.process.poll() if self.process else None
        if code is None:
            return None
        return f"ended by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self._patience)
        self.stop_at_once()

    def stop_at_once(self) -> None:
        if self.process is not None:
            signal_group(self.process, signal.SIGKILL)
            self.process.wait()
            self.process = None


class DatabasePart:
    """The embedded PostgreSQL as a part."""

    name = "PostgreSQL"
    # Its start waits until it answers.
    well_after = 0.0
    carries_the_rest = True

    def __init__(self, server: Server) -> None:
        self._server = server

    def start(self) -> None:
        self._server.start(dies_with_parent=True)

    def died(self) -> str | None:
        return None if self._server.process_id() else "gone"

    def stop(self) -> None:
        self._server.stop()

    def stop_at_once(self) -> None:
        self._server.stop(at_once=True)


class Supervisor:
    """Looks after the parts it has started.

    While one that carries the rest is down, the rest is not started again, and that it dies is not held against it.
    """

    def __init__(self, *, say: Callable[[str], None]) -> None:
        self._say = say
        self._started: list[Part] = []
        self._pauses: dict[str, float] = {}
        self._starts_at: dict[str, float] = {}
        self._since: dict[str, float] = {}

    def start(self, part: Part) -> None:
        """Start a part now. Raises what its start raises."""
        if part not in self._started:
            self._started.append(part)
        part.start()
        self._since[part.name] = time.monotonic()

    def look_after(self) -> None:
        """One look at every part: a dead one is started again, after a pause that doubles while it is never well."""
        now, carried = time.monotonic(), True
        for part in self._started:
            if due := self._starts_at.get(part.name):
                if carried and now >= due:
                    del self._starts_at[part.name]
                    self._start_again(part)
            elif how := part.died():
                self._schedule(part, how, carried=carried)
            if part.carries_the_rest:
                carried = part.name not in self._starts_at

    def stop(self) -> None:
        """Stop what was started, in the opposite order; a second `Interrupted` while doing so stops all at once."""
        try:
            for part in reversed(self._started):
                part.stop()
        except Interrupted:
            for number in INTERRUPTIONS:
                signal.signal(number, signal.SIG_IGN)
            self._say("Stopping at once.")
            for part in reversed(self._started):
                part.stop_at_once()
        self._started.clear()

    def _schedule(self, part: Part, how: str, *, carried: bool = True) -> None:
        now = time.monotonic()
        lived, before = now - self._since[part.name], self._pauses.get(part.name, 0.0)
        # One that lives no longer than it was waited for is no better than one that was never well.
        was_well = lived >= max(part.well_after, before)
        pause = SHORTEST_PAUSE if was_well or not carried else min(max(before * 2, SHORTEST_PAUSE), LONGEST_PAUSE)
        self._pauses[part.name] = pause
        self._starts_at[part.name] = now + pause
        self._say(f"{part.name} stopped ({how}); it is started again in {pause:g} s.")

    def _start_again(self, part: Part) -> None:
        try:
            self.start(part)
        except (SetupError, OSError) as error:
            self._since[part.name] = time.monotonic()
            self._schedule(part, str(error))


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal raise `Interrupted` in the main thread."""

    def raise_interrupted(_number: int, _frame: FrameType | None) -> None:
        raise Interrupted

    # Started by nohup, a closed terminal is none of our business.
    numbers = [
        number for number in INTERRUPTIONS if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN
    ]
    before = {number: signal.signal(number, raise_interrupted) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
