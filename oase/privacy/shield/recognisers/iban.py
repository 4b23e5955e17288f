"""Bank accounts: IBAN (ISO 13616, ISO 7064 mod 97-10), BIC (ISO 9362), account numbers after their word."""

import re
from collections.abc import Iterator

from stdnum import iban

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_LIKE = re.compile(r"(?<![^\W_])([A-Za-z]{2})[ .-]?\d[ ]?\d(?:[ .\-_/]{0,2}\n?[ ]{0,2}[A-Za-z0-9]){11,30}", re.ASCII)
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
_CUE = re.compile(
    r"iban(?:[- ](?:nummer|nr|number|no))?\.?(?:\s(?:ist|is|lautet|lauten|von|meine|"
    r"my)){0,2}\s{0,3}[:=]?\s{0,3}((?:[A-Z]{2}[ ]?)?\d(?-i:(?:[ .-]?[A-Z0-9]){9,30}))",
    re.I,
)
_BIC_CUE = re.compile(
    r"(?:bic|swift)(?:[-/ ](?:code|bic|swift))?(?:\s(?:ist|is|"
    r"lautet))?\s{0,3}[:=]?\s{0,3}([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b",
    re.I,
)
_BIC = re.compile(r"\b[A-Z]{4}(?:DE|AT|CH|GB|FR|NL|BE|LU|IT|ES|PL)[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b")
_ACCOUNTS = frozenset(
    [
        "kontonummer",
        "kontonr",
        "konto",
        "ktonr",
        "kto",
        "account",
        "blz",
        "bankleitzahl",
        "sortcode",
        "sort",
        "routing",
        "depotnummer",
    ]
)
_ACCOUNT = re.compile(
    r"(?:kontonummer|kontonr|kto|konto|ktonr|depotnummer|blz|bankleitzahl|account (?:number|no)|sort "
    r"?code|routing number)\.?(?:[-\s](?:nummer|nr|no)\b\.?)?"
    r"(?:\s(?:ist|is|lautet))?\s{0,2}[:=#]?\s{0,2}(\d(?:[ -]?\d){4,13})\b(?!\s?(?:€|euro|eur))",
    re.I,
)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    at, ends = 0, []
    while match := _LIKE.search(text, at):
        at = match.start() + 2
        if end := _iban_end(match):
            ends.append((match.start(), end))
            yield Found(match.start(), end, "iban", 90)
            at = end
    for match in reading.matches(frozenset({"iban"}), _CUE):
        yield Found(match.start(1), match.end(1), "iban", 85)
    for match in reading.matches(frozenset({"bic", "swift"}), _BIC_CUE):
        yield Found(match.start(1), match.end(1), "bic", 85)
    for start, end in ends:
        for near in _BIC.finditer(text, max(0, start - 40), end + 40):
            yield Found(near.start(), near.end(), "bic", 84)
    for match in reading.matches(_ACCOUNTS, _ACCOUNT):
        yield Found(match.start(1), match.end(1), "account", 80)


def _iban_end(match: re.Match[str]) -> int:
    """Where an IBAN that begins here ends; 0: there is none.

    A German form with a wrong checksum is a typing error, and masked.
    """
    length = _LENGTHS.get(match[1].upper())
    if length is None:
        return 0
    written, at = [], match.start()
    for character in match[0]:
        at += 1
        if character.isalnum():
            written.append(character.upper())
            if len(written) == length:
                break
    number = "".join(written)
    if iban.is_valid(number) or (length == len(number) and number[:2] in ("DE", "AT", "CH") and number[2:].isdigit()):
        return at
    return match.end() if match[1] == "DE" and number[2:].isdigit() and len(number) >= 18 else 0
