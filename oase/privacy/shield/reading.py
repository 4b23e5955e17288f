"""What every recogniser is given: the folded text, its words, and what is known."""

import re
from collections import defaultdict
from collections.abc import Iterable, MutableMapping, Sequence, Set
from functools import cached_property
from itertools import count
from typing import NamedTuple, Self

from oase.privacy.shield.language import language_of
from oase.privacy.shield.words import is_given, is_given_alone, is_ordinary, is_wordlike

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
# As `Word` does, without a call in between: it is made for every word in every pass.
_word = tuple.__new__
_BITS = count()


_SETS: dict[str, int] = {}
"""Word in lower case → the sets of cues it is in, a bit each."""


class Cues(frozenset[str]):
    """Words in lower case that announce something. A text asks once which of all such sets its words are in."""

    bit: int

    def __new__(cls, words: Iterable[str]) -> Self:
        cues = super().__new__(cls, words)
        cues.bit = 1 << next(_BITS)
        for word in cues:
            _SETS[word] = _SETS.get(word, 0) | cues.bit
        return cues


class Word(NamedTuple):
    """A run of letters."""

    start: int
    end: int
    text: str
    lower: str


class Reading:
    """One look at a text. Made once a pass, so that recognisers look words up instead of searching the text again.

    `memo` lives through all passes over one text: what was learnt of a piece of it need not be learnt again. `digits`:
    how many there are, `longest`: of how many characters without a blank between the longest run is; what needs more of
    either need not be looked for.
    """

    __slots__ = ("__dict__", "_said", "by_lower", "digits", "longest", "memo", "text", "vocabulary", "words")

    def __init__(
        self, text: str, vocabulary: Set[str] = frozenset(), memo: MutableMapping[object, object] | None = None
    ) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.memo: MutableMapping[object, object] = {} if memo is None else memo
        self.digits = len(_DIGIT.findall(text))
        self.longest = max(map(len, text.split()), default=0)
        self.words = [_word(Word, (*m.span(), written := m[0], written.lower())) for m in _WORD.finditer(text)]
        places: defaultdict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            places[word[3]].append(at)
        self.by_lower: dict[str, list[int]] = dict(places)
        self._said = 0
        for low in self.by_lower:
            self._said |= _SETS.get(low, 0)

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

    def cues(self, cues: Cues) -> Sequence[Word]:
        """Every place where one of `cues` stands."""
        return self.every(cues) if self._said & cues.bit else ()

    def every(self, lowers: Set[str]) -> Sequence[Word]:
        """Every place where one of these words (lower case) stands."""
        words = self.words
        return [words[at] for low, places in self.by_lower.items() if low in lowers for at in places]

    def matches(self, cues: Cues, *patterns: re.Pattern[str]) -> Sequence[re.Match[str]]:
        """The first of `patterns` that matches at each cue."""
        if not self._said & cues.bit:
            return ()
        found = []
        for word in self.every(cues):
            for pattern in patterns:
                if match := pattern.match(self.text, word.start):
                    found.append(match)
                    break
        return found

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

    def any(self, cues: Cues) -> bool:
        """Whether one of `cues` stands anywhere."""
        return bool(self._said & cues.bit)


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character
