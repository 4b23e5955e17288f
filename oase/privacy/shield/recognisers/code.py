"""Codes nothing announces: 30-44812-KB, LX 449 2201 B, inv-77120, and the file numbers of courts (3 O 114/22)."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.values import DATE, UNIT, YEAR, listed
from oase.privacy.shield.words import SMALL

_COURT = re.compile(
    r"(?<![\w.,/-])(?:[A-Z] )?(?:\d{1,4}|[IVX]{1,5})[a-z]? ([A-Z][A-Za-z]{0,4})(?:\([A-Za-z]{1,6}\))? "
    r"\d{1,6}/\d{2}(?:\d\d)?(?: (?:ER|PKH|B|R)(?!\w))?(?![\w/])"
)
_SPREAD = re.compile(
    r"(?<![\w.,:/@€$£+§-])(?:(?![TMFP] 0\d\d)[A-Z]{1,2} )?[A-Z]{0,4}[-/]?\d{1,6}[A-Z]{0,4}\d{0,6}"
    r"(?: \d{1,6}){1,6}(?: [A-Z](?!\w))?(?![\w:%€]|[.,/-]\d| [€%])"
)
_LETTER = re.compile(r"(?<![\w./&-])[A-Z]{1,2} \d{5,8}(?<!000)(?![\w:%€]|[.,/-]\d| [€%\d])")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3}){1,2}")
_SMALL_CODE = re.compile(
    r"(?<![\w.,@/\\$€£:=?&-])(?=[A-Za-z/-]{0,40}\d)[A-Za-z0-9]{1,12}(?:[-/][A-Za-z0-9]{1,12}){0,4}(?![\w@/-]|\.\w)"
)
_LETTERS_NUMBER = re.compile(r"[A-Za-z]{1,4}\d{5,12}[A-Za-z]?")
_MONTHS = listed("jan feb mar mär apr may mai jun jul aug sep okt oct nov dec dez")
_FEWEST = 4
"""Digits of the shortest code that is not a court's."""
_SEVERAL = re.compile(r"[A-Za-z]{1,3}\d{0,8}|\d{1,8}[A-Za-z]?\d{0,4}")


def find(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where they begin and end; what stands before them is for the caller to judge."""
    text = reading.text
    if "/" in text:
        for match in _COURT.finditer(text):
            if (match[1].isupper() or match[1].lower() not in SMALL) and match[1] != "Uhr":
                yield match.span()
    if reading.digits < _FEWEST:
        return
    for match in _SPREAD.finditer(text):
        if _spread(match[0]) and not UNIT.match(text, match.end()):
            yield match.span()
    for match in _LETTER.finditer(text):
        if not UNIT.match(text, match.end()):
            yield match.span()
    for match in _SMALL_CODE.finditer(text):
        if _small(match[0]) and not UNIT.match(text, match.end()):
            yield match.span()


def _spread(groups: str) -> bool:
    """Groups with a letter and six digits, or without one and seven; neither thousands nor years."""
    digits = sum(map(str.isdigit, groups))
    pieces = groups.split(" ")
    if all(map(str.isdigit, pieces)):
        return digits >= 7 and not _THOUSANDS.fullmatch(groups) and not all(map(YEAR.fullmatch, pieces))
    return digits >= (5 if "-" in pieces[0] or "/" in pieces[0] else 6) and not DATE.fullmatch(pieces[0])


def _small(code: str) -> bool:
    """Written with small letters: only short groups of them."""
    if (
        len(code) < 6
        or code[:2].lower() in ("0x", "i3", "i5", "i7", "i9")
        or code.isupper()
        or sum(map(str.isdigit, code)) < 4
    ):
        return False
    pieces = re.split("[-/]", code)
    if len(pieces) == 1:
        return _LETTERS_NUMBER.fullmatch(code) is not None
    if not any(piece[0].isalpha() or piece.isalpha() for piece in pieces) or pieces[-1] in ("er", "ers", "x"):
        return False
    if not _MONTHS.isdisjoint(code.lower().split("-")):
        return False
    return all(map(_SEVERAL.fullmatch, pieces))
