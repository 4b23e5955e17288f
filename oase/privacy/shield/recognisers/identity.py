"""Numbers of identity cards, passports, driving licences and residence permits beside their word."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import BRIDGE, FAR, cues_of, soon

_CUES = cues_of(
    "personalausweis personalausweisnummer personalausweisnr ausweis ausweisnummer ausweisnr perso reisepass "
    "reisepassnummer reisepassnr passnummer pass führerschein führerscheinnummer führerscheinnr fuehrerschein "
    "fahrerlaubnis passport passports identity id driving drivers driver licence license aufenthaltstitel "
    "aufenthaltserlaubnis aufenthaltskarte identitätskarte identitaetskarte permit visum visa ausweisdokument "
    "ausweises personalausweises reisepasses dl dvla kinderreisepass identitycard idcard serialnummer greencard "
    "alien"
)
_KIND = re.compile(
    r"(?:'s)?(?:[ -](?:card|licence|license|permit|document|passport|id|plate))?(?:\s(?:document))?", re.I
)
_VALUE = re.compile(r"(?=[A-Z<]{0,9}[ -]?\d)[A-Z0-9](?:[ -]?[A-Z0-9<]){5,29}(?!\w)", re.I)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for word in reading.cues(_CUES):
        if not soon(text, word.end):
            continue
        kind = _KIND.match(text, word.end)
        at = kind.end() if kind else word.end
        bridge = BRIDGE.match(text, at)
        if bridge and (end := _end(text, bridge.end(), named=bool(bridge["tail"] or bridge["mark"]))):
            yield Found(bridge.end(), end, "identity", 79)
        elif (far := FAR.match(text, at)) and (end := _end(text, far.end(), named=False)):
            yield Found(far.end(), end, "identity", 74)


def _end(text: str, start: int, *, named: bool) -> int:
    """Where the value ends: the words of it that hold digits. 0: none does."""
    match = _VALUE.match(text, start)
    if match is None:
        return 0
    end = digits = 0
    for part in re.finditer(r"[^ ]+", match[0]):
        count = sum(map(str.isdigit, part[0]))
        if not count and not (part[0].isupper() and len(part[0]) < 6):
            break
        if count:
            end, digits = part.end(), digits + count
        elif end and len(part[0]) <= 2 and part.end() == len(match[0]):
            end = part.end()
    return start + end if digits >= (3 if named else 5) and end > 5 else 0
