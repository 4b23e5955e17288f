"""Waves of growing size: few are asked first, more when nobody takes it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

SHARE_OF_PROMISE = 20
"""Without a time of its own, a topic's next wave comes after this part of the promised time: 45 s of 15 minutes."""
SHORTEST_SECONDS, LONGEST_SECONDS = 5, 900
MOST_ASKED = 200
"""At most so many in one wave."""


@dataclass(frozen=True)
class Waves:
    """How many are asked, wave by wave, and the seconds between two; the last size holds for all that follow."""

    sizes: Sequence[int]
    seconds: float

    def __post_init__(self) -> None:
        if not self.sizes or not all(1 <= size <= MOST_ASKED for size in self.sizes):
            raise ValueError(f"a wave asks 1 to {MOST_ASKED}")
        if self.seconds <= 0:
            raise ValueError("the next wave comes later")

    def size(self, wave: int) -> int:
        """How many wave number `wave` asks; the first is 1."""
        return self.sizes[min(wave, len(self.sizes)) - 1]


class Promised(Protocol):
    """What is read of a topic."""

    wave_sizes: list[int]
    wave_seconds: int | None
    first_answer_minutes: int


def waves_of(topic: Promised) -> Waves:
    """The waves of a topic, their times from its promise."""
    seconds = topic.wave_seconds or topic.first_answer_minutes * 60 / SHARE_OF_PROMISE
    return Waves(tuple(topic.wave_sizes), min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS))
