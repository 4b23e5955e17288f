"""Licence plates: German by their district (FZV annex 1), British and Swiss by their shape, others by their word."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import BRIDGE, cues_of, listed, soon
from oase.privacy.shield.words import words_of

_CODES = words_of("plate_codes")
_HYPHEN = re.compile(
    r"([A-ZÄÖÜ](?<![\w-].)[A-ZÄÖÜ]{0,2}) ?[-:·•] ?([A-Z]{1,2})[ -]?([1-9]\d{0,3})[EH]?(?![\w/-]|[.,]\d)"
)
_SPACED = re.compile(
    r"([A-ZÄÖÜ](?<![\w-].)[A-ZÄÖÜ]{0,2}) ([A-Z]{2}) ?([1-9]\d{1,3})[EH]?(?![\w%€:/-]|[.,]\d| ?(?:€|Euro|"
    r"EUR|Uhr|km|Stück))"
)
_BRITISH = re.compile(r"[A-HK-PR-Y](?<![\w-].)[A-HJ-PR-Y]([0-7]\d) ?[A-HJ-PR-Z]{3}(?![\w-])")
_SWISS = re.compile(
    r"([A-Z](?<![\w-].)[A-Z])[ ·•-]?\d{5,6}"
    r"(?![\w-]|[.,]\d)"
)
_CANTONS = listed("AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH")
_CUES = cues_of(
    "kennzeichen nummernschild nummernschilder kfz amtliches plate plates registration reg autokennzeichen pkw "
    "wagen lkw licence license numberplate kz vrm kontrollschild rego anhänger auto car van moped roller fahrzeug "
    "tag nummerntafel"
)
_SURE = listed(
    "kennzeichen nummernschild nummernschilder plate plates registration reg autokennzeichen numberplate kz vrm "
    "kontrollschild nummerntafel rego"
)
_SECOND = re.compile(r"(?:[- ](?:kennzeichen|plate|registration|nummer|mark))?", re.I)
_GERMAN = re.compile(
    r"(?:([A-ZÄÖÜ]{1,3})[ -]{1,3}[A-Z]{1,2}[ -]{0,2}|([A-ZÄÖÜ]{1,3})[A-Z]{1,2} )[1-9]\d{0,3} ?[EH]?(?!\w)", re.I
)
_ANY = re.compile(
    r"(?=[A-Z -]{0,6}\d)(?:[A-ZÄÖÜ]{1,3}[ -]?\d{1,6}(?:[ -]?[A-Z]{1,3})?|[A-Z]{2}\d\d ?[A-Z]{3}|"
    r"\d[A-Z]{3}\d{3}|[A-Z0-9]{5,8}|"
    r"[A-Z]{2,3}[ -]\d{3,4}|\d{3}[ -][A-Z]{3})(?!\w)",
    re.I,
)
_LOOSE = re.compile(
    r"(?:[ ,:]{1,3}(?:(?![A-Z]{2})[^\W\d_]{1,14}[ ,:]{1,3}){0,4})"
    r"((?=[A-Z0-9 -]{0,9}\d)(?=[\d -]{0,9}[A-Z])[A-Z0-9]{1,7}(?:[ -][A-Z0-9]{1,7}){0,3})(?!\w)"
)
"""From a sure cue over a few words to capitals and digits in any country's order."""
_NOT_A_CODE = listed("AB AN DA DE DI DO ER ES FR IN SO UM WO WE ST AM BIN HER DIN NEU ROT SEE DAN VER")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _HYPHEN.finditer(text):
        if match[1] in _CODES and match[2] not in ("TV", "PC"):
            yield Found(match.start(), match.end(), "plate", 74)
    for match in _SPACED.finditer(text):
        if match[1] in _CODES and match[1] not in _NOT_A_CODE:
            yield Found(match.start(), match.end(), "plate", 73)
    for match in _BRITISH.finditer(text):
        yield Found(match.start(), match.end(), "plate", 72)
    for match in _SWISS.finditer(text):
        if match[1] in _CANTONS:
            yield Found(match.start(), match.end(), "plate", 72)
    for word in reading.cues(_CUES):
        if not soon(text, word.end):
            continue
        second = _SECOND.match(text, word.end)
        bridge = BRIDGE.match(text, second.end() if second else word.end)
        sure = word.lower in _SURE or bool(second and second[0])
        loose = _LOOSE.match(text, second.end() if second else word.end) if sure else None
        if loose and 4 <= len(loose[1]) <= 14 and sum(map(str.isdigit, loose[1])) > 1:
            yield Found(loose.start(1), loose.end(1), "plate", 76)
        if bridge is None:
            continue
        german = _GERMAN.match(text, bridge.end())
        code = german and (german[1] or german[2]).upper()
        other = _ANY.match(text, bridge.end()) if sure else None
        plate = german if german and code in _CODES else None
        if other and (plate is None or other.end() > plate.end()):
            plate = other
        if plate and not reading.ordinary(plate[0].lower()) and (sure or plate[0].isupper() or "-" in plate[0][1:4]):
            yield Found(plate.start(), plate.end(), "plate", 80)
