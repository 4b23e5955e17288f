"""Passwords, PINs, TANs, codes and security answers beside their word."""

import re
from collections.abc import Iterator
from functools import lru_cache

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.recognisers import passphrase
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import DATE, UNIT, cues_of, listed, soon
from oase.privacy.shield.words import SMALL, is_wordlike, words_of

_PASSWORDS = cues_of(
    "passcode passwort passwörter kennwort password passwords passphrase pw pwd passwd psw pword parole"
)
_CODES = listed(
    "pass pin pins puk puk2 tan tans mtan itan smstan pushtan chiptan etan cvv cvc cvv2 cvc2 otp code "
    "codes token prüfziffer prüfnummer kartenprüfnummer geheimzahl geheimnummer schlüssel secret apikey key "
    "losungswort codewort ziffernkombination zahlenkombination combination kombination passkey tokens keys"
)
_ENDINGS = ("passwort", "kennwort", "password", "code", "schlüssel", "codewort", "pin", "puk", "passwords", "losung")
_NOT_CUES = listed(
    "fehlercode errorcode farbcode rabattcode promocode qrcode barcode artikelcode ländercode postcode quellcode "
    "strichcode zipcode statuscode dresscode schraubenschlüssel autoschlüssel haustürschlüssel fahrradschlüssel "
    "ersatzschlüssel hausschlüssel inbusschlüssel wohnungsschlüssel briefkastenschlüssel kellerschlüssel encode "
    "decode unicode opcode spin crispin hairpin pippin turpin inpin upin aktionscode vorteilscode buchungscode "
    "reservierungscode sortcode servicecode"
)
_NOT_BEFORE = re.compile(
    r"(?:fehler|error|farb|rabatt|promo|qr|artikel|discount|status|länder|zip|post|bar|source|dress|area|"
    r"country|boarding|"
    r"skip|sort|booking|bus|vip|season|day|day-|ski|ski-|http|exit|response|mountain|dial|colou?r|coupon|"
    r"promotional)[- ]?$"
)
_GIFT = re.compile(r"(?:gutschein|voucher|gift ?card|gift|geschenk)[- ]?$")
_LINK = (
    r"(?:[-\s]?(?:nummer|nr|number|code|key|word|phrase|zum \w{1,20}|zur \w{1,20}|für \w{1,20}(?: \w{1,20}){0,2}|"
    r"for \w{1,20}(?: \w{1,20}){0,2}|vom \w{1,20}|(?:to|of) (?:the|my) \w{1,20})(?![^\W\d_])){0,2}\.?\s{0,3}"
    r"(:|=|->|=>|(?:\w{2,14}\s){0,2}\w{2,14}:|lautete?t?|ist|is|war|was|heißt|geht so|also|'s|wäre|reads|says)?\s{0,3}"
    r"(?:(:|nun|jetzt|now|weiterhin|immer noch|still|wie folgt|folgendes|folgender|noch)\s{0,2}){0,2}"
)
_CUED = re.compile(
    r"\w++" + _LINK + r"(\d(?:[ -]\d){2,9}(?!\w)|\"[^\"\n\ue000]{1,60}\"|'[^'\n\ue000]{1,60}'|[^\s\ue000]{2,64})", re.I
)
_SPLIT = re.compile(r"\d{1,4}(?:[ -]\d{1,4}){1,6}(?![\w])")
_SURE = frozenset({":", "=", "->", "=>", "lautet", "lautete", "heißt", "geht so", "reads"})
_ENDED = re.compile(r"\s{0,2}(?:$|[\n,.;!?)|/]|(?:und|and|oder|or|aber|but|für|for|danke|bitte|please|thanks)\b)", re.I)
_STATE = words_of("states")
_INFLECTED = re.compile(r"(?:ed|ing|able|ible|t|en|ect|id|ig|lich|los)$")
_OR = re.compile(
    r"(?:(?:\s[^\W\d_]{2,10}){0,2},?\s(?:oder|or)\s|\s?[/|]\s?)(?:(?:auch|vielleicht|maybe|so|"
    r"doch)\s)?((?=\S{0,30}\d)[^\s\ue000]{4,40})",
    re.I,
)
_BEFORE = re.compile(
    r"((?<![\w.,])(?=[A-Za-z-]{0,8}\d)[\w-]{4,12}|(?<![\w.,])\d{2,4}[ -]\d{2,4})\s(?:(?:ist|war|is|was|as|"
    r"als|for|für)\s)?"
    r"(?:(?:ein|eine|a|an|the|my|mein|meine|der|die|das)\s)?(?:(?:one-time|einmal|new|neue|access|login|"
    r"pin|sms)[- ]?)?$",
    re.I,
)
_FAR = re.compile(r"\s(?:[^\W\d_]{1,12} ){1,5}(?:is|ist|war|was|lautet)\s?:?\s[\"']?([^\s\ue000\"']{4,64})", re.I)
_ACCESS = cues_of("zugangsdaten logindaten login anmeldedaten credentials zugang logins zugangsdaten benutzerdaten")
_PAIR = re.compile(
    r"\w++(?:\s(?:lauten|sind|are|lautet|ist|is|zum \w{1,20}|für \w{1,20}))?\s?:?\s{1,2}"
    r"[^\s/|,;]{2,60}\s?(?:/|\||,|;)\s{0,2}([^\s\ue000]{4,64})",
    re.I,
)
_ANSWER = re.compile(
    r"\w++(?:\s[^:=\n.!?\ue000]{0,60}?)?(?:\s(?:ist|is|lautet|war|was)\s|\s?[:=]\s{0,2})\"?([^\n\ue000,.;!?\"]{2,40})",
    re.I,
)
_PHRASE = re.compile(
    r"(?:(?:recovery|seed|memorable)\s(?:phrase|words?|information|place|name|date)|\w++)"
    r"(?:\s(?:ist|is|are|lautet|war|was)\s|\s?[:=]\s{0,2})\"?([^\n\ue000.;!?\"]{3,200})",
    re.I,
)
_PHRASES = cues_of(
    "recovery seed memorable wiederherstellungsphrase wiederherstellungswörter merkwort passphrase merksatz"
)
_ANSWERS = cues_of("antwort answer sicherheitsantwort maiden mädchenname geburtsname")
_QUESTION = cues_of("sicherheitsfrage sicherheitsfragen geheimfrage security mädchenname maiden sicherheitsantwort")
_MAIDEN = re.compile(
    r"(?:maiden name|mädchenname|geburtsname)(?: (?:meiner|der|of|my|meine) (?:mutter|mother|frau))?"
    r"(?: (?:ist|is|war|was|lautet))?\s?[:=]?\s([^\W\d_][\w-]{2,30})",
    re.I,
)

