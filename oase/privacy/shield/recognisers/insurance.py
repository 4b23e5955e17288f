"""Insurance numbers: German pension (VKVV § 2) and health (GKV, § 290 SGB V), UK NINO, US SSN."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_PENSION = re.compile(
    r"(?<!\w)\d{2}[ ]?(?:[0-2]\d|3[01]|[4-9]\d)[ ]?(?:0\d|1[0-2])[ ]?\d{2}[ ]?[A-Za-z][ ]?\d{3}(?!\w)"
)
_HEALTH = re.compile(r"(?<!\w)[A-Z]\d{9}(?!\w)")
_NINO = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?!\w)",
    re.I,
)
_SSN = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_CUES = frozenset(
    [
        "sozialversicherungsnummer",
        "sozialversicherungsnr",
        "rentenversicherungsnummer",
        "versicherungsnummer",
        "versichertennummer",
        "versicherungsnr",
        "krankenversichertennummer",
        "krankenversicherungsnummer",
        "svnr",
        "sv",
        "rvnr",
        "kvnr",
        "rentennummer",
        "insurance",
        "national",
        "social",
        "ssn",
        "nino",
        "nhs",
        "policennummer",
        "policenummer",
        "police",
        "versicherungsschein",
        "policy",
    ]
)
_CUED = re.compile(
    r"\w+(?: (?:insurance|security))?(?:[-.\s]{0,2}(?:nummer|nr|number|no|#)\b)?\.?(?:\s(?:ist|is|"
    r"lautet))?\s{0,2}[:=#]?\s{0,2}"
    r"((?-i:(?:[A-Z]{1,4}[ -]?)?\d(?:[ /-]?[\dA-Z]){4,15}))(?!\w)",
    re.I,
)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _PENSION.finditer(text):
        yield Found(match.start(), match.end(), "insurance", 84 if _pension(match[0]) else 71)
    for match in _HEALTH.finditer(text):
        if _health(match[0]):
            yield Found(match.start(), match.end(), "insurance", 82)
    for pattern in (_NINO, _SSN):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), "insurance", 78)
    for match in reading.matches(_CUES, _CUED):
        if sum(c.isdigit() for c in match[1]) > 4:
            yield Found(match.start(1), match.end(1), "insurance", 80)


def _crossed(products: Iterator[int]) -> int:
    return sum(value // 10 + value % 10 for value in products)


def _pension(written: str) -> bool:
    """Weights 2 1 2 5 7 1 2 1 2 1 2 1 over the number with its letter as two digits; sum of cross sums modulo 10."""
    number = written.replace(" ", "").upper()
    digits = f"{number[:8]}{ord(number[8]) - 64:02d}{number[9:11]}"
    if not digits.isdigit() or len(digits) != 12:
        return False
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    return _crossed(int(d) * w for d, w in zip(digits, weights, strict=True)) % 10 == int(number[11])


def _health(number: str) -> bool:
    """Letter as two digits, weights 1 2 1 2 …, sum of cross sums modulo 10."""
    digits = f"{ord(number[0]) - 64:02d}{number[1:9]}"
    return _crossed(int(d) * (1 + at % 2) for at, d in enumerate(digits)) % 10 == int(number[9])
