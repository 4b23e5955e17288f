"""Payment cards (ISO/IEC 7812): a known issuer prefix and a valid Luhn digit, or any number after the word."""

import re
from collections.abc import Iterator

from stdnum import luhn

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_LIKE = re.compile(r"(?<![\w.])\d(?:[ .-]{0,2}\n?\d){12,18}(?!\d)")
_ISSUER = re.compile(r"4|5[0-8]|2[2-7]|3[0-9]|6")
_CUES = frozenset(
    [
        "kreditkarte",
        "kreditkartennummer",
        "kartennummer",
        "karte",
        "visa",
        "mastercard",
        "amex",
        "card",
        "maestro",
        "girocard",
    ]
)
_CUED = re.compile(
    r"\w+(?:[-\s](?:nummer|nr|number|no)\b\.?)?(?:\s(?:ist|is|lautet|endet auf|ending in|"
    r"ending)){0,2}\s{0,2}[:=#]?\s{0,2}"
    r"((?:[\dxX*]{4}[ -]?){3}[\dxX*]{1,7}|\d(?:[ -]?\d){11,18}|[xX*]{2,12}[ -]?\d{4})(?!\d)",
    re.I,
)


def find(reading: Reading) -> Iterator[Found]:
    for match in _LIKE.finditer(reading.text):
        digits = re.sub(r"\D", "", match[0])
        if _ISSUER.match(digits) and luhn.is_valid(digits):
            yield Found(match.start(), match.end(), "card", 86)
    for match in reading.matches(_CUES, _CUED):
        yield Found(match.start(1), match.end(1), "card", 80)
