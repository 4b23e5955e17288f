"""Numbers of identity cards, passports and driving licences after their word; vehicle numbers (ISO 3779)."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_CUES = frozenset(
    [
        "personalausweis",
        "personalausweisnummer",
        "ausweis",
        "ausweisnummer",
        "ausweisnr",
        "perso",
        "reisepass",
        "reisepassnummer",
        "passnummer",
        "pass",
        "führerschein",
        "führerscheinnummer",
        "passport",
        "identity",
        "id",
        "driving",
        "drivers",
        "licence",
        "license",
        "aufenthaltstitel",
    ]
)
_CUED = re.compile(
    r"\w+(?:'s)?(?: (?:card|licence|license))?(?:[-.\s]{0,2}(?:nummer|nr|number|no|"
    r"#)\b)?\.?(?:\s(?:ist|is|lautet|mit der nummer))?\s{0,2}[:=#]?\s{0,2}"
    r"([A-Z0-9](?:[ ]?[A-Z0-9]){5,17})(?!\w)",
    re.I,
)
_VIN = re.compile(r"(?<!\w)(?=[A-Z]{0,16}\d)(?=\d{0,16}[A-Z])[A-HJ-NPR-Z0-9]{17}(?!\w)")
_VEHICLE = frozenset(["fahrgestellnummer", "fahrgestellnr", "fin", "vin", "rahmennummer", "rahmennr"])
_VEHICLE_CUED = re.compile(
    r"\w+(?:[-.\s]{0,2}(?:nummer|nr|number|no)\b)?\.?(?:\s(?:ist|is|"
    r"lautet))?\s{0,2}[:=#]?\s{0,2}([A-Z0-9](?:[ -]?[A-Z0-9]){5,20})(?!\w)",
    re.I,
)


def find(reading: Reading) -> Iterator[Found]:
    for match in reading.matches(_CUES, _CUED):
        if end := _end(match):
            yield Found(match.start(1), end, "identity", 79)
    for match in _VIN.finditer(reading.text):
        yield Found(match.start(), match.end(), "vehicle", 75)
    for match in reading.matches(_VEHICLE, _VEHICLE_CUED):
        if end := _end(match):
            yield Found(match.start(1), end, "vehicle", 80)


def _end(match: re.Match[str]) -> int:
    """Where the value ends: the words of it that hold digits. 0: none does."""
    end = 0
    for part in re.finditer(r"[^ ]+", match[1]):
        if not any(c.isdigit() for c in part[0]) and not part[0].isupper():
            break
        end = part.end()
    value = match[1][:end]
    return match.start(1) + end if sum(c.isdigit() for c in value) > 2 and len(value) > 5 else 0
