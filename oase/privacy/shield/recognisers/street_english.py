"""English street addresses: "12 Baker Street", "Flat 3, 221 Maple Avenue"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import is_capital
from oase.privacy.shield.reading import Reading, Word
from oase.privacy.shield.spans import Found

_ENGLISH = frozenset(
    [
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "lane",
        "ln",
        "drive",
        "dr",
        "court",
        "ct",
        "close",
        "way",
        "place",
        "pl",
        "square",
        "sq",
        "terrace",
        "boulevard",
        "blvd",
        "gardens",
        "crescent",
        "grove",
        "hill",
        "mews",
        "row",
        "parkway",
        "pkwy",
        "highway",
        "hwy",
        "circle",
        "walk",
    ]
)
_ENGLISH_BEFORE = re.compile(
    r"(?<![\w.,:])(?:(?:flat|apt\.?|apartment|unit|suite) \w{1,5},? "
    r")?\d{1,5}[a-zA-Z]?(?:-\d{1,5})?,?(?: (?:(?:[NSEW]|North|South|East|West|St|Upper|Lower|Old|New|"
    r"Great)\.? )?(?:[A-Z][\w'-]{1,25}|\d{1,3}(?:st|nd|rd|th))){1,3} $"
)
_ENGLISH_AFTER = re.compile(r"\.?(?:,? (?:flat|apt\.?|apartment|unit|suite|floor|#) ?\w{1,5}(?!\w))?", re.I)


def find(reading: Reading) -> Iterator[Found]:
    for word in reading.cues(_ENGLISH):
        if found := _english(reading.text, word):
            yield found


def _english(text: str, word: Word) -> Found | None:
    before = _ENGLISH_BEFORE.search(text, max(0, word.start - 70), word.start)
    if before is None or not is_capital(word.text):
        return None
    after = _ENGLISH_AFTER.match(text, word.end)
    return Found(before.start(), after.end() if after else word.end, "address", 63)
