"""Capitalised words that no dictionary holds and that are names elsewhere: "an Torge Wulff", "Rieke und Bosse"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from oase.privacy.shield.names import is_capital, name_at, names_a_thing
from oase.privacy.shield.reading import Reading, Word
from oase.privacy.shield.spans import Found
from oase.privacy.shield.tagger.lexicon import WORD, Kind
from oase.privacy.shield.words import SURNAMES, bits_of, is_given, is_name_only, is_rare, is_surname, is_word, words_of

_ENDINGS = tuple(ending + own for ending in words_of("surname_endings") for own in ("", "s"))
# Flags as plain numbers: comparing them is in every word's way.
_PLACE, _GIVEN, _NOUN, _WORD_OR_PLACE = int(Kind.PLACE), int(Kind.GIVEN), int(Kind.NOUN), int(WORD | Kind.PLACE)
_WHERE = re.compile(r"\b(?:in|aus|nach|bei|um|der|dem|stadt|vom|olg|from|near|to)[ ]$", re.I)
_AND = frozenset([" und ", " and ", " & ", " oder ", " or ", "/"])


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    capitals = [word for word in reading.words if len(word.text) > 2 and is_capital(word.text)]
    for word, after in pairwise(capitals):
        if after.start - word.end > 6:
            continue
        between = text[word.end : after.start]
        if between == " " and _side_by_side(reading, word, after):
            name = name_at(reading, word.start, most=3)
            if name and name.end >= after.end:
                yield Found(name.start, name.end, "person", 36, name.datum)
        elif between in _AND and _named(reading, word) and _named(reading, after):
            yield Found(word.start, word.end, "person", 35)
            yield Found(after.start, after.end, "person", 35)
    for word, after in pairwise(reading.words):
        if word.text[-1] == "s" and after.start - word.end == 1 and _genitive(reading, word, after):
            yield Found(word.start, word.end, "person", 34, word.text[:-1])
    for word in capitals:
        if names_a_thing(reading, word.start, word.end):
            continue
        if _ends_like_a_family(word.lower) and _family(reading, word):
            yield Found(word.start, word.end, "person", 35)
        elif _named(reading, word) and len(word.text) > 3 and not word.text.isupper() and not _opens(text, word.start):
            yield Found(word.start, word.end, "person", 34)
        elif _unheard(reading, word) and not _opens(text, word.start) and reading.english:
            yield Found(word.start, word.end, "person", 33)


def _side_by_side(reading: Reading, word: Word, after: Word) -> bool:
    return (
        not word.text.isupper()
        and (is_given(word.lower) or is_surname(after.lower))
        and not reading.wordlike(word.lower)
        and not reading.wordlike(after.lower)
    )


@lru_cache(maxsize=1 << 14)
def _ends_like_a_family(low: str) -> bool:
    return low.endswith(_ENDINGS)


def _family(reading: Reading, word: Word) -> bool:
    """ "Hülsmann", "Papadopoulos": an ending of families' names on a word that no dictionary holds."""
    low = word.lower
    return (
        len(low) > 5
        and not word.text.isupper()
        and not reading.ordinary(low)
        and not bits_of(low) & _WORD_OR_PLACE
        and not is_word(low[:-1])
    )


def _genitive(reading: Reading, word: Word, after: Word) -> bool:
    """ "Halmágyis Arbeiten": a strange word with an s before a noun."""
    low = word.lower
    return (
        len(low) > 4
        and word.text.istitle()
        and after.text.istitle()
        and reading.text[word.end] == " "
        and bool(bits_of(after.lower) & _NOUN)
        and not (bits_of(low) | bits_of(low[:-1])) & _WORD_OR_PLACE
        and not reading.wordlike(low)
        and not reading.wordlike(low[:-1])
    )


def _named(reading: Reading, word: Word) -> bool:
    """A family's name that is a place as well ("in Minden") is left to what stands around it."""
    if bits_of(word.lower) & (_PLACE | _GIVEN) == _PLACE and _WHERE.search(
        reading.text, max(0, word.start - 10), word.start
    ):
        return False
    if word.lower in SURNAMES:
        return not reading.ordinary(word.lower)
    return is_name_only(word.lower) and is_rare(word.lower) and not reading.ordinary(word.lower)


def _unheard(reading: Reading, word: Word) -> bool:
    """Whether no dictionary and no list of names holds this word."""
    return len(word.text) > 3 and word.text.istitle() and not bits_of(word.lower) and not reading.wordlike(word.lower)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence or a line begins here, so that a capital letter says nothing."""
    before = text[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in '.!?:\n"*>'
