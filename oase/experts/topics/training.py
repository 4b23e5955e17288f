"""Teaching a recogniser from examples, in seconds on one processor. Needs SciPy, which nothing else here does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from oase.experts.topics.likeness import Vector, vectors
from oase.experts.topics.recogniser import Recogniser, Scores, blend, signs
from oase.experts.topics.wording import Texts, Wording, pieces

MOST_REMEMBERED: Final = 4000
"""Questions that a new one is compared with; more cost time with each question asked."""
MOST_LEARNED: Final = 20_000
RIDGE: Final = 0.1
"""How little a single example is believed."""
KEPT: Final = 0.96
"""So many of the questions that have a topic are to be recognised; the rest are less sure than the least sureness."""


@dataclass(frozen=True)
class Example:
    """A question and the label of its topic; None: it is known to be none of them."""

    text: str
    label: str | None


def train(examples: Sequence[Example], *, seed: int = 1) -> Recogniser:
    """A recogniser of the labels in these examples.

    Raises:
        ValueError: there are not two labels.
    """
    examples = _fewer(list(dict.fromkeys(examples)), MOST_LEARNED, np.random.default_rng(seed))
    labels = sorted({one.label for one in examples if one.label is not None})
    if len(labels) < 2:
        raise ValueError("there must be examples of at least two topics")
    place = {label: at for at, label in enumerate(labels)}
    target = np.array([place.get(one.label or "", -1) for one in examples])

    meaning = vectors([one.text for one in examples])
    counted = [pieces(one.text) for one in examples]
    wording = Wording.of(counted)
    read = [wording.read(one) for one in counted]
    chosen = _landmarks(target, np.random.default_rng(seed))
    alike = meaning @ meaning[chosen].T
    matrix = _matrix(read, len(wording.known))
    kernel = blend(alike, np.asarray((matrix @ matrix[chosen].T).todense(), np.float32))
    votes, unseen = _ridge(kernel, chosen, _wanted(target, len(labels)))

    alike[chosen, np.arange(len(chosen))] = 0  # itself
    sureness, least = _calibrated(signs(unseen, alike), unseen.argmax(axis=1) == target, target >= 0)
    return Recogniser(
        labels=tuple(labels),
        wording=wording,
        remembered=np.ascontiguousarray(meaning[chosen]),
        texts=Texts.of([read[one] for one in chosen], len(wording.known)),
        votes=votes,
        sureness=sureness,
        least=least,
    )


def _wanted(target: NDArray[np.int64], labels: int) -> Scores:
    """1 for the right topic and a little less than nothing for the others, also for what is none of them."""
    wanted = np.full((len(target), labels), -1 / labels, np.float32)
    known = np.flatnonzero(target >= 0)
    wanted[known, target[known]] = 1
    return wanted


def _ridge(kernel: Scores, chosen: NDArray[np.int64], wanted: Scores) -> tuple[Scores, Scores]:
    """Votes of the chosen examples, and the scores that each example would get had it not been learned from.

    With fewer chosen than learned from it is the Nyström approximation (Williams & Seeger 2001); leaving one out is
    exact for it in closed form (Allen 1974).
    """
    middle = kernel[chosen].astype(np.float64)
    middle[np.diag_indices_from(middle)] += 1e-4
    lower = cholesky(middle, lower=True).astype(np.float32)
    features = solve_triangular(lower, kernel.T, lower=True, check_finite=False)
    gram = features @ features.T
    gram[np.diag_indices_from(gram)] += RIDGE
    root = cholesky(gram, lower=True, overwrite_a=True, check_finite=False)
    seen = solve_triangular(root, features, lower=True, check_finite=False)
    leverage = np.einsum("ij,ij->j", seen, seen)
    inner = solve_triangular(root, seen @ wanted, lower=True, trans="T", check_finite=False)
    fitted = features.T @ inner
    unseen = wanted - (wanted - fitted) / np.maximum(1 - leverage, 1e-3)[:, None]
    votes = solve_triangular(lower, inner, lower=True, trans="T", check_finite=False)
    return votes.astype(np.float32), unseen.astype(np.float32)


def _calibrated(seen: Scores, right: NDArray[np.bool_], known: NDArray[np.bool_]) -> tuple[Scores, float]:
    """Weights that make of the signs how probably a guess is right (Platt 1999), and the least to act on."""
    good = right & known
    if good.all() or not good.any():
        weights = np.array([4.0, 2.0, 2.0, -3.0], np.float32)
    else:
        learned = LogisticRegression(C=10.0, max_iter=500).fit(seen, good)
        weights = np.append(learned.coef_[0], learned.intercept_).astype(np.float32)
    odds = seen @ weights[:-1] + weights[-1]
    sure = 1 / (1 + np.exp(-odds))
    return weights, float(np.quantile(sure[known], 1 - KEPT))


def _landmarks(target: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """Examples to remember: as many of each topic as there is room for, in ascending order."""
    if len(target) <= MOST_REMEMBERED:
        return np.arange(len(target))
    shuffled = random.permutation(len(target))
    turn = np.zeros(len(target), np.int64)
    for one in np.unique(target):
        of_topic = shuffled[target[shuffled] == one]
        turn[of_topic] = np.arange(len(of_topic))
    return np.sort(shuffled[np.argsort(turn[shuffled], kind="stable")][:MOST_REMEMBERED])


def _fewer(examples: list[Example], most: int, random: np.random.Generator) -> list[Example]:
    if len(examples) <= most:
        return examples
    return [examples[one] for one in np.sort(random.permutation(len(examples))[:most])]


def _matrix(read: Sequence[tuple[NDArray[np.int64], Scores]], columns: int) -> "csr_array[np.float32]":
    begins = np.concatenate([[0], np.cumsum([len(places) for places, _ in read])])
    return csr_array(
        (np.concatenate([weight for _, weight in read]), np.concatenate([places for places, _ in read]), begins),
        shape=(len(read), columns),
    )


__all__ = ["Example", "Vector", "train"]