_EITHER_WAY = _CODES | {"passwort", "password", "kennwort"}
"""Those that stand behind their value as well."""


@lru_cache(maxsize=1 << 14)
def _announces(low: str) -> bool:
    return low in _PASSWORDS or low in _CODES or low.endswith(_ENDINGS)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    cues = set(filter(_announces, reading.by_lower))
    for word in reading.every(cues - _NOT_CUES) if cues else ():
        if word.lower in _CODES and not soon(text, word.end) and '"' not in text and "'" not in text:
            continue
        match = _CUED.match(text, word.start)
        if match is None:
            continue
        before = reading.before(match.start(), 14)
        low = word.lower
        if _NOT_BEFORE.search(before):
            continue
        start, end = _value(text, match)
        value = text[start:end]
        bare = value.strip("\"'")
        link = (match[1] or match[2] or "").lower()
        if not bare or (not any(map(str.isalnum, bare)) and link not in _SURE):
            continue
        if (low.startswith("gutschein") or _GIFT.search(before)) and sum(map(str.isdigit, bare)) < 4:
            continue
        if _secret(text, low, link, bare, end, quoted=bare != value):
            yield Found(start, end, "password", 81)
            if other := _OR.match(text, end):
                yield Found(other.start(1), other.start(1) + len(other[1].rstrip(".,;!?)")), "password", 79)
    for word in reading.every(cues & _EITHER_WAY | (cues - _PASSWORDS - _NOT_CUES)) if cues else ():
        window = max(0, word.start - 40)
        if any(map(str.isdigit, text[window : word.start])) and (said := _BEFORE.search(text, window, word.start)):
            gap = text[said.end(1) : word.start].split()
            if (
                gap
                and sum(map(str.isdigit, said[1])) > 2
                and not DATE.fullmatch(said[1])
                and not UNIT.match(text, said.end(1))
            ):
                yield Found(said.start(1), said.end(1), "password", 73)
        far = _FAR.match(text, word.end)
        if (
            far
            and (_odd(value := far[1].rstrip(".,;:!?)")) or any(map(str.isdigit, value)))
            and not UNIT.match(text, far.end())
        ):
            yield Found(far.start(1), far.start(1) + len(value), "password", 72)
    for match in reading.matches(_ACCESS, _PAIR):
        value = match[1].rstrip(".,;:!?)")
        if _odd(value) or any(map(str.isdigit, value)) or value.lower() not in SMALL | _STATE:
            yield Found(match.start(1), match.start(1) + len(value), "password", 72)
    for match in reading.matches(_PHRASES, _PHRASE):
        yield Found(match.start(1), match.start(1) + len(match[1].rstrip()), "password", 77)
    if reading.digits:
        yield from passphrase.find(reading, _PASSWORDS)
    if reading.any(_QUESTION):
        for match in (*reading.matches(_ANSWERS, _MAIDEN, _ANSWER),):
            if match[1].split()[0].lower() not in SMALL | _STATE:
                yield Found(match.start(1), match.start(1) + len(match[1].rstrip()), "password", 78)


