"""Telephone numbers: international (E.164, country codes from `phonenumbers`), national, and after their word."""

import re
from collections.abc import Iterator

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import BRIDGE, DATE, UNIT, YEAR, cues_of, listed, soon

_CHUNK = re.compile(r"[+(\d](?<!\d.)(?<!\d[.,:/-].)(?:(?<=\d)|[+(]?\d)(?:[ \t()/.-]{0,3}\d){5,20}(?!\d)")
_ACROSS = re.compile(r"[+0](?<![\w.,:/-].)[1-9]\d{1,5}(?:[ \t()/.-]{0,3}\d){0,8}[ /-]{0,2}\n[ ]?\d{3,9}(?![\w.])")
_CUED = re.compile(r"[+(]{0,2}\d(?:[ \t()/.-]{0,3}\d){1,19}")
_CUE = cues_of(
    "tel telefon telefonnummer telefonnr telnr telefonisch telephone phone phonenumber mobil mobile mobilnummer "
    "mobilnr mobiltelefon mobilfunk mobilfunknummer handy handynummer handynr cell cellphone landline festnetz "
    "festnetznummer fon fax faxnummer telefax rufnummer rufnr rückrufnummer whatsapp durchwahl dw klappe rückruf "
    "natel extension ext callback telefonnummern handynummern rufnummern privat dienstlich geschäftlich vorwahl "
    "sms büro zuhause signal homephone workphone kontaktnummer contact tel mob tlf ph ansprechnummer "
    "notfallnummer telefonkontakt viber"
)
_SHORT = frozenset(["durchwahl", "dw", "klappe", "extension", "ext"])
_UNCLEAR = listed("mobil mobile handy privat büro zuhause contact signal sms dienstlich geschäftlich phone cell ph")
_VERBS = cues_of(
    "call ring text dial reach anrufen rufen ruf anruf erreichbar erreichen angerufen zurückrufen telefonieren "
    "melden wählen contact number nummer kontaktieren reachable message erreicht simsen calling"
)
_ACROSS_WORDS = re.compile(r"[^\d\n.!?;@+(\ue000]{0,30}[^\w.!?;@\ue000](?=[+(\d])")
_EXTENSION = re.compile(
    r"\s{0,2}[,;/(]?\s?(?:ext(?:ension)?|x|dw|durchwahl|klappe|kl|app(?:arat)?|nst|nebenstelle)\s?[.:]?\s?\d{1,6}\b\)?",
    re.I,
)
_SPACED_DATE = re.compile(r"\d{1,2}\. ?\d{1,2}\. ?\d{2,4}")
_VANITY = re.compile(r"[01](?<![\w-].)(?:(?<=0)[89]00|(?<=1)[- ]8\d\d)[ -]?[A-Z]{3,12}(?:-[A-Z]{2,8})?(?!\w)")
_OTHER_LINE = re.compile(r"\s?/\s?-?\d{1,4}(?!\w|[.,/:-]\d)")
_FIRST = re.compile(r"\(?0[ ]?[1-9]\d{0,4}(?!\d{3}[.,]\d{2}\b)")
_SHORT_FIRST = re.compile(r"\(?0[1-9](?:[ )]|/\d{5}|[ ]?[-/][ ]?\d{5})")
_PAIRS = re.compile(r"0[1-9](?:[ .-]\d\d){4}")
_NANP = re.compile(r"(?:1[-. ])?(?:\([2-9]\d\d\)[-. /]{0,2}|[2-9]\d\d[-. /]{1,2})\d{3}[-. ]\d{4}(?!\d)")
_LONG = 9
"""Digits from which on a number that begins like a telephone number is no quantity."""
_INSIDE = re.compile(r"-\d{1,5}(?!\w|[.,:/-]\d)")
_NEXT = re.compile(r"[ ]/[ ]|[ /](?=\(?(?:\+\d\d|0\d\d))")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    at = 0
    while reading.digits > 5 and (match := _CHUNK.search(text, at)):
        start, end = _number(text, match.start(), match.end())
        if end:
            end = _extended(text, end)
            yield Found(start, end, "phone", 70)
        at = max(end, start, match.start() + 1)
        if not end:
            at = max(at, match.end())
    if "\n" in text:
        for match in _ACROSS.finditer(text):
            if sum(map(str.isdigit, match[0].partition("\n")[0])) < 10 and not DATE.match(match[0]):
                yield Found(match.start(), match.end(), "phone", 70)
    for match in _VANITY.finditer(text) if reading.digits > 3 else ():
        yield Found(match.start(), match.end(), "phone", 70)
    for word in reading.cues(_CUE):
        if not soon(text, word.end):
            continue
        bridge = BRIDGE.match(text, word.end)
        if bridge and (end := _after_cue(text, bridge.end(), word.lower, said=bool(bridge["mark"] or bridge["tail"]))):
            yield Found(bridge.end(), end, "phone", 69 if word.lower in _SHORT else 79)
    for word in reading.cues(_VERBS):
        if not soon(text, word.end):
            continue
        far = _ACROSS_WORDS.match(text, word.end)
        if far and (end := _after_cue(text, far.end(), word.lower, least=6)):
            yield Found(far.end(), end, "phone", 64)


