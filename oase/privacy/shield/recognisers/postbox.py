"""Where mail goes without a street: "Postfach 12 34", "P.O. Box 12", "Packstation 145", "C4, 12" in Mannheim."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found

_BOX = re.compile(
    r"(?:postfach|p\.? ?o\.? ?box|packstation|postnummer)[ :]{1,2}(\d{1,4}(?: \d{2,4}){0,2}\d{0,6})(?!\w)", re.I
)
_CUES = Cues(["postfach", "po", "p", "packstation", "postnummer"])
_SQUARE = re.compile(r"(?<!\w)[A-Z]\d{1,2}, ?\d{1,2}(?=,? (?:68\d{3} )?Mannheim)")


def find(reading: Reading) -> Iterator[Found]:
    if not reading.digits:
        return
    for match in reading.matches(_CUES, _BOX):
        yield Found(match.start(), match.end(), "address", 64)
    if "mannheim" in reading.by_lower:
        for match in _SQUARE.finditer(reading.text):
            yield Found(match.start(), match.end(), "address", 64)
