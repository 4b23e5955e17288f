"""Which words are somebody's name: a small network reads the words around, a judge weighs what it says.

The network is a table of word traits and three convolutions over nine words. It was taught on most of the marked
sentences; the judge, a single hidden layer over the network's opinion and the word's own traits, on those the network
had never seen, so that it knows how far the opinion can be trusted on text that is new.
"""

from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from oase.privacy.shield.tagger.features import TRAITS, described

FILE = Path(__file__).parent / "network.npz"
DILATIONS = (1, 1, 2)
REACH = sum(DILATIONS) + 1
"""How many tokens away something can still matter: the network's view, and the judge's one neighbour."""
NOTHING = ("",) * REACH
"""Stands before and after a text, so that nothing beside it matters."""
MOST_WORDS = 1 << 15
"""Words that are remembered before the table is begun anew, about 6 MB."""
Floats = NDArray[np.float32]


def judged_by(traits: Floats, opinion: Floats) -> Floats:
    """What the judge looks at for each token: its traits, the opinions here and beside it, and its neighbours.

    traits: [tokens, TRAITS]; opinion: [tokens], log odds.
    """
    # Filled in place: for so few tokens it is the number of calls that costs.
    seen = np.zeros((len(traits), TRAITS + 9), np.float32)
    seen[:, :TRAITS] = traits
    before, own, after = TRAITS, TRAITS + 1, TRAITS + 2
    seen[:, own] = opinion
    seen[:, own] /= 8
    seen[0, before] = seen[-1, after] = -1
    seen[1:, before] = seen[:-1, own]
    seen[:-1, after] = seen[1:, own]
    for at, (first, last) in ((TRAITS + 3, (0, 1)), (TRAITS + 4, (5, 7))):
        seen[1:, at : at + last - first] = traits[:-1, first:last]
        seen[:-1, at + 3 : at + 3 + last - first] = traits[1:, first:last]
    return seen


class Network:
    """The weights, and the words met so far as rows of numbers."""

    def __init__(self, weights: dict[str, NDArray[np.generic]]) -> None:
        self._w = {name: np.array(value, np.float32) for name, value in weights.items()}
        self._w["table"][0] = 0
        self._layers = [(step, self._w[f"w{at}"], self._w[f"b{at}"]) for at, step in enumerate(DILATIONS)]
        self._words = Words(self._w["table"])

    def opinion(self, tokens: list[str]) -> tuple[Floats, Floats]:
        """Traits, and log odds of being part of a name from what stands around, a token each."""
        numbers = self._numbers(tokens)
        return numbers[REACH:-REACH, : TRAITS + 1], self._opinion(numbers)

    def _numbers(self, tokens: list[str]) -> Floats:
        if len(self._words) + len(tokens) > MOST_WORDS:
            self._words = Words(self._w["table"])
        return self._words.of([*NOTHING, *tokens, *NOTHING])

    def _opinion(self, numbers: Floats) -> Floats:
        hidden = numbers[:, TRAITS + 1 :]
        for layer, (step, weights, bias) in enumerate(self._layers):
            # Each layer sees less at both ends; what stands there before and after the tokens is nothing.
            seen = np.concatenate((hidden[: -2 * step], hidden[step:-step], hidden[2 * step :]), axis=1)
            new = seen @ weights
            new += bias
            np.maximum(new, 0, out=new)
            if layer:
                new += hidden[step:-step]
            hidden = new
        log_odds: Floats = hidden[1:-1] @ self._w["out"]
        log_odds += self._w["bias"]
        return log_odds

    def probabilities(self, tokens: list[str]) -> Floats:
        """How probably each token is part of somebody's name, 0 to 1."""
        w = self._w
        numbers = self._numbers(tokens)
        candidates = numbers[REACH:-REACH, TRAITS]
        if not candidates.any():
            return candidates
        seen = judged_by(numbers[REACH:-REACH, :TRAITS], self._opinion(numbers))
        hidden = seen @ w["judge_in"]
        hidden += w["judge_in_bias"]
        score = np.maximum(hidden, 0, out=hidden) @ w["judge_out"]
        score += w["judge_out_bias"]
        # What is more improbable than this is nothing anyway, and would be too much for `exp`.
        found: Floats = candidates / (1 + np.exp(-np.maximum(score, -30)))
        return found


class Words:
    """A growing table: the traits of each word, whether it can be a name, and the sum of its rows."""

    def __init__(self, table: Floats) -> None:
        self._table = table
        self._at: dict[str, int] = {}
        self._numbers = np.zeros((512, TRAITS + 1 + table.shape[1]), np.float32)
        self._adding = Lock()

    def __len__(self) -> int:
        return len(self._at)

    def of(self, tokens: list[str]) -> Floats:
        at = self._at
        if not at.keys() >= (met := set(tokens)):
            self._add(met - at.keys())
        return self._numbers.take([at[token] for token in tokens], axis=0)

    def _add(self, new: set[str]) -> None:
        # Whoever reads meanwhile finds a word only after its numbers are there.
        with self._adding:
            for token in new - self._at.keys():
                place = len(self._at)
                if place == len(self._numbers):
                    self._numbers = np.concatenate([self._numbers, np.zeros_like(self._numbers)])
                known = described(token)
                self._numbers[place] = (*known.traits, known.candidate, *self._table[list(known.rows)].sum(0))
                self._at[token] = place


@lru_cache(maxsize=1)
def network() -> Network:
    """The network of the package, read once."""
    with np.load(FILE) as weights:
        return Network(dict(weights))
