"""What is known of a word: the word lists of the package and its lexicon, read once."""

from functools import cache, lru_cache
from pathlib import Path

from oase.privacy.shield.tagger.lexicon import NAME, WORD, Kind, lexicon

_DATA = Path(__file__).parent / "data"


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of `data/<name>.txt`: separated by space, `#` begins a comment."""
    lines = (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())


_MARKED = words_of("given_names")
GIVEN = frozenset(name.rstrip("?") for name in _MARKED)
"""Frequent given names, lower case."""
GIVEN_ALONE = frozenset(name for name in _MARKED if not name.endswith("?"))
"""Those that are no ordinary word as well, so that one alone is a person."""
SURNAMES = words_of("surnames")
ORDINARY = words_of("ordinary")
SMALL = words_of("small")
"""Function words of both languages: never a name, even where a name is expected."""
CITIES = words_of("cities")

_ENDING = tuple(words_of("ordinary_endings"))
_FREQUENT = 4
_ENDLESS = 64
# Flags as plain numbers: comparing them is in every word's way.
_WORD, _NAME, _GIVEN = int(WORD), int(NAME), int(Kind.GIVEN)
_SURNAME, _PLACE = int(Kind.SURNAME), int(Kind.PLACE)
_NAMES = frozenset((_GIVEN, _SURNAME, _NAME))


@lru_cache(maxsize=1 << 15)
def bits_of(lower: str) -> int:
    """What the lexicon knows of a lower-case word, 0 for nothing."""
    return lexicon().bits(lower)


def _is_frequent(bits: int) -> bool:
    return bits & 7 >= _FREQUENT or bits >> 3 & 7 >= _FREQUENT


@lru_cache(maxsize=1 << 15)
def is_word(lower: str) -> bool:
    """Whether a dictionary holds this word, be it a name as well."""
    return lower in ORDINARY or lower in SMALL or bool(bits_of(lower) & _WORD)


@lru_cache(maxsize=1 << 15)
def is_ordinary(lower: str) -> bool:
    """Whether a lower-case word is an ordinary word of German or English."""
    if lower in ORDINARY or lower in SMALL:
        return True
    if lower in SURNAMES:
        return False
    bits = bits_of(lower)
    if bits & _WORD:
        return not bits & _NAME or _is_frequent(bits)
    if bits & _NAME:
        return False
    return len(lower) > 6 and lower.endswith(_ENDING)


@lru_cache(maxsize=1 << 15)
def is_rare(lower: str) -> bool:
    """Whether a word is seldom used, so that after a given name it is rather the family's."""
    return lower not in ORDINARY and lower not in SMALL and not _is_frequent(bits_of(lower))


@lru_cache(maxsize=1 << 15)
def is_wordlike(lower: str) -> bool:
    """Whether it is an ordinary word or made of two, as "Milchbehälter", which "Schimmelpfennig" is as well."""
    return is_ordinary(lower) or (
        8 < len(lower) < _ENDLESS and not bits_of(lower) & _NAME and lexicon().is_compound(lower)
    )


@lru_cache(maxsize=1 << 15)
def is_name_only(lower: str) -> bool:
    """Whether a word is nothing but a name, so that it is one in lower case too."""
    return (
        lower in GIVEN_ALONE
        or (
            lower not in ORDINARY
            and lower not in SMALL
            and len(lower) > 2
            and bits_of(lower) & (_NAME | _WORD) in _NAMES
        )
        or (lower in SURNAMES and lower not in ORDINARY and not bits_of(lower) & _WORD)
    )


@lru_cache(maxsize=1 << 15)
def is_given(lower: str) -> bool:
    """Whether somebody's given name may be this word."""
    return lower in GIVEN or (len(lower) > 2 and lower not in SMALL and bool(bits_of(lower) & _GIVEN))


@lru_cache(maxsize=1 << 15)
def is_given_alone(lower: str) -> bool:
    """Whether this word can hardly be anything but a given name."""
    if lower in GIVEN:
        return lower in GIVEN_ALONE
    bits = bits_of(lower)
    if len(lower) < 4 or not bits & _GIVEN or bits & _WORD or lower in ORDINARY or lower in CITIES:
        return False
    return not (bits & (_PLACE | _SURNAME) and _is_frequent(bits))


@lru_cache(maxsize=1 << 15)
def is_surname(lower: str) -> bool:
    """Whether a family may be called so."""
    return lower in SURNAMES or bool(bits_of(lower) & _SURNAME)
