"""What the database said, for a few seconds, and gone at once when it is no longer true."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

SECONDS = 5.0
MOST = 50_000
"""Entries; beyond them all are let go, which costs one query each."""


@dataclass
class Gone:
    """Whose answers became untrue while somebody watched."""

    names: set[str] = field(default_factory=set)
    everyone: bool = False


class Remembered[Answer]:
    """Answers by key, each under the names it can be forgotten by."""

    def __init__(self, names: Callable[[Answer], Collection[str]], now: Callable[[], float] = time.monotonic) -> None:
        self._names, self._now = names, now
        self._answers: dict[str, tuple[float, Answer]] = {}
        self._keys: dict[str, set[str]] = defaultdict(set)
        self._watchers: list[Gone] = []

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: str) -> Answer | None:
        until, answer = self._answers.get(key, (0.0, None))
        return answer if until > self._now() else None

    def keep(self, key: str, answer: Answer | None) -> None:
        """Remember it; nothing that is nobody, so that made-up keys fill no memory."""
        self._drop(key)
        if answer is None:
            return
        if len(self._answers) >= MOST:
            self._answers.clear()
            self._keys.clear()
        self._answers[key] = (self._now() + SECONDS, answer)
        for name in self._names(answer):
            self._keys[name].add(key)

    def forget(self, names: Collection[str]) -> None:
        for name in names:
            for key in list(self._keys.get(name, ())):
                self._drop(key)
        for gone in self._watchers:
            gone.names.update(names)

    def forget_all(self) -> None:
        self._answers.clear()
        self._keys.clear()
        for gone in self._watchers:
            gone.everyone = True

    @contextmanager
    def watching(self) -> Iterator[Gone]:
        """Whatever is forgotten until the end of the block: an answer asked for within it may be older than that."""
        gone = Gone()
        self._watchers.append(gone)
        try:
            yield gone
        finally:
            self._watchers.remove(gone)

    def _drop(self, key: str) -> None:
        _, answer = self._answers.pop(key, (0.0, None))
        if answer is None:
            return
        for name in self._names(answer):
            if keys := self._keys.get(name):
                keys.discard(key)
                if not keys:
                    del self._keys[name]
