"""Ends chains: texts in which each mask makes its neighbour look like a name, as in "Koch Koch Koch …".

Ordinary texts are read two or three times until nothing is found any more. Where that goes on, the same words are
hidden in the whole text at once, and in the end whole lines, so that a few passes are enough for any text: whoever
shields what came out finds nothing.
"""

import re
from collections.abc import Iterable, Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import SMALL

_AGAIN = 2
_LINES = 3
_TOKEN = re.compile(r"[^\W_]+")


def ended(reading: Reading, kept: Iterable[Found], passed: int) -> Iterator[Found]:
    """What else to hide because something was found still, after so many passes before this one."""
    if passed >= _LINES:
        yield from _lines(reading.text, kept)
    elif passed >= _AGAIN:
        yield from _same(reading.text, kept)


def _same(text: str, kept: Iterable[Found]) -> Iterator[Found]:
    """Every place where a word or number of what was found stands again, just as it was written."""
    types: dict[str, str] = {}
    for found in kept:
        tokens = _TOKEN.findall(text, found.start, found.end)
        types |= dict.fromkeys([t for t in tokens if t.lower() not in SMALL] or tokens, found.type)
    for match in _TOKEN.finditer(text) if types else ():
        if match[0] in types:
            yield Found(match.start(), match.end(), types[match[0]], 1, None, "chain")


def _lines(text: str, kept: Iterable[Found]) -> Iterator[Found]:
    starts = {text.rfind("\n", 0, found.start) + 1 for found in kept}
    for start in starts:
        end = text.find("\n", start)
        yield Found(start, len(text) if end < 0 else end, "private", 0, None, "chain")
