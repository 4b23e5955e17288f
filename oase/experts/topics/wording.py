"""Which words and pieces of words a text is made of, weighed by how rare they are among a company's questions.

Sentence vectors know what is meant; codes, product names and fixed phrases are told apart by their letters.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

_WORD: Final = re.compile(r"\w+")
MOST_READ: Final = 1200
"""Letters of a text that are read."""


def pieces(text: str) -> Counter[int]:
    """Words, pairs of words and any three letters in a row, as numbers (CRC-32 of UTF-8), and how often each stands."""
    words = _WORD.findall(text[:MOST_READ].lower())
    found = [f" {word}" for word in words]
    found += [f" {one} {other}" for one, other in pairwise(words)]
    for word in words:
        edged = f"_{word}_"
        found += [edged[at : at + 3] for at in range(len(edged) - 2)]
    return Counter(zlib.crc32(one.encode()) for one in found)


@dataclass(frozen=True)
class Wording:
    """The weight of each piece: how rare it is (tf–idf with sublinear counts, Salton & Buckley 1988)."""

    known: NDArray[np.uint32]
    """Pieces in ascending order."""
    rarity: NDArray[np.float32]
    """Of each of them."""
    unheard: float
    """Of any other: it tells nothing about a topic, but makes a text less like those that were learned from."""

    @classmethod
    def of(cls, texts: Iterable[Counter[int]]) -> "Wording":
        """Learned from the pieces of many texts."""
        count: Counter[int] = Counter()
        seen = 0
        for one in texts:
            seen += 1
            count.update(one.keys())
        known = np.array(sorted(count), np.uint32)
        often = np.array([count[int(piece)] for piece in known], np.float32)
        rarity = (np.log((1 + seen) / (1 + often)) + 1).astype(np.float32)
        return cls(known, rarity, math.log(1 + seen) + 1)

    def read(self, text: Counter[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Places of the text's pieces in `known`, ascending, and their weights, of a vector of length one.

        Pieces never heard count in the length only.
        """
        found = np.fromiter(text.keys(), np.uint32, len(text))
        weight = 1 + np.log(np.fromiter(text.values(), np.float32, len(text)))
        places = np.searchsorted(self.known, found)
        places[places == len(self.known)] = 0
        heard = self.known[places] == found if len(self.known) else np.zeros(len(found), bool)
        weight *= np.where(heard, self.rarity[places] if len(self.known) else 0, self.unheard)
        length = float(np.linalg.norm(weight)) or 1.0
        order = np.argsort(places[heard])
        return places[heard][order], (weight[heard][order] / length).astype(np.float32)


@dataclass(frozen=True)
class Texts:
    """Many texts by their pieces, listed by piece: which texts have it, and how much it weighs in each."""

    begins: NDArray[np.int64]
    """Of each piece, where its list begins; one more at the end."""
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    size: int

    @classmethod
    def of(cls, read: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]], pieces_known: int) -> "Texts":
        """From what `Wording.read` says of each text."""
        columns = np.concatenate([places for places, _ in read]) if read else np.zeros(0, np.int64)
        weights = np.concatenate([weight for _, weight in read]) if read else np.zeros(0, np.float32)
        rows = np.repeat(np.arange(len(read), dtype=np.int32), [len(places) for places, _ in read])
        order = np.argsort(columns, kind="stable")
        begins = np.zeros(pieces_known + 1, np.int64)
        np.cumsum(np.bincount(columns, minlength=pieces_known), out=begins[1:])
        return cls(begins, rows[order], weights[order].astype(np.float32), len(read))

    def likeness(self, places: NDArray[np.int64], weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of one text with each of these."""
        firsts, lasts = self.begins[places], self.begins[places + 1]
        lengths = lasts - firsts
        offsets = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        entries = np.repeat(firsts, lengths) + offsets
        sums = np.bincount(self.rows[entries], self.weights[entries] * np.repeat(weights, lengths), self.size)
        return sums.astype(np.float32)
