"""Numbers in words: "null eins sieben …", "double five", a PIN of four words after its word."""

from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import listed

_DIGITS = listed(
    "null eins zwo zwei drei vier fünf fuenf sechs sieben acht neun zero oh one two three four five six seven "
    "eight nine"
)
_ALSO = listed(
    "ein eine doppel double triple treble hundred hundert zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety o nought plus"
)
_COMPOUND = (
    "undzwanzig",
    "unddreißig",
    "undvierzig",
    "undfünfzig",
    "undsechzig",
    "undsiebzig",
    "undachtzig",
    "undneunzig",
)
_SECRET = listed("pin code tan puk passwort password geheimzahl passcode kennwort cvv")
_CUES = listed("nummer number telefon handy phone kundennummer bestellnummer rechnungsnummer account order")
_BETWEEN = frozenset(" ,-.\n0123456789")


def find(reading: Reading) -> Iterator[Found]:
    if sum(len(reading.by_lower[digit]) for digit in _DIGITS & reading.by_lower.keys()) < 3:
        return
    words = reading.words
    at = 0
    while at < len(words):
        if not _digit(words[at].lower):
            at += 1
            continue
        first = at
        while at + 1 < len(words) and _digit(words[at + 1].lower) and _near(reading, at):
            at += 1
        count = at + 1 - first
        cues = {word.lower for word in words[max(0, first - 5) : first]}
        if count >= 6:
            yield Found(words[first].start, words[at].end, "phone", 70)
        elif count >= 3 and cues & _SECRET:
            yield Found(words[first].start, words[at].end, "password", 70)
        elif count >= 4 and cues & _CUES:
            yield Found(words[first].start, words[at].end, "reference", 69)
        at += 1


def _digit(low: str) -> bool:
    return low in _DIGITS or low in _ALSO or low.endswith(_COMPOUND)


def _near(reading: Reading, at: int) -> bool:
    between = reading.text[reading.words[at].end : reading.words[at + 1].start]
    return len(between) <= 12 and _BETWEEN.issuperset(between)
