"""Which questions a test asks, in which order, and how each shuffles its options. Pure."""

from collections.abc import Sequence
from random import Random, SystemRandom
from typing import Final

FAIR: Final = SystemRandom()
"""Nobody can foresee it, whatever they saw before."""


def draw[One](bank: Sequence[One], number: int, chance: Random = FAIR) -> list[One]:
    """`number` different questions of the bank in a random order, or all of them when there are fewer."""
    return chance.sample(list(bank), min(number, len(bank)))


def shuffled(options: int, chance: Random = FAIR) -> list[int]:
    """Places 0 to `options` - 1 in a random order; two or more never stand as they were written.

    So that an order nobody touched is never the right one.
    """
    places = list(range(options))
    while options > 1 and places == list(range(options)):
        chance.shuffle(places)
    return places
