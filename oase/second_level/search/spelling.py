"""Which word was meant: the optimal string alignment distance (Damerau 1964, without its later transpositions)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MOST_MEANT = 3


def distance(one: str, other: str, *, most: int = 3) -> int:
    """How many letters were missed, added, changed or swapped with their neighbour; `most + 1` for anything beyond."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def errors_forgiven(word: str) -> int:
    """How many typing errors a word of this length may hold; in a number every digit counts."""
    if not word.isalpha():
        return 0
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2 if len(word) < 12 else 3


LETTERS: Final = "abcdefghijklmnopqrstuvwxyzäöüß"


def one_off(word: str) -> set[str]:
    """All that are one missed, added, changed or swapped letter away from a word, itself left out."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    missed = {f"{head}{tail[1:]}" for head, tail in cuts if tail}
    swapped = {f"{head}{tail[1]}{tail[0]}{tail[2:]}" for head, tail in cuts if len(tail) > 1}
    changed = {f"{head}{letter}{tail[1:]}" for head, tail in cuts if tail for letter in LETTERS}
    added = {f"{head}{letter}{tail}" for head, tail in cuts for letter in LETTERS}
    return (missed | swapped | changed | added) - {word}


@dataclass(frozen=True)
class Resembling:
    """A known word, in how many concerns it stands, and what is laid beside each other: the words, and their stems."""

    word: str
    uses: int
    pairs: tuple[tuple[str, str], ...]

    def distance(self) -> int | None:
        """The least of the pairs that are near enough; None when none is."""
        near = [
            far
            for one, other in self.pairs
            if (far := distance(one, other, most=errors_forgiven(one))) <= errors_forgiven(one)
        ]
        return min(near, default=None)


def meant(known: Iterable[Resembling]) -> list[str]:
    """The nearest of the known words, if near enough; of equally near ones those used most."""
    near = sorted((far, -one.uses, one.word) for one in known if (far := one.distance()) is not None)
    return [word for far, _, word in near if far == near[0][0]][:MOST_MEANT]


SURELY_WRONG = 50
"""A word that resembles another and is used so many times less is that word mistyped."""


def mistyped(word: str, uses: int, known: Iterable[Resembling]) -> list[str]:
    """Among the known words those in which somebody mistyped this one."""
    if len(word) < 6 or not word.isalpha():
        return []
    rare = (one.word for one in known if one.uses * SURELY_WRONG <= uses and one.word != word)
    return [one for one in rare if distance(word, one, most=1) == 1]
