"""What every recogniser is given: the folded text, its words, and what is known."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, MutableMapping, Set
from functools import cached_property
from typing import NamedTuple

from oase.privacy.shield.language import language_of
from oase.privacy.shield.words import is_given, is_given_alone, is_ordinary, is_wordlike

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
# As `Word` does, without a call in between: it is made for every word in every pass.
_word = tuple.__new__


class Word(NamedTuple):
    """A run of letters."""

    start: int
    end: int
    text: str
    lower: str


class Reading:
    """One look at a text. Made once a pass, so that recognisers look words up instead of searching the text again.

    `memo` lives through all passes over one text: what was learnt of a piece of it need not be learnt again. `digits`:
    whether there is any.
    """

    __slots__ = ("__dict__", "by_lower", "digits", "memo", "text", "vocabulary", "words")

    def __init__(
        self, text: str, vocabulary: Set[str] = frozenset(), memo: MutableMapping[object, object] | None = None
    ) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.memo: MutableMapping[object, object] = {} if memo is None else memo
        self.digits = _DIGIT.search(text) is not None
        self.words = [_word(Word, (*m.span(), m[0], m[0].lower())) for m in _WORD.finditer(text)]
        places: defaultdict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            places[word[3]].append(at)
        self.by_lower: dict[str, list[int]] = dict(places)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, character by character in the same places."""
        # The only character that becomes two.
        lower = self.text.replace("İ", "i").lower()
        return lower if len(lower) == len(self.text) else "".join(map(_lower, self.text))

    @cached_property
    def english(self) -> bool:
        """Whether what can be read is English: common nouns are written small there, and a capital says more."""
        return language_of(self.text) == "en"

    def cues(self, cues: Set[str]) -> Iterator[Word]:
        """Every place where one of `cues` (lower case) stands."""
        for cue in cues & self.by_lower.keys():
            for at in self.by_lower[cue]:
                yield self.words[at]

    def matches(self, cues: Set[str], *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The first of `patterns` that matches at each cue."""
        for word in self.cues(cues):
            for pattern in patterns:
                if match := pattern.match(self.text, word.start):
                    yield match
                    break

    def ordinary(self, lower: str) -> bool:
        """Whether this word is a word of the language or of the company rather than a name."""
        return lower in self.vocabulary or is_ordinary(lower)

    def wordlike(self, lower: str) -> bool:
        """Whether this word is ordinary or made of ordinary ones."""
        return lower in self.vocabulary or is_wordlike(lower)

    def given(self, lower: str, *, alone: bool = False) -> bool:
        return (is_given_alone if alone else is_given)(lower) and lower not in self.vocabulary

    def before(self, start: int, most: int = 30) -> str:
        """The lower-case text of the same line just before `start`."""
        return self.text[max(0, start - most) : start].rpartition("\n")[2].lower()

    def any(self, cues: Iterable[str]) -> bool:
        return any(cue in self.by_lower for cue in cues)


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character
