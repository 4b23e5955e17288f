"""What arrives while the last batch commits is written together: one commit costs no more than another."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import cast

AT_ONCE = 64
"""Messages in one batch."""
WRITERS = 1
"""Threads that write in one process. Of two, each waits for the interpreter whenever the other shields."""
GATHER_SECONDS = 0.002
"""Waited for more, at most, while many write: a batch of one costs as much as a batch of ten."""
MOST_WAITING = 4096


class Overloaded(Exception):
    """More is waiting to be written than can be soon; nothing was stored, and trying again later is safe."""


class Gathering[Item, Outcome]:
    """Hands what is put in to `work` in batches, on threads, and gives each its own outcome back.

    `work` answers for each item in the order given; an outcome that is an exception is raised to the one who put it in.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Outcome | Exception]],
        *,
        name: str,
        writers: int = WRITERS,
        at_once: int = AT_ONCE,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._work, self._name = work, name
        self._writers, self._at_once, self._most = writers, at_once, most_waiting
        self._waiting: deque[tuple[Item, asyncio.Future[Outcome]]] = deque()
        self._running: set[asyncio.Future[Sequence[Outcome | Exception]]] = set()
        self._threads: ThreadPoolExecutor | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._last = 1

    async def start(self) -> None:
        """Get ready; needs the running loop."""
        self._threads = ThreadPoolExecutor(self._writers, thread_name_prefix=self._name)

    async def stop(self) -> None:
        """Finish what was put in, then end."""
        while self._running or self._waiting:
            self._dispatch()
            await asyncio.wait(self._running)
        if self._threads is not None:
            self._threads.shutdown()

    async def put(self, item: Item) -> Outcome:
        """The outcome of one item.

        Raises:
            Overloaded: too much is waiting.
        """
        if len(self._waiting) >= self._most:
            raise Overloaded
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        self._gather()
        # Whoever hangs up does not stop what is being written: it may be committed already.
        return await asyncio.shield(future)

    def _gather(self) -> None:
        """Write at once what comes alone; while many write, wait a moment for as many as there were just now."""
        if self._timer is not None or not self._waiting or len(self._running) >= self._writers:
            return
        if len(self._waiting) >= min(self._last, self._at_once):
            self._dispatch()
        else:
            self._timer = asyncio.get_running_loop().call_later(GATHER_SECONDS, self._dispatch)

    def _dispatch(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting and len(self._running) < self._writers:
            self._last = min(self._at_once, len(self._waiting))
            batch = [self._waiting.popleft() for _ in range(self._last)]
            loop = asyncio.get_running_loop()
            done = loop.run_in_executor(self._threads, self._work, [item for item, _ in batch])
            self._running.add(done)
            done.add_done_callback(lambda done, batch=batch: self._answer(done, batch))  # type: ignore[misc]

    def _answer(
        self,
        done: asyncio.Future[Sequence[Outcome | Exception]],
        batch: Sequence[tuple[Item, asyncio.Future[Outcome]]],
    ) -> None:
        self._running.discard(done)
        error = done.exception()
        outcomes = [cast("Exception", error)] * len(batch) if error is not None else done.result()
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if future.cancelled():
                continue
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)
        self._gather()
