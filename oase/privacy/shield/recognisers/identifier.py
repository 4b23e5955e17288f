"""Identifiers that tell themselves without a word: KW-2024-88123, UUIDs (RFC 9562), long runs and groups of digits."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.recognisers import code
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import DATE, UNIT, YEAR, listed

_TOKEN = re.compile(r"[A-Z0-9](?<![\w.,@/\\$€£-].)[A-Z0-9]{0,40}(?:[-/._][A-Z0-9]{1,24}){0,7}(?!\w)")
_LONG = re.compile(r"\d(?<![.,@/\\$€£-].)(?<![\d_A-Z].)\d{5,30}(?![\w@]|[.,]\d)")
_UUID = re.compile(r"[0-9A-Fa-f](?<!\w.)[0-9A-Fa-f]{7}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?!\w)")
_GROUPS = re.compile(r"\d(?<![\w.,:/-].)\d{1,5}(?: \d{2,6}){2,7}(?: \d{1,2})?(?![\w:]|[.,/-]\d)")
_NOT_MINE = listed(
    "fehler fehlercode fehlernummer fehlermeldung error code version build update firmware modell model "
    "typ type artikel "
    "article item artikelnummer art part sku ean isbn gtin port stop status norm produkt product teilenummer artikelnr "
    "marke patent flug flight zug ice kopfhörer kamera headphones headset monitor laptop drucker printer "
    "tv eur euro usd gbp chf"
)
_NUMBERS = listed("nummer nr no number code meldung message id")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]+")
_NORMS = listed(
    "DIN EN ISO IEC RFC CVE KB VDE IEEE ASTM UTF ISBN EAN GTIN CEST UTC GMT USB COVID LED RAL DDR "
    "GDDR GTX RTX XPS HTTP WPA SHA AES LTE WLAN HDMI RFC IP CAT ICE"
)
_LETTERS = re.compile(r"[A-Z]+")
_MODEL = re.compile(r"[A-Z]{1,4}-?\d{3,4}[A-Z]{1,3}\d{0,2}|[EF]-?\d{1,4}|\d{1,6}[A-Z]{1,4}|\d{2,5}X\d{2,5}")
"""How products and faults are called and quantities written: WH-1000XM4, E-0012, 1080P."""
_CHANGES = re.compile(r"(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _TOKEN.finditer(text) if reading.digits > 2 else ():
        if (
            len(match[0]) > 5
            and _telling(match[0])
            and not UNIT.match(text, match.end())
            and _mine(reading, match.start())
        ):
            yield Found(match.start(), match.end(), "reference", 58)
    for start, end in code.find(reading):
        if _mine(reading, start):
            yield Found(start, end, "reference", 55)
    for match in _LONG.finditer(text) if reading.digits > 5 else ():
        start = match.start()
        if start and text[start - 1].isalpha() and not UNIT.match(text, match.end()) and _mine(reading, match.start()):
            while start and text[start - 1].isalpha() and match.start() - start < 12:
                start -= 1
            if start and text[start - 1].isalnum():
                continue
            yield Found(start, match.end(), "reference", 57)
    for match in _GROUPS.finditer(text) if reading.digits > 8 else ():
        digits = len(match[0]) - match[0].count(" ")
        if digits >= 9 and not UNIT.match(text, match.end()) and _mine(reading, match.start()):
            yield Found(match.start(), match.end(), "reference", 56)
    if "-" in text and reading.longest > 35:
        for match in _UUID.finditer(text):
            yield Found(match.start(), match.end(), "reference", 83)


def _mine(reading: Reading, start: int) -> bool:
    before = _LETTERS_BEFORE.findall(reading.before(start, 26))
    if before and before[-1] in _NUMBERS and len(before) > 1 and before[-2] in _NOT_MINE:
        return False
    return not before or before[-1] not in _NOT_MINE


def _telling(token: str) -> bool:
    digits = sum(map(str.isdigit, token))
    if digits < 3 or DATE.fullmatch(token):
        return False
    pieces = re.split(r"[-/._]", token)
    if digits == len(token) - len(pieces) + 1:
        if len(pieces) == 1:
            return digits >= 6
        if "." in token and "-" not in token and "/" not in token:
            return False
        years = len(pieces) == 2 and all(len(piece) > 2 and 0 < int(piece) < 2100 for piece in pieces)
        uneven = len(pieces) == 2 and abs(len(pieces[0]) - len(pieces[1])) > 2
        return digits >= (6 if uneven else 7) and not years
    if (letters := _LETTERS.match(token)) and letters[0] in _NORMS:
        return False
    if _MODEL.fullmatch(token):
        return False
    if len(pieces) == 1:
        return digits >= 5 or (len(token) >= 12 and len(_CHANGES.findall(token)) >= 3)
    numbers = [piece for piece in pieces if any(map(str.isdigit, piece))]
    return any(not YEAR.fullmatch(piece) for piece in numbers)
