"""A recogniser of topics: what one company's questions taught it, and what it says of a new one.

Kernel ridge regression (Saunders et al. 1998) over remembered questions: a new one is compared with each of them by
meaning (`likeness`) and by wording (`wording`), and what is alike speaks for its topic. How sure it is of the best was
measured on questions it was not allowed to remember.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from oase.experts.topics.likeness import Vector, vector
from oase.experts.topics.wording import Texts, Wording, pieces

type Scores = NDArray[np.float32]

MEANING: Final = 0.6
"""How much likeness of meaning counts; the rest is wording. Chosen by cross-validation, as are the two below."""
MEANING_NEAR: Final = 2.0
"""How fast meaning stops to count with distance: exp(-2 (1 - cosine))."""
WORDING_NEAR: Final = 1.0


@dataclass(frozen=True)
class Guess:
    """A topic by its label, and how much speaks for it; the highest comes first."""

    label: str
    score: float


@dataclass(frozen=True)
class Answer:
    """What a recogniser says of one text."""

    guesses: tuple[Guess, ...]
    """The best first; at most as many as there are topics."""
    sureness: float
    """From 0 to 1: how probable it is that the first guess is right."""
    sure: bool
    """Whether that is enough to act on. Otherwise: none of these."""

    @property
    def label(self) -> str | None:
        """The topic; None says that it is none of these, or that it cannot be told."""
        return self.guesses[0].label if self.sure and self.guesses else None


def blend(meaning: Scores, wording: Scores) -> Scores:
    """How alike two questions are here, from the cosines of their vectors and of their pieces; 1: the same."""
    near: Scores = MEANING * np.exp(MEANING_NEAR * (meaning - 1))
    near += (1 - MEANING) * np.exp(WORDING_NEAR * (wording - 1))
    return near


def signs(scores: Scores, meaning: Scores) -> Scores:
    """What tells a sound guess from a shaky one, a row for each question.

    scores: of each topic; meaning: likeness to each remembered question, itself left out.
    """
    places = np.argpartition(-scores, min(1, scores.shape[1] - 1), axis=1)[:, :2]
    best = np.sort(np.take_along_axis(scores, places, 1), axis=1)
    first = best[:, -1]
    second = best[:, 0] if scores.shape[1] > 1 else np.zeros_like(first)
    return np.stack([first, first - second, meaning.max(axis=1)], axis=1)


@dataclass(frozen=True)
class Recogniser:
    """Immutable: many threads ask the same one."""

    labels: tuple[str, ...]
    wording: Wording
    remembered: Vector
    """Vectors of the questions it compares with."""
    texts: Texts
    """Their pieces."""
    votes: Scores
    """How much each of them speaks for each topic."""
    sureness: Scores
    """Weights of the signs, then a constant: of the logarithm of the odds that the first guess is right."""
    least: float
    """Below this sureness: none of these."""

    def answer(self, text: str, most: int = 3) -> Answer:
        """What this text is about. About 4 ms; the second time half of it."""
        meaning = self.remembered @ vector(text)
        scores = blend(meaning, self.texts.likeness(*self.wording.read(pieces(text)))) @ self.votes
        order = np.argsort(-scores, kind="stable")[:most]
        odds = float(signs(scores[None], meaning[None])[0] @ self.sureness[:-1] + self.sureness[-1])
        sure = 1 / (1 + np.exp(-odds))
        guesses = tuple(Guess(self.labels[place], float(scores[place])) for place in order)
        return Answer(guesses, float(sure), bool(sure >= self.least) and any(one.isalnum() for one in text))

    def answers(self, texts: Sequence[str]) -> list[Answer]:
        """Of several texts, in their order."""
        return [self.answer(text) for text in texts]
