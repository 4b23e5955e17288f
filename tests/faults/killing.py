"""Who dies when: drawn from a seed, so that a run can be told again."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.faults.house import BACKEND, DATABASE, JOBS, SHIELD, WEB, WEB_WORKER

BAG = (WEB_WORKER, WEB_WORKER, WEB, JOBS, DATABASE, DATABASE, BACKEND, SHIELD)
LONGEST_WAIT = 0.6
"""Seconds of flow before the next kill."""


@dataclass(frozen=True)
class Kill:
    """One round: after `wait` seconds of flow, `victim` gets `kill -9`."""

    victim: str
    wait: float


def plan(seed: int, rounds: int) -> Iterator[Kill]:
    """The rounds of a seed: every bag holds each kind of victim, in an order of its own."""
    chance = random.Random(seed)
    bag: list[str] = []
    for _ in range(rounds):
        if not bag:
            bag = list(BAG)
            chance.shuffle(bag)
        yield Kill(bag.pop(), chance.uniform(0.0, LONGEST_WAIT))
