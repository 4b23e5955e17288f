from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any


class Events:
    """What will happen, in the order of time; what falls on one moment happens in the order it was planned."""

    def __init__(self, now: float) -> None:
        self.now = now
        self._number = 0
        self._waiting: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []

    def at(self, moment: float, what: Callable[..., None], *about: Any) -> None:
        """Call `what` with `about` when `moment` has come."""
        self._number += 1
        heappush(self._waiting, (moment, self._number, what, about))

    def run(self) -> None:
        """Until nothing is left to happen."""
        while self._waiting:
            self.now, _, what, about = heappop(self._waiting)
            what(*about)
