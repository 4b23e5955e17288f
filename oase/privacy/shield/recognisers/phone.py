"""Telephone numbers: what `phonenumbers` (E.164, ITU) holds for one, and the loose forms people write."""

import re
from collections.abc import Iterator

import phonenumbers

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_CHUNK = re.compile(r"(?<![\w.,:/-])(?:\+|\()?\+?\d(?:[ \t()/.-]{0,3}\d){5,19}(?![\w])")
_ACROSS = re.compile(r"(?<![\w.,:/-])(?:\+\d|0[1-9])\d{1,5}(?:[ \t()/.-]{0,3}\d){0,8}[ /-]{0,2}\n[ ]?\d{3,9}(?![\w.])")
_CUED = re.compile(r"[+(]{0,2}\d(?:[ \t()/.-]{0,3}\d){3,19}")
_CUE = frozenset(
    [
        "tel",
        "telefon",
        "telefonnummer",
        "telefonnr",
        "telnr",
        "telephone",
        "phone",
        "phonenumber",
        "mobil",
        "mobile",
        "mobilnummer",
        "mobiltelefon",
        "handy",
        "handynummer",
        "handynr",
        "cell",
        "cellphone",
        "festnetz",
        "festnetznummer",
        "fon",
        "fax",
        "faxnummer",
        "rufnummer",
        "rückrufnummer",
        "whatsapp",
        "durchwahl",
        "rückruf",
    ]
)
_AFTER_CUE = re.compile(
    r"\w+(?:[.\s-]{0,2}(?:nummer|nr|number|no)\b)?\.?(?:\s(?:ist|is|lautet|unter|at|on|die|the|von "
    r"mir|nummer|number)){0,2}[ \t]{0,3}[:=]?\s{0,3}",
    re.I,
)
_DATE = re.compile(
    r"\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,3}(?:\.\d{3})+|"
    r"\d{1,2}\.\d{1,2}\.?(?: ?- ?\d{1,2}\.\d{1,2}\.?(?:\d{4})?)"
)
_VALID_DOTTED = re.compile(r"0\d{1,4}(?:\.\d{2,4}){3,6}|0\d{3,4}[./-]\d{3,}.*")
_UNIT = re.compile(r"\s?(?:€|\$|£|%|euro|eur|km|kwh|wh|cent|usd|stück|ml|liter)", re.I)
_LOOSE = re.compile(r"\(?0[1-9]\d{1,4}\)?(?: ?[-/] ?| )\d[\d \-/]{2,14}")
_US = re.compile(r"\(?[2-9]\d\d\)?[-. ]{1,2}[2-9]\d\d[-. ]\d{4}")
_DIGITS = [
    "null",
    "eins",
    "zwo",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zero",
    "oh",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
]
_SPOKEN = re.compile(r"(?:(?:" + "|".join(_DIGITS) + r")[ ,\-]{1,2}){5,20}(?:" + "|".join(_DIGITS) + r")\b", re.I)
_REGIONS = ("DE", "AT", "CH", "GB")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in (*_CHUNK.finditer(text), *_ACROSS.finditer(text)):
        if (end := _number_end(match[0])) and not _UNIT.match(text, match.start() + end):
            yield Found(match.start(), match.start() + end, "phone", 70)
    for cue in reading.matches(_CUE, _AFTER_CUE):
        number = _CUED.match(text, cue.end())
        if number and not _DATE.fullmatch(number[0]):
            yield Found(number.start(), number.end(), "phone", 79)
    if sum(map(len, (reading.by_lower.get(digit, ()) for digit in _DIGITS))) > 5:
        for match in _SPOKEN.finditer(text):
            yield Found(match.start(), match.end(), "phone", 70)


def _number_end(written: str) -> int:
    """How far into `written` a telephone number reaches; 0: there is none."""
    if _DATE.match(written) and written[0] != "+" and not _VALID_DOTTED.fullmatch(written):
        return 0
    if _US.fullmatch(written):
        return len(written)
    if written[0] not in "+(0":
        return 0
    digits = re.sub(r"\D", "", written)
    if written.startswith("+") or digits.startswith("00"):
        return (
            len(written)
            if _valid("+" + digits.removeprefix("00"), None) or (written[0] == "+" and len(digits) > 7)
            else 0
        )
    if not digits.startswith("0"):
        return 0
    if any(_valid(digits, region) for region in _REGIONS):
        return len(written)
    if loose := _LOOSE.match(written):
        return len(loose[0].rstrip(" -/")) if len(re.sub(r"\D", "", loose[0])) >= 7 else 0
    return 0


def _valid(written: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False
