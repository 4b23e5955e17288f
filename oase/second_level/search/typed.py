"""What somebody typed, taken apart: words, what stands together in quotes, and what a minus leaves out."""

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 200
"""Characters that are read of what was typed."""
_QUOTES: Final = str.maketrans(dict.fromkeys("„“”‟«»＂", '"') | {"\x00": " "})
# A minus leaves out what follows at once; between two blanks, or within a word, it is none.
_PART: Final = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+))')


@dataclass(frozen=True)
class Part:
    """A word, or with `exact` what stood in quotes; with `without` it is left out."""

    text: str
    exact: bool = False
    without: bool = False


def apart(typed: str) -> list[Part]:
    """The parts in the order they were typed. A quote that nobody closed ends with the text."""
    found = _PART.finditer(typed.translate(_QUOTES)[:LONGEST])
    return [
        Part(one["plain"] or one["quoted"] or "", exact=one["plain"] is None, without=one["minus"] is not None)
        for one in found
    ]
