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
    near = np.full(len(opinion) + 2, -1, np.float32)
    near[1:-1] = opinion / 8
    beside = np.zeros((len(traits) + 2, 3), np.float32)
    beside[1:-1] = traits[:, [0, 5, 6]]
    return np.concatenate(
        [traits, near[:-2, None], near[1:-1, None], near[2:, None], beside[:-2], beside[2:]], axis=1
    ).astype(np.float32)


class Network:
    """The weights, and the words met so far as rows of numbers."""

    def __init__(self, weights: dict[str, NDArray[np.generic]]) -> None:
        self._w = {name: np.array(value, np.float32) for name, value in weights.items()}
        self._w["table"][0] = 0
        self._words = Words(self._w["table"])

    def opinion(self, tokens: list[str]) -> tuple[Floats, Floats]:
        """Traits, and log odds of being part of a name from what stands around, a token each."""
        if len(self._words) + len(tokens) > MOST_WORDS:
            self._words = Words(self._w["table"])
        w, count = self._w, len(tokens) + 2 * REACH
        both = self._words.of([*NOTHING, *tokens, *NOTHING])
        hidden = both[:, TRAITS + 1 :]
        for layer, step in enumerate(DILATIONS):
            around = np.zeros((count + 2 * step, hidden.shape[1]), np.float32)
            around[step : step + count] = hidden
            seen = np.concatenate([around[at * step : at * step + count] for at in range(3)], axis=1)
            new = np.maximum(seen @ w[f"w{layer}"] + w[f"b{layer}"], 0)
            hidden = new if layer == 0 else new + hidden
        inside = slice(REACH, count - REACH)
        return both[inside, : TRAITS + 1], hidden[inside] @ w["out"] + w["bias"]

    def probabilities(self, tokens: list[str]) -> Floats:
        """How probably each token is part of somebody's name, 0 to 1."""
        w = self._w
        traits, opinion = self.opinion(tokens)
        seen = judged_by(traits[:, :TRAITS], opinion)
        score = np.maximum(seen @ w["judge_in"] + w["judge_in_bias"], 0) @ w["judge_out"] + w["judge_out_bias"]
        found: Floats = traits[:, TRAITS] / (1 + np.exp(-np.clip(score, -30, 30)))
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
        if new := set(tokens) - self._at.keys():
            self._add(new)
        at = self._at
        numbers: Floats = self._numbers[[at[token] for token in tokens]]
        return numbers

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
