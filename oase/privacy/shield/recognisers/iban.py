"""International bank accounts: IBAN (ISO 13616, ISO 7064 mod 97-10) and BIC (ISO 9362)."""

import re
from collections.abc import Iterator

from stdnum import iban

from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import BRIDGE, has_digit, listed

_START = re.compile(r"([A-Za-z](?<![^\W_].)[A-Za-z])[ \t.-]?\d[ ]?\d", re.ASCII)
_BODY = re.compile(r"[A-Za-z]{2}[ \t.-]?\d[ ]?\d(?:[ \t.\-_/]{0,2}\n?[ ]{0,2}[A-Za-z0-9]){11,31}", re.ASCII)
_SEPARATORS = re.compile(r"[^A-Za-z0-9]")
_DIGITS_ONLY = frozenset(["DE", "AT", "ES", "PL", "BE", "DK", "NO", "SE", "FI", "CZ", "SK", "HU", "PT", "HR", "SI"])
_BY_LENGTH = {
    15: "NO",
    16: "BE",
    18: "DK FI FO GL NL",
    19: "MK SI",
    20: "AT BA EE KZ LT LU XK",
    21: "CH HR LI LV",
    22: "BG BH DE GB GE IE ME RS",
    23: "AE GI IL",
    24: "AD CZ ES MD PK RO SA SE SK TN",
    25: "PT",
    26: "IS TR",
    27: "FR GR IT MC SM",
    28: "AL AZ CY HU LB PL",
    29: "BR QA UA",
    30: "KW",
    31: "MT",
}
_LENGTHS = {country: length for length, countries in _BY_LENGTH.items() for country in countries.split()}
_COUNTRIES = _LENGTHS.keys() | listed("US CA AU JP CN IN BR ZA MX SG HK KR NZ TH")
_CUED = re.compile(
    r"(?:[A-Z]{2}[ ]?)?\d(?:[ .-]?[A-Z0-9](?![a-z])){9,32}|[A-Z]{2}\d\d(?:[ .-]{0,2}[\dxX*]){8,30}", re.I | re.ASCII
)
_ENDING = re.compile(r"\d{2,6}(?![\w,.]?\d)")
_IBANS = Cues(["iban", "ibans", "ibannummer", "ibannr"])
_ENDS = re.compile(r"end|last|letzt|schluss", re.I)
_BIC_CUES = Cues(["bic", "swift"])
_BIC_CUE = re.compile(
    r"(?:bic|swift)(?:[-/ ](?:code|bic|swift))?(?:\s(?:ist|is|"
    r"lautet))?\s{0,3}[:=]?\s{0,3}([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b",
    re.I,
)
_BIC = re.compile(r"\b[A-Z]{4}(?:DE|AT|CH|GB|FR|NL|BE|LU|IT|ES|PL)[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    ends: list[tuple[int, int]] = []
    for first in _START.finditer(text) if has_digit(text) else ():
        length = _LENGTHS.get(first[1].upper())
        if length is None or (ends and first.start() < ends[-1][1]):
            continue
        body = _BODY.match(text, first.start())
        if body and (end := _iban_end(body, length)):
            ends.append((first.start(), end))
            yield Found(first.start(), end, "iban", 90)
    for word in reading.cues(_IBANS):
        bridge = BRIDGE.match(text, word.end)
        if bridge is None:
            continue
        if match := _CUED.match(text, bridge.end()) or (_ENDS.search(bridge[0]) and _ENDING.match(text, bridge.end())):
            yield Found(match.start(), match.end(), "iban", 85)
    for match in reading.matches(_BIC_CUES, _BIC_CUE):
        if match[1][4:6].upper() in _COUNTRIES:
            yield Found(match.start(1), match.end(1), "bic", 85)
    for start, end in ends:
        for near in _BIC.finditer(text, max(0, start - 40), end + 40):
            yield Found(near.start(), near.end(), "bic", 84)


def _likely(written: str, compact: str, number: str) -> bool:
    """Whether the checksum is right, or the length is and it is mostly digits: a typing error."""
    if iban.is_valid(number, check_country=False):
        return True
    return compact == number and written == written.upper() and sum(map(str.isdigit, number)) > 12


def _iban_end(match: re.Match[str], length: int) -> int:
    """Where an IBAN that begins here ends; 0: there is none.

    A German form with a wrong checksum is a typing error, and masked.
    """
    compact = _SEPARATORS.sub("", match[0]).upper()
    number = compact[:length]
    country = number[:2]
    if country in _DIGITS_ONLY and not number[2:].isdigit():
        return 0
    if len(number) == length and (
        (country in ("DE", "AT", "CH") and number[2:].isdigit()) or _likely(match[0], compact, number)
    ):
        at = match.start()
        for character in match[0]:
            at += 1
            length -= int(character.isalnum())
            if not length:
                return at
    return match.end() if country == "DE" and compact[2:].isdigit() and len(compact) >= 18 else 0
