"""Tax numbers: German IdNr (ISO 7064 mod 11,10), Steuernummer, VAT numbers of Europe, UTR, EIN, ITIN, PAN."""

import re
from collections.abc import Iterator

from stdnum.de import idnr
from stdnum.eu import vat

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import BRIDGE, FAR, cues_of, listed, number_end, soon

_IDNR = re.compile(r"[1-9](?<![\w.+/-].)\d(?:[ ]?\d{3}){3}(?![\w/-]|[.,]\d)")
_SLASHED = re.compile(r"\d(?<![\w/].)\d{1,2}[/ ]\d{3,4}[/ ]\d{4,5}(?![\w/])|\d(?<![\w/].)\d{4}/\d{5}(?![\w/])")
_VAT = re.compile(r"[A-Z](?<!\w.)[A-Z][ ]?[A-Z0-9](?:[ .]?[A-Z0-9]){6,12}(?!\w)")
_COUNTRIES = listed("AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI GB")
_SWISS = re.compile(r"C(?<!\w.)HE[- ]?\d{3}[. ]?\d{3}[. ]?\d{3}(?:[ ](?:MWST|TVA|IVA|UID))?(?!\w)")
_AMERICAN = re.compile(r"9(?<![\w-].)\d\d-[5-9]\d-\d{4}(?![\w-])")
_INDIAN = re.compile(r"(?<!\w)[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?!\w)")
_FEWEST = 7
"""Digits of the shortest number with a form, but for India's."""
_CUES = cues_of(
    "steuernummer steuernr steuer steueridentifikationsnummer identifikationsnummer stnr st steuerid idnr tin ust "
    "ustid ustidnr ustidnummer umsatzsteuer mehrwertsteuernummer mehrwertsteuer uid vat tax utr ein itin mwst "
    "taxpayer umsatzsteueridentifikationsnummer steuernummern steueridnr vatin employer wirtschafts eori abn tfn gstin"
)
_SECOND = re.compile(
    r"(?:[-.\s]{0,2}(?:id(?:entifikationsnummer)?|idnr|ident|identification|payer|reference|steuer|"
    r"registration)(?![^\W\d_])){0,2}",
    re.I,
)
_SURE = listed(
    "steuernummer steuernr steuerid idnr tin ustid ustidnr ustidnummer utr itin stnr identifikationsnummer vatin"
)
_VAT_WORDS = ("ust", "vat", "uid", "umsatz", "mehrwert", "mwst")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    if reading.digits >= _FEWEST:
        yield from _shaped(text)
    for match in _INDIAN.finditer(text):
        yield Found(match.start(), match.end(), "tax", 79)
    for word in reading.cues(_CUES):
        if not soon(text, word.end):
            continue
        if word.lower in ("ein", "st", "employer", "wirtschafts") and word.text.islower():
            continue
        second = _SECOND.match(text, word.end)
        bridge = BRIDGE.match(text, second.end() if second else word.end)
        if bridge is None:
            continue
        kind = "vat" if word.lower.startswith(_VAT_WORDS) else "tax"
        start = bridge.end()
        end = number_end(text, start, least=6)
        if not end and word.lower in _SURE and (far := FAR.match(text, word.end)):
            start = far.end()
            end = number_end(text, start, least=7)
        if end:
            yield Found(start, end, kind, 80)


def _shaped(text: str) -> Iterator[Found]:
    for match in _IDNR.finditer(text):
        if idnr.is_valid(match[0]):
            yield Found(match.start(), match.end(), "tax", 83)
    if "/" in text:
        for match in _SLASHED.finditer(text):
            if not match[0].startswith("0") and "/" in match[0]:
                yield Found(match.start(), match.end(), "tax", 72)
    for match in _VAT.finditer(text):
        if match[0][:2] in _COUNTRIES and sum(map(str.isdigit, match[0])) > 6 and vat.is_valid(match[0]):
            yield Found(match.start(), match.end(), "vat", 84)
    for match in _SWISS.finditer(text):
        yield Found(match.start(), match.end(), "vat", 84)
    for match in _AMERICAN.finditer(text):
        yield Found(match.start(), match.end(), "tax", 79)
