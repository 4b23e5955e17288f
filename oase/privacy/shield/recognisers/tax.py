"""Tax numbers: German IdNr (ISO 7064 mod 11,10), Steuernummer, VAT numbers of the EU and the UK."""

import re
from collections.abc import Iterator

from stdnum.de import idnr
from stdnum.eu import vat

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_IDNR = re.compile(r"(?<![\w.+/-])[1-9]\d(?:[ ]?\d{3}){3}(?![\w/-]|[.,]\d)")
_SLASHED = re.compile(r"(?<![\w/])\d{2,3}/\d{3,4}/\d{4,5}(?![\w/])")
_VAT = re.compile(
    r"(?<!\w)(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI|"
    r"GB)[ ]?[A-Z0-9](?:[ .]?[A-Z0-9]){6,12}(?!\w)"
)
_CUES = frozenset(
    [
        "steuernummer",
        "steuernr",
        "steuer",
        "steueridentifikationsnummer",
        "identifikationsnummer",
        "stnr",
        "steuerid",
        "idnr",
        "tin",
        "ust",
        "ustid",
        "ustidnr",
        "umsatzsteuer",
        "mehrwertsteuernummer",
        "uid",
        "vat",
        "tax",
        "utr",
    ]
)
_CUED = re.compile(
    r"\w+(?:[-.\s]{0,2}(?:id(?:entifikationsnummer)?|idnr|nummer|nr|number|no|"
    r"reference)\b){0,2}\.?(?:\s(?:ist|is|lautet))?\s{0,2}[:=#]?\s{0,2}"
    r"((?:[A-Z]{2,3}[ ]?)?\d(?:[ ./-]?\d){6,14})(?!\w)",
    re.I,
)
_VAT_NUMBER = re.compile(r"\b(?:ust|vat|uid|umsatz|mehrwert)", re.I)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _IDNR.finditer(text):
        if idnr.is_valid(match[0]):
            yield Found(match.start(), match.end(), "tax", 83)
    if "/" in text:
        for match in _SLASHED.finditer(text):
            if not match[0].startswith("0"):
                yield Found(match.start(), match.end(), "tax", 72)
    for match in _VAT.finditer(text):
        if sum(c.isdigit() for c in match[0]) > 6 and vat.is_valid(match[0]):
            yield Found(match.start(), match.end(), "vat", 84)
    for match in reading.matches(_CUES, _CUED):
        yield Found(match.start(1), match.end(1), "vat" if _VAT_NUMBER.match(match[0]) else "tax", 80)