def _value(text: str, match: re.Match[str]) -> tuple[int, int]:
    start = match.start(3)
    if match[3][0] in "\"'" and len(match[3]) > 2 and match[3][-1] == match[3][0]:
        return start, match.end(3)
    if split := _SPLIT.match(text, start):
        return start, split.end()
    return start, start + len(match[3].rstrip(".,;:!?)"))


def _secret(text: str, cue: str, link: str, value: str, end: int, *, quoted: bool) -> bool:
    digits = sum(map(str.isdigit, value))
    loose = cue in (
        "code",
        "codes",
        "token",
        "schlüssel",
        "secret",
        "pass",
        "key",
        "keys",
        "tokens",
        "combination",
        "kombination",
    )
    if digits and (UNIT.match(text, end) or ("-" not in value and DATE.fullmatch(value))) and link not in _SURE:
        return False
    if value.lower().startswith("0x"):
        return False
    if loose and digits < 3:
        return (quoted or len(value) > 7) and link in _SURE and _odd(value)
    if digits and (digits >= 3 or not value.isdigit()):
        return True
    low = value.lower()
    if low in SMALL or low in _STATE or value.isdigit():
        return digits > 1 and link in _SURE
    if quoted or (_odd(value) and (link or value.count("-") != 1)):
        return True
    if not _ENDED.match(text, end):
        return link in _SURE and value[0].isupper() and not _INFLECTED.search(low)
    if link in _SURE or (link and (value[0].isupper() or not _INFLECTED.search(low))):
        return True
    if not link and len(value) > 3 and not is_wordlike(low) and not _INFLECTED.search(low):
        return True
    return not link and value[0].isupper() and cue.endswith(("kennwort", "codewort", "passwort")) and len(value) > 3


def _odd(value: str) -> bool:
    return (
        any(not c.isalnum() and c not in "-'’/" for c in value)
        or value.count("-") > 1
        or (value[1:] != value[1:].lower() and value != value.upper())
    )
