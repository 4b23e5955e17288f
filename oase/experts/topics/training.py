"""Teaching a recogniser from examples, in seconds on one processor. Needs SciPy, which asking it does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from oase.experts.topics.likeness import Vector, vectors
from oase.experts.topics.recogniser import Recogniser, Scores, blend, sign
from oase.experts.topics.wording import Texts, Wording, pieces

MOST_REMEMBERED: Final = 6000
"""Questions that a new one is compared with; more cost time with each question asked."""
MOST_LEARNED: Final = 20_000
MOST_TRIED: Final = 4000
"""Examples on which sureness is measured."""
RIDGE: Final = 0.1
"""How little a single example is believed."""
KEPT: Final = 0.97
"""So many of the examples that have a topic are recognised when left out; below their sureness it is none of these."""

type Places = NDArray[np.int64]


@dataclass(frozen=True)
class Example:
    """A question and the label of its topic; None: it is known to be none of them."""

    text: str
    label: str | None


@dataclass(frozen=True)
class Taught:
    """A recogniser, and how good it is."""

    recogniser: Recogniser
    right: float
    """Share of examples with a topic whose topic comes first though they were left out."""


def train(examples: Sequence[Example], *, seed: int = 1) -> Taught:
    """A recogniser of the labels in these examples.

    Raises:
        ValueError: there are not two labels.
    """
    random = np.random.default_rng(seed)
    examples = _some(list(dict.fromkeys(examples)), MOST_LEARNED, random)
    labels = sorted({one.label for one in examples if one.label is not None})
    if len(labels) < 2:
        raise ValueError("there must be examples of at least two topics")
    place = {label: at for at, label in enumerate(labels)}
    target = np.array([-1 if one.label is None else place[one.label] for one in examples])

    meaning = vectors([one.text for one in examples])
    counted = [pieces(one.text) for one in examples]
    wording = Wording.of(counted)
    read = [wording.read(one) for one in counted]
    chosen = _remembered(target, random)
    tried = np.array(_some(list(range(len(examples))), MOST_TRIED, random))
    matrix = _matrix(read, len(wording.known))
    kernel = _kernel(meaning, matrix, chosen)
    votes, unseen = _ridge(kernel, chosen, _wanted(target, len(labels)), tried)
    del kernel

    alike = meaning[tried] @ meaning[chosen].T
    alike[tried[:, None] == chosen] = -1  # itself
    right = unseen.argmax(axis=1) == target[tried]
    slope, even, least = _calibrated(sign(unseen, alike), right, target[tried] >= 0)
    recogniser = Recogniser(
        labels=tuple(labels),
        wording=wording,
        remembered=np.ascontiguousarray(meaning[chosen]),
        texts=Texts.of([read[one] for one in chosen], len(wording.known)),
        votes=votes,
        slope=slope,
        even=even,
        least=least,
    )
    return Taught(recogniser, float(right[target[tried] >= 0].mean()))


def _wanted(target: Places, labels: int) -> Scores:
    """1 for the right topic and a little less than nothing for the others, also for what is none of them."""
    wanted = np.full((len(target), labels), -1 / labels, np.float32)
    known = np.flatnonzero(target >= 0)
    wanted[known, target[known]] = 1
    return wanted


def _kernel(meaning: Vector, matrix: "csr_array[np.float32]", chosen: Places) -> Scores:
    """How alike each example is to each chosen one; block by block, for it is the largest thing in memory."""
    kernel = np.empty((len(meaning), len(chosen)), np.float32)
    remembered, transposed = meaning[chosen].T, matrix[chosen].T.tocsr()
    for first in range(0, len(meaning), 1000):
        block = slice(first, first + 1000)
        kernel[block] = blend(meaning[block] @ remembered, (matrix[block] @ transposed).toarray())
    return kernel


def _ridge(kernel: Scores, chosen: Places, wanted: Scores, tried: Places) -> tuple[Scores, Scores]:
    """Votes of the chosen examples, and the scores that the tried ones would get had they not been learned from.

    With fewer chosen than learned from it is the Nyström approximation (Williams & Seeger 2001); leaving one out is
    exact for it in closed form (Allen 1974). The kernel is overwritten.
    """
    middle = kernel[chosen].astype(np.float64)
    middle[np.diag_indices_from(middle)] += 1e-4
    lower = cholesky(middle, lower=True, overwrite_a=True).astype(np.float32)
    del middle
    features = solve_triangular(lower, kernel.T, lower=True, overwrite_b=True, check_finite=False)
    gram = features @ features.T
    gram[np.diag_indices_from(gram)] += RIDGE
    root = cholesky(gram, lower=True, overwrite_a=True, check_finite=False)
    inner = solve_triangular(root, features @ wanted, lower=True, check_finite=False)
    inner = solve_triangular(root, inner, lower=True, trans="T", check_finite=False)
    some = features[:, tried]
    seen = solve_triangular(root, some, lower=True, check_finite=False)
    leverage = np.einsum("ij,ij->j", seen, seen)
    error = (wanted[tried] - some.T @ inner) / np.maximum(1 - leverage, 1e-3)[:, None]
    votes = solve_triangular(lower, inner, lower=True, trans="T", check_finite=False)
    return votes.astype(np.float32), (wanted[tried] - error).astype(np.float32)


def _calibrated(signs: Scores, right: NDArray[np.bool_], known: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Slope and middle of the curve from sign to how probably a guess is right (Platt 1999); the least to act on."""
    good = right & known
    slope, even = 8.0, 0.5
    if not good.all() and good.any():
        learned = LogisticRegression(C=100.0).fit(signs[:, None], good)
        # With a handful of examples chance may turn the curve round: more must never speak for less.
        if (steep := float(learned.coef_[0, 0])) > 1:
            slope, even = steep, -float(learned.intercept_[0]) / steep
    edge = float(np.quantile(signs[known], 1 - KEPT))
    return slope, even, 1 / (1 + float(np.exp(-slope * (edge - even))))


def _remembered(target: Places, random: np.random.Generator) -> Places:
    """Examples to remember: equally many of each topic while there are, in ascending order."""
    if len(target) <= MOST_REMEMBERED:
        return np.arange(len(target))
    shuffled = random.permutation(len(target))
    turn = np.zeros(len(target), np.int64)
    for one in np.unique(target):
        of_topic = shuffled[target[shuffled] == one]
        turn[of_topic] = np.arange(len(of_topic))
    return np.sort(shuffled[np.argsort(turn[shuffled], kind="stable")][:MOST_REMEMBERED])


def _some[Thing](things: list[Thing], most: int, random: np.random.Generator) -> list[Thing]:
    if len(things) <= most:
        return things
    return [things[one] for one in np.sort(random.permutation(len(things))[:most])]


def _matrix(read: Sequence[tuple[Places, Scores]], columns: int) -> "csr_array[np.float32]":
    begins = np.concatenate([[0], np.cumsum([len(places) for places, _ in read])])
    return csr_array(
        (np.concatenate([weight for _, weight in read]), np.concatenate([places for places, _ in read]), begins),
        shape=(len(read), columns),
    )
