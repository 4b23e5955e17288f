"""A recogniser of topics: what one company's questions taught it, and what it says of a new one.

Kernel ridge regression (Saunders et al. 1998) over remembered questions: a new one is compared with each of them by
meaning (`likeness`) and by wording (`wording`), and what is alike speaks for its topic. How sure it is of the best was
measured on questions it was not allowed to remember.
"""

import math
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
NEAREST: Final = 0.5
"""How much it counts for sureness that one question is very near."""


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
    near = MEANING * np.exp(MEANING_NEAR * (meaning - 1)) + (1 - MEANING) * np.exp(WORDING_NEAR * (wording - 1))
    return near.astype(np.float32)


def sign(scores: Scores, meaning: Scores) -> Scores:
    """What tells a sound guess from a shaky one, a number for each question: how much speaks for the best topic, and
    how near the nearest question is. How far the second topic lies behind tells much less of what is none of them.

    scores: of each topic; meaning: likeness to each remembered question, itself left out.
    """
    signs: Scores = scores.max(axis=-1) + NEAREST * meaning.max(axis=-1)
    return signs


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
    slope: float
    """Of the logarithm of the odds that the first guess is right, over the sign."""
    even: float
    """The sign at which it is as probably right as wrong."""
    least: float
    """Below this sureness: none of these."""

    def answer(self, text: str, most: int = 3) -> Answer:
        """What this text is about. About 4 ms; the second time half of it."""
        meaning = self.remembered @ vector(text)
        scores = blend(meaning, self.texts.likeness(*self.wording.read(pieces(text)))) @ self.votes
        order = np.argsort(-scores, kind="stable")[:most]
        sure = 1 / (1 + math.exp(-self.slope * (float(sign(scores, meaning)) - self.even)))
        guesses = tuple(Guess(self.labels[place], float(scores[place])) for place in order)
        return Answer(guesses, sure, sure >= self.least and any(one.isalnum() for one in text))
