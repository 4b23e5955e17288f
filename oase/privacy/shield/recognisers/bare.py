"""Families' names that are nouns too, without the article that a noun would have: "Für Fuchs ist", "ohne Koch"."""

from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import ORDINARY, SURNAMES, words_of

_NAMES = (SURNAMES & ORDINARY) - words_of("uncounted")
"""Whoever bears one is alone without an article; an animal, a craftsman or a colour is not."""
_BEFORE = words_of("bare_before")
_AFTER = words_of("bare_after")


def find(reading: Reading) -> Iterator[Found]:
    for low in _NAMES & reading.by_lower.keys():
        if low in reading.vocabulary:
            continue
        for at in reading.by_lower[low]:
            word = reading.words[at]
            if word.text.istitle() and reading.text[word.end : word.end + 1] != "-" and _alone(reading, at):
                yield Found(word.start, word.end, "person", 34)


def _alone(reading: Reading, at: int) -> bool:
    """Whether it stands behind a preposition, or where a sentence begins before what somebody does."""
    text, words = reading.text, reading.words
    word = words[at]
    before = words[at - 1] if at else None
    if before is not None and text[before.end : word.start] == " ":
        return before.lower in _BEFORE
    after = words[at + 1] if at + 1 < len(words) else None
    return after is not None and text[word.end : after.start] == " " and after.text in _AFTER
