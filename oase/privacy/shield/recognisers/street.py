"""Street addresses: "Lindenweg 4", "Am Alten Markt 3 b", "Karl-Marx-Allee 12", "Postfach 12 34"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import is_capital
from oase.privacy.shield.reading import Reading, Word
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import words_of

_STREET = ("straße", "strasse", "strase", "gasse", "allee", "chaussee", "twiete", "promenade")
_SHORT = ("str", "stra")
_NUMBERED = tuple(words_of("street_endings"))
_ENDS = (*_STREET, *_SHORT, *_NUMBERED)
_NOT = words_of("not_streets")
_HOUSE = re.compile(
    r"\.?(?:,?[ ]{0,2}(?:nr\.?|hausnummer|hausnr\.?)?[ ]{0,2})(\d{1,4})(?!\d|[.,:]\d|[ ]?(?:€|%|euro|"
    r"uhr|km|minuten|meter|stunden|tage|wochen|monate|jahre|grad|stück|ml|mal)\b)"
    r"(?:[ ]?[a-zA-Z](?![\w]))?(?:[ ]?[-/+][ ]?\d{1,4}(?:[ ]?[a-z](?!\w))?)?(?!\w)(?:[ ]?/[ ]?(?:top|"
    r"stiege|haus|whg\.?)?[ ]?\d{1,3}){0,2}",
    re.I,
)
_LEAD = frozenset(
    [
        "am",
        "an",
        "im",
        "zum",
        "zur",
        "unter",
        "bei",
        "hinter",
        "alte",
        "alter",
        "alten",
        "neue",
        "neuer",
        "neuen",
        "obere",
        "oberer",
        "oberen",
        "untere",
        "unterer",
        "unteren",
        "große",
        "großer",
        "großen",
        "kleine",
        "kleiner",
        "kleinen",
        "hohe",
        "hoher",
        "hohen",
        "lange",
        "langer",
        "langen",
        "st",
        "sankt",
        "von",
    ]
)
_MULTI = re.compile(
    r"(?:straße d(?:es|er)(?: \d{1,2}\.)?(?: [A-ZÄÖÜ][\w-]{1,30}){1,2}|(?:am|an der|an den|im|in der|"
    r"in den|zum|zur|auf der|auf dem|unter den|unter der|hinter der|bei der|vor dem)"
    r"(?: (?:alten|neuen|oberen|unteren|großen|kleinen|hohen|langen|roten|weißen|grünen))?(?-i:(?: "
    r"[A-ZÄÖÜ][a-zäöüß-]{2,30}){1,2})) (?=\d{1,3}[ ]?[a-z]?(?![\w:%€]|[.,:]\d))",
    re.I,
)
_MULTI_CUES = frozenset(["straße", "am", "an", "im", "in", "zum", "zur", "auf", "unter", "hinter", "bei", "vor"])
_SQUARE = re.compile(r"(?<!\w)[A-Z]\d{1,2}, ?\d{1,2}(?=,? (?:68\d{3} )?Mannheim)")
_BOX = re.compile(
    r"(?:postfach|p\.? ?o\.? ?box|packstation|postnummer)[ :]{1,2}(\d{1,4}(?: \d{2,4}){0,2}\d{0,6})(?!\w)", re.I
)
_BOX_CUES = frozenset(["postfach", "po", "p", "packstation", "postnummer"])
_UNNUMBERED = re.compile(r"(?:in|an|auf|am|zur|der|die|aus|ecke|und|,|\n)[ ]?$")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for at, word in enumerate(reading.words):
        low = word.lower
        if low.endswith(_ENDS) and low not in reading.vocabulary and (found := _german(reading, at)):
            yield found
    for match in reading.matches(_MULTI_CUES, _MULTI):
        last = match[0].split()[-1].lower()
        if is_capital(last.title()) and (
            not reading.ordinary(last)
            or last in ("linden", "markt", "berg", "park", "bach", "garten", "hof", "wald", "stein", "winkel", "feld")
        ):
            house = _HOUSE.match(text, match.end() - 1)
            if house and match[0][0].isupper():
                yield Found(match.start(), house.end(), "address", 62)
    for match in reading.matches(_BOX_CUES, _BOX):
        yield Found(match.start(), match.end(), "address", 64)
    for match in _SQUARE.finditer(text):
        yield Found(match.start(), match.end(), "address", 64)


def _german(reading: Reading, at: int) -> Found | None:
    text, word = reading.text, reading.words[at]
    joined = at > 0 and reading.words[at - 1].end + 1 == word.start and text[reading.words[at - 1].end] == "-"
    start = _start(reading, at)
    own = start < word.start or not word.lower.endswith(tuple(_NOT)) or word.lower not in _NOT
    if not own or (word.lower in _NOT and not joined and not _adjective(reading, at)):
        return None
    house = _HOUSE.match(text, word.end)
    street = word.lower.endswith(_STREET) or (word.lower.endswith("str") and text[word.end : word.end + 1] == ".")
    if word.lower.endswith(_SHORT) and not word.lower.endswith(_STREET) and not street and not house:
        return None
    if house and not street and re.fullmatch(r"(?:19|20)\d\d", house[1]):
        house = None
    if house and (is_capital(text[start]) or street):
        return Found(start, house.end(), "address", 63)
    if street and is_capital(word.text) and (len(word.text) > 8 or start < word.start):
        return Found(
            start, word.end + (text[word.end : word.end + 1] == "." and word.lower.endswith("str")), "address", 58
        )
    return None


def _adjective(reading: Reading, at: int) -> bool:
    """ "Kölner Straße", "Alte Gasse", "Am Markt"."""
    if not at:
        return False
    word, before = reading.words[at], reading.words[at - 1]
    if reading.text[before.end : word.start] != " " or not is_capital(before.text):
        return False
    return (
        before.lower.endswith(("er", "sche", "scher"))
        and len(before.lower) > 4
        and before.lower not in ("unser", "dieser", "unserer", "ihrer", "meiner", "einer", "jeder")
    ) or before.lower in _LEAD


def _start(reading: Reading, at: int) -> int:
    """Where the street begins: with its hyphened parts, its adjective, its "Am" or "An der"."""
    start = reading.words[at].start
    while at > 0:
        before: Word = reading.words[at - 1]
        between = reading.text[before.end : start]
        hyphened = between in ("-", " - ", ".-") and len(between) < 3
        leading = (
            between in (" ", ". ") and is_capital(before.text) and (before.lower in _LEAD or _adjective(reading, at))
        )
        lower_lead = (
            between == " "
            and before.lower in ("der", "den", "dem", "alten", "neuen")
            and at > 1
            and reading.words[at - 2].text in ("An", "In", "Auf", "Bei", "Hinter", "Am", "Im", "Unter", "Vor")
        )
        if not (hyphened or leading or lower_lead):
            break
        if leading and before.lower in ("in", "an", "auf", "der", "die", "von", "bei") and not is_capital(before.text):
            break
        start = before.start
        at -= 1
    return start
