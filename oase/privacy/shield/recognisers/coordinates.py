"""Geographic coordinates (WGS 84) in degrees of any writing, plus codes (Open Location Code), what3words."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import cues_of, has_digit

_DECIMAL = re.compile(
    r"(?<![\w.])[NS]?\s?[+-]?\d{1,2}[.,]\d{3,15}°?\s?[NSns]?\s?[,;/ "
    r"]\s?[EOW]?\s?[+-]?\d{1,3}[.,]\d{3,15}°?\s?[EWOewo]?(?!\w)"
)
_DEGREES = re.compile(
    r"(?<![\w.])\d{1,3}(?:[.,]\d{1,10})?\s?°\s?(?:\d{1,2}(?:[.,]\d{1,6})?\s?'?\s?)?(?:\d{1,2}(?:[.,]\d"
    r"{1,6})?\s?(?:\"|'')\s?)?[NSEWO](?!\w)"
    r"(?:[\s,;/]{1,3}\d{1,3}(?:[.,]\d{1,10})?\s?°\s?(?:\d{1,2}(?:[.,]\d{1,6})?\s?'?\s?)?(?:\d{1,2}(?:"
    r"[.,]\d{1,6})?\s?(?:\"|'')\s?)?[NSEWO](?!\w))?"
)
_LEADING = re.compile(
    r"(?<!\w)[NSEWO]\s?\d{1,3}(?:[.,]\d{1,10})?\s?°\s?(?:\d{1,2}(?:[.,]\d{1,6})?\s?'?\s?)?(?:\d{1,2}("
    r"?:[.,]\d{1,6})?\s?(?:\"|''))?"
)
_CUES = cues_of(
    "lat latitude breite breitengrad lon lng long longitude länge längengrad koordinaten coordinates gps geo standort"
)
_CUED = re.compile(
    r"\w+\s?[.:=]?\s{0,2}(?:(?:is|ist)\s)?([+-]?\d{1,3}[.,]\d{2,15}°?(?:\s?[,;/ "
    r"]\s?[+-]?\d{1,3}[.,]\d{2,15}°?)?)(?![\w€%])",
    re.I,
)
_PLUS = re.compile(
    r"[2-9CFGHJMPQRVWX](?<!\w.)[2-9CFGHJMPQRVWX]{3}(?:[2-9CFGHJMPQRVWX]{4})?\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)"
    r"(?:,?[ ](?!Und|Oder|Das|Die|Der|Ist|The|Or|And)[A-ZÄÖÜ][^\W\d_]{2,30})?"
)
_WORDS = re.compile(r"///[^\W\d_]{2,20}[.][^\W\d_]{2,20}[.][^\W\d_]{2,20}")
_BARE_WORDS = re.compile(r"(?<![\w./@])[^\W\d_]{3,20}\.[^\W\d_]{3,20}\.[^\W\d_]{3,20}(?![\w/@]|\.\w)")
_GRID = re.compile(r"\d(?<!\w.)\d?[C-X] ?[A-HJ-NP-Z]{2} ?\d{4,5} ?\d{4,5}(?!\w)")
_WHAT = frozenset(["what", "w", "what3words"])


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    if not has_digit(text) and "///" not in text and "3words" not in text.lower():
        return
    for match in _DECIMAL.finditer(text) if reading.digits > 7 else ():
        if sum(map(str.isdigit, match[0])) >= 8:
            yield Found(match.start(), match.end(), "coordinates", 85)
    if "°" in text:
        for match in _DEGREES.finditer(text):
            yield Found(match.start(), match.end(), "coordinates", 85)
        led = False
        for match in _LEADING.finditer(text):
            led = led or not text[max(0, match.start() - 2) : match.start()].strip().endswith(("°", "'", '"'))
            yield Found(match.start(), match.end(), "coordinates", 86 if led else 84)
    for match in reading.matches(_CUES, _CUED):
        yield Found(match.start(1), match.end(1), "coordinates", 83)
    if "+" in text:
        for match in _PLUS.finditer(text):
            yield Found(match.start(), match.end(), "coordinates", 82)
    if "///" in text:
        for match in _WORDS.finditer(text):
            yield Found(match.start(), match.end(), "coordinates", 82)
    if "3words" in text.lower() or "w3w" in text.lower():
        for match in _BARE_WORDS.finditer(text):
            yield Found(match.start(), match.end(), "coordinates", 82)
    for match in _GRID.finditer(text) if reading.digits > 8 else ():
        yield Found(match.start(), match.end(), "coordinates", 76)
