"""Teaching a recogniser from examples, in seconds on one processor. Needs SciPy, which asking it does not."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky
from scipy.linalg.lapack import strtri
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from oase.experts.topics.likeness import Vector, vectors
from oase.experts.topics.recogniser import Recogniser, Scores, blend, sign
from oase.experts.topics.wording import Texts, Wording, pieces

MOST_LEARNED: Final = 10_500
"""Examples that a new question is compared with, equally many of each topic; more cost time with each question asked,
and memory while learning (with so many about a gigabyte)."""
OF_NONE: Final = 5
"""For one example of a topic so many are taken of what is none of them, which is of many kinds."""
RIDGE: Final = 0.1
"""How little a single example is believed."""
KEPT: Final = 0.97
"""So many of the examples that have a topic are recognised when left out, and as many more as chance may mislead by
(a standard error); below their sureness it is none of these."""
BLOCK: Final = 1000
"""Rows of a large matrix that are computed at once."""

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
    examples = list(dict.fromkeys(examples))
    labels = sorted({one.label for one in examples if one.label is not None})
    if len(labels) < 2:
        raise ValueError("there must be examples of at least two topics")
    place = {label: at for at, label in enumerate(labels)}
    target = np.array([-1 if one.label is None else place[one.label] for one in examples])
    chosen = _chosen(target, np.random.default_rng(seed))
    examples, target = [examples[one] for one in chosen], target[chosen]

    meaning = vectors([one.text for one in examples])
    counted = [pieces(one.text) for one in examples]
    wording = Wording.of(counted)
    read = [wording.read(one) for one in counted]
    kernel = _kernel(meaning, _matrix(read, len(wording.known)))
    votes, unseen = _ridge(kernel, _wanted(target, len(labels)))
    del kernel

    right = unseen.argmax(axis=1) == target
    slope, even, least = _calibrated(sign(unseen, _nearest(meaning)), right, target >= 0)
    recogniser = Recogniser(
        labels=tuple(labels),
        wording=wording,
        remembered=meaning,
        texts=Texts.of(read, len(wording.known)),
        votes=votes,
        slope=slope,
        even=even,
        least=least,
    )
    return Taught(recogniser, float(right[target >= 0].mean()))


def _wanted(target: Places, labels: int) -> Scores:
    """1 for the right topic and a little less than nothing for the others, also for what is none of them."""
    wanted = np.full((len(target), labels), -1 / labels, np.float32)
    known = np.flatnonzero(target >= 0)
    wanted[known, target[known]] = 1
    return wanted


def _kernel(meaning: Vector, matrix: "csr_array[np.float32]") -> Scores:
    """How alike each example is to each; block by block, for it is the largest thing in memory."""
    kernel = np.empty((len(meaning), len(meaning)), np.float32)
    transposed = matrix.T.tocsr()
    for first in range(0, len(meaning), BLOCK):
        block = slice(first, first + BLOCK)
        kernel[block] = blend(meaning[block] @ meaning.T, (matrix[block] @ transposed).toarray())
    return kernel


def _nearest(meaning: Vector) -> Scores:
    """Likeness of each example to the other one nearest in meaning, as a column."""
    near = np.empty((len(meaning), 1), np.float32)
    for first in range(0, len(meaning), BLOCK):
        alike = meaning[first : first + BLOCK] @ meaning.T
        rows = np.arange(len(alike))
        alike[rows, first + rows] = -1  # itself
        near[first : first + BLOCK, 0] = alike.max(axis=1)
    return near


def _ridge(kernel: Scores, wanted: Scores) -> tuple[Scores, Scores]:
    """Votes of the examples, and the scores that each would get had it not been learned from.

    Leaving one out is exact in closed form (Allen 1974). The kernel is overwritten.
    """
    kernel[np.diag_indices_from(kernel)] += RIDGE
    # Its transpose is the same matrix in the order LAPACK works in: nothing this large is copied.
    lower = cholesky(kernel.T, lower=True, overwrite_a=True, check_finite=False)
    votes = cho_solve((lower, True), wanted, check_finite=False)
    inverse, _ = strtri(lower, lower=1, overwrite_c=1)
    own = np.einsum("ij,ij->j", inverse, inverse)
    return votes.astype(np.float32), (wanted - votes / own[:, None]).astype(np.float32)


def _calibrated(signs: Scores, right: NDArray[np.bool_], known: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Slope and middle of the curve from sign to how probably a guess is right (Platt 1999); the least to act on."""
    good = right & known
    slope, even = 8.0, 0.5
    if not good.all() and good.any():
        learned = LogisticRegression(C=100.0).fit(signs[:, None], good)
        # With a handful of examples chance may turn the curve round: more must never speak for less.
        if (steep := float(learned.coef_[0, 0])) > 1:
            slope, even = steep, -float(learned.intercept_[0]) / steep
    chance = math.sqrt(KEPT * (1 - KEPT) / known.sum())
    edge = float(np.quantile(signs[known], max(0, 1 - KEPT - chance)))
    return slope, even, 1 / (1 + float(np.exp(-slope * (edge - even))))


def _chosen(target: Places, random: np.random.Generator) -> Places:
    """Examples to learn from, in ascending order: all, or equally many of each topic while there are."""
    if len(target) <= MOST_LEARNED:
        return np.arange(len(target))
    shuffled = random.permutation(len(target))
    turn = np.zeros(len(target), np.int64)
    for one in np.unique(target):
        of_topic = shuffled[target[shuffled] == one]
        turn[of_topic] = np.arange(len(of_topic)) // (OF_NONE if one < 0 else 1)
    return np.sort(shuffled[np.argsort(turn[shuffled], kind="stable")][:MOST_LEARNED])


def _matrix(read: Sequence[tuple[Places, Scores]], columns: int) -> "csr_array[np.float32]":
    begins = np.concatenate([[0], np.cumsum([len(places) for places, _ in read])])
    return csr_array(
        (np.concatenate([weight for _, weight in read]), np.concatenate([places for places, _ in read]), begins),
        shape=(len(read), columns),
    )
