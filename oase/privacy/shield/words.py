"""The word lists of the package, read once."""

from functools import cache
from pathlib import Path

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


def is_ordinary(lower: str) -> bool:
    """Whether a lower-case word is an ordinary word of German or English."""
    return lower in ORDINARY or lower in SMALL or (len(lower) > 6 and lower not in SURNAMES and lower.endswith(_ENDING))
