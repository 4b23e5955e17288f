"""Insurance: German pension (VKVV § 2) and health (§ 290 SGB V), AHV, Austrian SVNR, UK NINO and NHS, US SSN."""

import re
from collections.abc import Iterator

from stdnum.gb import nhs

from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import BRIDGE, FAR, cues_of, listed, number_end, soon

_PENSION = re.compile(
    r"\d(?<!\w.)\d[ ]?(?:[0-2]\d|3[01]|[4-9]\d)[ ]?(?:0\d|1[0-2])[ ]?\d{2}[ ]?[A-Za-z][ ]?\d{2}[ ]?\d(?!\w)"
)
_HEALTH = re.compile(r"[A-Z](?<!\w.)[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}(?!\w)")
_NINO = re.compile(r"[A-Z](?<!\w.)[A-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?!\w)")
_SSN = re.compile(r"\d(?<![\w-].)\d\d[- ]\d\d[- ]\d{4}(?![\w-])")
_AHV = re.compile(r"7(?<![\w.].)56[. ]?\d{4}[. ]?\d{4}[. ]?\d\d(?![\w.]?\d)")
_NHS = re.compile(r"\d(?<![\w-].)\d\d[ -]\d{3}[ -]\d{4}(?![\w-])")
_FEWEST = 6
"""Digits of the shortest number that tells itself."""
_CUES = cues_of(
    "sozialversicherungsnummer sozialversicherungsnr rentenversicherungsnummer versicherungsnummer "
    "versichertennummer versicherungsnr krankenversichertennummer krankenversicherungsnummer svnr sv rvnr kvnr "
    "rentennummer insurance national social ssn ssns nino nhs ni ahv ahvnummer policennummer policenummer policen "
    "police versicherungsschein policy versichertennr versicherten rentenversicherung sozialversicherung "
    "krankenversicherung versicherungsscheinnummer versicherungspolice gesundheitskarte krankenkassenkarte "
    "kassennummer svn rentenversicherungsnr medicare medicaid sozialversicherungs rentenversicherungs "
    "versicherungs policies haftpflicht hausrat svnummer mitgliedsnummer health"
)
_SECOND = re.compile(r"(?:[ -]?(?:insurance|security|policy|schein|versicherung|card|versicherungs))?", re.I)
_LOOSE = listed(
    "national social health haftpflicht hausrat insurance ni medicare medicaid krankenversicherung policies"
)
_SOCIAL = Cues(["ssn", "social"])
_LAST = re.compile(r"(?:last (?:four|4)|letzten? (?:vier|4))[^\d\n]{0,40}(\d{4})(?!\d)", re.I)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    if reading.digits >= _FEWEST:
        yield from _shaped(text)
    for word in reading.cues(_CUES):
        if not soon(text, word.end):
            continue
        second = _SECOND.match(text, word.end)
        bridge = BRIDGE.match(text, second.end() if second else word.end)
        if bridge is None:
            continue
        sure = word.lower not in _LOOSE or bool(bridge["tail"] or bridge["mark"]) or bool(second and second[0])
        start = bridge.end()
        end = number_end(text, start, least=3 if sure else 6)
        if not end and sure and (far := FAR.match(text, word.end)):
            start = far.end()
            end = number_end(text, start, least=5)
        if end:
            yield Found(start, end, "insurance", 80)
    if reading.any(_SOCIAL):
        for match in _LAST.finditer(text):
            yield Found(match.start(1), match.end(1), "insurance", 77)


def _shaped(text: str) -> Iterator[Found]:
    for match in _PENSION.finditer(text):
        yield Found(match.start(), match.end(), "insurance", 84 if _pension(match[0]) else 71)
    for match in _HEALTH.finditer(text):
        if _health(match[0].replace(" ", "").upper()):
            yield Found(match.start(), match.end(), "insurance", 82)
    for pattern in (_NINO, _SSN, _AHV):
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), "insurance", 78)
    for match in _NHS.finditer(text):
        if nhs.is_valid(match[0]):
            yield Found(match.start(), match.end(), "insurance", 77)


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
