"""Which saved answers fit: pure, from vectors and words."""

from collections.abc import Sequence
from typing import Final, Protocol

from oase.experts.topics.likeness import ENCODER, nearest, unpacked, vector

ALIKE_ENOUGH: Final = 0.3
"""Cosine of question and saved answer from which an answer is suggested: strangers lie around 0.1."""
FOR_EACH_WORD: Final = 0.5
"""What finding every word searched for adds to the likeness: exact words count more than what is meant."""


class Likable(Protocol):
    """What can be ranked."""

    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def likeness(self) -> bytes: ...
    @property
    def encoder(self) -> str: ...


def suggested[One: Likable](question: str, kept: Sequence[One], *, most: int) -> list[One]:
    """Those most like the question, best first; none that is not like it at all."""
    fitting = [one for one in kept if one.encoder == ENCODER]
    if not fitting or not question.strip():
        return []
    found = nearest(vector(question), unpacked([one.likeness for one in fitting]), most)
    return [fitting[place] for place, alike in found if alike >= ALIKE_ENOUGH]


def searched[One: Likable](words: str, kept: Sequence[One], *, most: int) -> list[One]:
    """Those that hold the words, and those that mean something like them, best first; without words the newest."""
    if not words.strip() or not kept:
        return list(kept[:most])
    wanted = list(dict.fromkeys(words.casefold().split()))
    about = vector(words)
    scores: list[tuple[float, int]] = []
    for place, one in enumerate(kept):
        text = f"{one.title}\n{one.body}".casefold()
        share = sum(word in text for word in wanted) / len(wanted)
        alike = float(unpacked([one.likeness])[0] @ about) if one.encoder == ENCODER else 0.0
        if share > 0 or alike >= ALIKE_ENOUGH:
            scores.append((alike + FOR_EACH_WORD * share, place))
    return [kept[place] for _, place in sorted(scores, key=lambda found: (-found[0], found[1]))[:most]]
