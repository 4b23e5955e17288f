"""Vehicle identification numbers (ISO 3779), frame numbers, and the codes engraved in bicycles (EIN)."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import BRIDGE, cues_of, number_end, soon

_VIN = re.compile(r"[A-HJ-NPR-Za-hj-npr-z0-9](?<!\w.)[A-HJ-NPR-Za-hj-npr-z0-9]{16}(?!\w)")
_CUES = cues_of(
    "fahrgestellnummer fahrgestellnr fin vin rahmennummer rahmennr rahmen frame fahrgestell chassis "
    "fahrzeugnummer fahrzeugidentifizierungsnummer fahrzeugident motornummer codiert kodiert codierung "
    "codiernummer framenumber hin bootsnummer"
)
_EIN = re.compile(r"[A-ZÄÖÜ](?<!\w.)[A-ZÄÖÜ]{0,2} ?\d{5} ?\d{3,5} ?\d{1,3} ?[A-ZÄÖÜ]{2}(?: ?\d\d)?(?!\w)")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _VIN.finditer(text) if reading.longest > 16 else ():
        digits = sum(map(str.isdigit, match[0]))
        if 3 <= digits < 17 and (match[0].isupper() or digits >= 6):
            yield Found(match.start(), match.end(), "vehicle", 77)
    for word in reading.cues(_CUES):
        if not soon(text, word.end):
            continue
        bridge = BRIDGE.match(text, word.end)
        if bridge is None:
            continue
        sure = word.lower.endswith(("nummer", "nr", "vin")) or bool(bridge["tail"] or bridge["mark"])
        if (end := number_end(text, bridge.end(), least=2 if sure else 5)) and end - bridge.end() > 4:
            yield Found(bridge.end(), end, "vehicle", 80)
    for match in _EIN.finditer(text) if reading.digits > 8 else ():
        yield Found(match.start(), match.end(), "vehicle", 81)
