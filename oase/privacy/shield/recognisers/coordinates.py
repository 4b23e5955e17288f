"""Geographic coordinates (WGS 84) in decimal degrees or degrees and minutes."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_DECIMAL = re.compile(
    r"(?<![\w.])[+-]?\d{1,2}\.\d{4,15}°?\s?[NSns]?\s?[,;/ ]\s?[+-]?\d{1,3}\.\d{4,15}°?\s?[EWOewo]?(?!\w)"
)
_DEGREES = re.compile(
    r"(?<![\w.])\d{1,3}(?:[.,]\d{1,10})?\s?°\s?(?:\d{1,2}(?:[.,]\d{1,6})?\s?'\s?)?(?:\d{1,2}(?:[.,]\d"
    r"{1,6})?\s?(?:\"|'')\s?)?[NSEWO](?!\w)"
    r"(?:[\s,;/]{1,3}\d{1,3}(?:[.,]\d{1,10})?\s?°\s?(?:\d{1,2}(?:[.,]\d{1,6})?\s?'\s?)?(?:\d{1,2}(?:"
    r"[.,]\d{1,6})?\s?(?:\"|'')\s?)?[NSEWO](?!\w))?"
)


def find(reading: Reading) -> Iterator[Found]:
    for match in _DECIMAL.finditer(reading.text):
        yield Found(match.start(), match.end(), "coordinates", 85)
    if "°" in reading.text:
        for match in _DEGREES.finditer(reading.text):
            yield Found(match.start(), match.end(), "coordinates", 85)