def _after_cue(text: str, start: int, cue: str, *, said: bool = False, least: int = 3) -> int:
    if cue in _SHORT and (inside := _INSIDE.match(text, start)):
        return inside.end()
    number = _CUED.match(text, start)
    if number is None:
        return 0
    written = number[0]
    digits = sum(map(str.isdigit, written))
    least = 1 if cue in _SHORT else 5 if cue in _UNCLEAR and not said else least
    date = DATE.match(written) or _SPACED_DATE.match(written)
    if digits < least or (date and not (written[0] in "+0(" and digits > 8)):
        return 0
    if UNIT.match(text, number.end()) and not (written[0] in "+0(" and digits >= _LONG):
        return 0
    if YEAR.fullmatch(written) and not said:
        return 0
    cut = next((m.start() for m in _NEXT.finditer(written) if sum(map(str.isdigit, written[: m.start()])) > 8), None)
    return _extended(text, start + (len(written) if cut is None else cut))


def _extended(text: str, end: int) -> int:
    while other := _OTHER_LINE.match(text, end):
        end = other.end()
    extension = _EXTENSION.match(text, end)
    return extension.end() if extension else end


def _number(text: str, start: int, end: int) -> tuple[int, int]:
    """The telephone number in a run of digits: where it begins and ends; an end of 0: there is none."""
    written = text[start:end]
    date = DATE.match(written)
    if (
        date
        and date[0].count(written[min(len(written) - 1, 2)])
        and written[0] != "+"
        and not _FIRST.match(written[:4])
    ):
        return start + date.end(), 0
    if (
        date
        and written[0] != "+"
        and (len(date[0]) > 7 or date.end() == len(written))
        and not written[date.end() :].startswith("0")
    ):
        return start + date.end(), 0
    if nanp := _NANP.match(written):
        return start, start + nanp.end()
    if written[0] not in "+(0" or _glued(text, start):
        return start, 0
    for cut in _NEXT.finditer(written):
        if sum(map(str.isdigit, written[: cut.start()])) > 8:
            written = written[: cut.start()]
            break
    digits = "".join(filter(str.isdigit, written))
    while len(digits) > 15 and (space := max(written.rfind(" "), written.rfind("/"))) > 0:
        written = written[:space].rstrip(" /-(")
        digits = "".join(filter(str.isdigit, written))
    if not _is_phone(written, digits) or (len(digits) < _LONG and UNIT.match(text, start + len(written))):
        return start, 0
    return start, start + len(written)


def _is_phone(written: str, digits: str) -> bool:
    if "+" in written[:2]:
        return 7 <= len(digits) <= 15
    if digits.startswith("00"):
        known = any(int(digits[2 : 2 + size] or 0) in COUNTRY_CODE_TO_REGION_CODE for size in (1, 2, 3))
        return known and 10 <= len(digits) <= 17 and digits[2] != "0"
    if not 7 <= len(digits) <= 13 or not _FIRST.match(written):
        return False
    if DATE.match(written) and len(digits) < 9:
        return False
    if re.match(r"\(?0 [1-9]\d", written):
        return len(digits) >= 9
    if _PAIRS.match(written) or not re.match(r"\(?0\d[^\d]", written):
        return not re.fullmatch(r"0\d{0,3}(?:[.,]\d{3})*", written) or written.isdigit()
    return _SHORT_FIRST.match(written) is not None


def _glued(text: str, start: int) -> bool:
    """Whether letters or another number's sign stand right before; a whole word that is glued on is no reason."""
    before = text[max(0, start - 3) : start]
    if not before or not (before[-1].isalnum() or before[-1] in "_#"):
        return False
    return not (len(before) == 3 and before.isalpha() and before[1:].islower())
