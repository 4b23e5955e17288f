"""German licence plates (FZV annex 1): a district that exists, one or two letters, up to four digits."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import words_of

_CODES = words_of("plate_codes")
_HYPHEN = re.compile(r"(?<![\w-])([A-ZÄÖÜ]{1,3}) ?[-:·] ?([A-Z]{1,2})[ -]?([1-9]\d{0,3})[EH]?(?![\w/-]|[.,]\d)")
_SPACED = re.compile(
    r"(?<![\w-])([A-ZÄÖÜ]{1,3}) ([A-Z]{2}) ?([1-9]\d{1,3})[EH]?(?![\w%€:/-]|[.,]\d| ?(?:€|Euro|EUR|Uhr|km|Stück))"
)
_CUES = frozenset(["kennzeichen", "nummernschild", "kfz", "amtliches", "plate", "registration"])
_CUED = re.compile(
    r"(?:kfz[- ]?)?\w+(?: (?:plate|number|no))?(?:\s(?:ist|is|lautet|meines \w+)){0,2}\s?[:=]?\s?"
    r"([A-ZÄÖÜ]{1,3}[ -]{0,3}[A-Z]{1,2}[ -]{0,2}[1-9]\d{0,3}[EH]?|[A-Z]{2}\d{2} ?[A-Z]{3})(?!\w)",
    re.I,
)
_NOT_A_CODE = frozenset(
    [
        "AB",
        "AN",
        "DA",
        "DE",
        "DI",
        "DO",
        "ER",
        "ES",
        "FR",
        "IN",
        "SO",
        "UM",
        "WO",
        "WE",
        "ST",
        "AM",
        "BIN",
        "HER",
        "DIN",
        "NEU",
        "ROT",
        "SEE",
        "DAN",
        "VER",
    ]
)


def find(reading: Reading) -> Iterator[Found]:
    for match in _HYPHEN.finditer(reading.text):
        if match[1] in _CODES and match[2] not in ("TV", "PC"):
            yield Found(match.start(), match.end(), "plate", 74)
    for match in _SPACED.finditer(reading.text):
        if match[1] in _CODES and match[1] not in _NOT_A_CODE:
            yield Found(match.start(), match.end(), "plate", 73)
    for match in reading.matches(_CUES, _CUED):
        if not reading.ordinary(match[1].lower()):
            yield Found(match.start(1), match.end(1), "plate", 80)
