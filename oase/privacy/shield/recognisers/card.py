"""Payment cards (ISO/IEC 7812): a known issuer prefix and a valid Luhn digit, or anything like one after the word."""

import re
from collections.abc import Iterator

from stdnum import luhn

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import BRIDGE, cues_of, soon

_LIKE = re.compile(r"\d(?<![\w.].)(?:[ \t.-]{0,2}\n?\d){12,18}(?!\d)")
_ISSUER = re.compile(r"4|5[0-8]|2[2-7]|3[0-9]|6")
_CUES = cues_of(
    "kreditkarte kreditkarten kreditkartennummer kartennummer kartennr karte karten visa mastercard amex card "
    "cards maestro girocard debitkarte eckarte bankkarte debit credit pan visakarte discover cardnumber"
)
_SECOND = re.compile(r"(?:\s?-?(?:card|karte|express|debit|credit|visa|mastercard)(?![^\W\d_])){0,2}", re.I)
_FULL = re.compile(
    r"(?:[\dxX*•]{4}[ .-]?){3}[\dxX*•]{1,7}(?!\d)|\d(?:[ .-]{0,2}\n?\d){11,18}(?!\d)|[xX*•.]{2,14}[ -]?\d{4}(?!\d)"
)
_HIDDEN = re.compile(r"(?:[xX*•]{4}[ -]?){2,4}\d{3,5}(?!\w)|[*•]{2,4}[ ]?\d{4}(?!\w)")
_ENDING = re.compile(
    r"(?:end(?:et|ing|s|end|ung|ziffern)?(?:\s(?:mit|auf|in|with|on))?|last (?:four|4|digits)(?: digits?)?|"
    r"letzten? (?:vier|4)(?: (?:ziffern|stellen|zahlen))?)(?:\s[^\W\d_]{1,12}){0,6}\s{0,2}[:=]?\s{0,2"
    r"}(\d{3,5})(?![\w,.]?\d)",
    re.I,
)
_END_CUES = cues_of("endet ending ends endend endung endziffern last letzte letzten end")
_SHORT = re.compile(r"[\s-]{0,2}(?:no\.?|number|nr\.?)?\s?(?:with |mit )?([xX*•.…]{1,14}[ -]?\d{3,5})(?![\w])")
_EXPIRY = re.compile(r"[^\d\n;\ue000]{0,16}?((?:0?[1-9]|1[0-2])\s?[/.-]\s?(?:20)?\d\d)(?!\d|[./-]\d)")
_EXPIRIES = cues_of("exp expiry expires expiration gültig ablaufdatum ablauf verfallsdatum valid verfall verfällt")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    carded = False
    for match in _LIKE.finditer(text) if reading.digits > 12 else ():
        digits = re.sub(r"\D", "", match[0])
        if _ISSUER.match(digits) and luhn.is_valid(digits):
            carded = True
            yield Found(match.start(), match.end(), "card", 86)
    for word in reading.cues(_CUES):
        carded = True
        if not soon(text, word.end):
            continue
        second = _SECOND.match(text, word.end)
        if short := _SHORT.match(text, second.end() if second else word.end):
            yield Found(short.start(1), short.end(1), "card", 77)
        bridge = BRIDGE.match(text, second.end() if second else word.end)
        if bridge:
            starred = text[bridge.end() - 1] in "*" and text.rfind(" ", word.end, bridge.end()) + 1
            start = starred or bridge.end()
            if full := _FULL.match(text, start) or _FULL.match(text, bridge.end()):
                yield Found(full.start(), full.end(), "card", 80)
    if "*" in text or "XX" in text or "xx" in text or "•" in text:
        for match in _HIDDEN.finditer(text):
            yield Found(match.start(), match.end(), "card", 74)
    for match in reading.matches(_END_CUES, _ENDING):
        yield Found(match.start(1), match.end(1), "card", 76)
    if carded or "\ue000" in text:
        for word in reading.cues(_EXPIRIES):
            if expiry := _EXPIRY.match(text, word.end):
                yield Found(expiry.start(1), expiry.end(1), "card", 76)
