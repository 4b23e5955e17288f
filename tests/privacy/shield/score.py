"""The marked messages beside this file, scored as `oase shield --score` does, with the words of the demo."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from oase.privacy.shield import score as core
from oase.privacy.shield import shield
from oase.privacy.shield.marks import read_marked
from oase.privacy.shield.score import Marked, Score

VOCABULARY = frozenset(["aroma", "latte", "kompakt", "tour", "kaffeewerk", "velotal", "emil"])


def messages(name: str = "messages") -> list[Marked]:
    """The messages of one file."""
    return read_marked(Path(__file__).parent / f"{name}.txt")


def score(texts: Iterable[Marked]) -> Score:
    """What was hidden of them."""
    return core.score(texts, partial(shield, vocabulary=VOCABULARY))
