"""Streets by their ending: "Lindenweg 4", "Karl-Marx-Allee 12", "in der Goethestraße"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from oase.privacy.shield.fold import MASK
from oase.privacy.shield.names import is_capital
from oase.privacy.shield.numbering import HOUSE
from oase.privacy.shield.reading import Reading, Word
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import SMALL, is_word, words_of

_STREET = ("straße", "strasse", "strase", "gasse", "allee", "chaussee", "twiete", "promenade")
_SHORT = ("str", "stra")
_NUMBERED = tuple(words_of("street_endings"))
_SIDE = re.compile(r"[ ](?:Nord|Ost|Süd|West|Mitte)(?![\w])")
_ENDS = (*_STREET, *_SHORT, *_NUMBERED)
_NOT = words_of("not_streets")
_LEAD = words_of("street_leads")
_HOME = re.compile(
    r"(?:wohn\w{0,5}|adresse|anschrift|straße|umzug|umgezogen|zieh\w{0,3}|haus|hausnummer|lebe|lebt|liefer\w{0,8}|"
    r"versand|sitz|unter)"
    r"(?:[ ](?:ist|lautet|jetzt|nun|neu|in|im|am|an|zum|zur|auf|nach|bitte|die|der|den|wir|ich|er|sie)){0,3}[ :]{1,2}$",
    re.I,
)
_LOWER_LEAD = re.compile(r"(?<!\w)(?:am|zum|zur|(?:an|auf|unter|hinter|in) de[rnm])[ ]$")
_UNNUMBERED = re.compile(
    r"(?<!\w)(?:[Ii]n der|[Aa]n der|[Aa]uf der|[Aa]us der|[Aa]m|[Ii]m|[Ee]cke|[Kk]reuzung|[Zz]ur|[Zz]um)[ ]$"
)
_CLEAR = ("weg", "platz", "damm", "ring", "ufer", "brücke", "steig", "graben", "kreisel", "chaussee", "promenade")
_BUILT = frozenset(["damm", "ufer", "brücke", "platz", "chaussee", "promenade", "graben", "ring", "allee"])
_KINDS = words_of("street_kinds")
_TO_PLACE = re.compile(r"[ ]?(?:,|\n|;|/|[ ]in|[ ]-|\|)?[ \n]{0,3}(?:[A-Z]{1,2}-)?\d{4,5}[ ]+[^\W\d_]{2}")

_NO_STREET = frozenset(
    ("bestellung", "rechnung", "auftrag", "kunde", "vertrag", "fall", "ticket", "version", "seite", "punkt", "order")
)
_LED = r"(?:[Aa]m|[Ii]m|[Zz]um|[Zz]ur|[Bb]eim|(?:[Aa]n|[Aa]uf|[Ii]n|[Hh]inter|[Uu]nter|[Vv]or|[Bb]ei) de[rnm]) "
_BEFORE_PLACE = re.compile(
    rf"(?<![\w-])(?P<led>{_LED})?[A-ZÄÖÜ][^\W\d_]{{2,24}}(?:[ -][A-ZÄÖÜ][^\W\d_]{{1,24}}){{0,2}} \d{{1,4}}"
    r"(?: ?[a-zA-Z](?!\w))?(?:[-/]\d{1,4})?"
    r"(?=[ ]?,[ ]?(?:[A-Z]{1,2}-)?\d{5}[ ][A-ZÄÖÜ]|,?[ ]?\n(?:[A-Z]{1,2}-)?\d{4,5}[ ][A-ZÄÖÜ]"
    r"|(?(led)[ ]?,[ ]?\ue000|(?!)))"
)
"""Whatever it is called: a number behind it and a postcode behind that."""


def find(reading: Reading) -> Iterator[Found]:
    for at, word in enumerate(reading.words):
        low = word.lower
        if _ends_like_a_street(low) and low not in reading.vocabulary and (found := _german(reading, at)):
            yield found
    if reading.digits > 4 or (reading.digits and MASK in reading.text):
        for match in _BEFORE_PLACE.finditer(reading.text):
            if match[0].split()[0].lower() not in _NO_STREET:
                yield Found(match.start(), match.end(), "address", 57)


@lru_cache(maxsize=1 << 14)
def _ends_like_a_street(low: str) -> bool:
    return low.endswith(_ENDS)


def _german(reading: Reading, at: int) -> Found | None:
    text, word = reading.text, reading.words[at]
    joined = at > 0 and reading.words[at - 1].end + 1 == word.start and text[reading.words[at - 1].end] == "-"
    start = _start(reading, at)
    own = start < word.start or not word.lower.endswith(tuple(_NOT)) or word.lower not in _NOT
    if not own or (word.lower in _NOT and not joined and not _adjective(reading, at)):
        return None
    side = _SIDE.match(text, word.end)
    house = HOUSE.match(text, side.end() if side else word.end)
    street = word.lower.endswith(_STREET) or (word.lower.endswith("str") and text[word.end : word.end + 1] == ".")
    if word.lower.endswith(_SHORT) and not word.lower.endswith(_STREET) and not street and not house:
        return None
    if house and not street and re.fullmatch(r"(?:19|20)\d\d", house[1]):
        house = None
    if house and (is_capital(text[start]) or street or _at_home(reading, start, house.end())):
        if text[start].islower() and (lead := _LOWER_LEAD.search(text, max(0, start - 12), start)):
            start = lead.start()
        return Found(start, house.end(), "address", 63)
    if (
        (street or _clearly(reading, at, start))
        and is_capital(word.text)
        and (len(word.text) > 8 or start < word.start)
    ):
        if start == word.start and (word.lower in _KINDS or (is_word(word.lower) and not _placed(text, start))):
            return None
        return Found(
            start, word.end + (text[word.end : word.end + 1] == "." and word.lower.endswith("str")), "address", 58
        )
    return None


def _clearly(reading: Reading, at: int, start: int) -> bool:
    """Without a number: "Homburger Damm", "am Beerentalweg", where no dictionary holds the word."""
    word = reading.words[at]
    if not word.lower.endswith(_CLEAR):
        return False
    if start < word.start:
        return at > 0 and (word.lower in _BUILT or not is_word(reading.words[at - 1].lower))
    if is_word(word.lower) or word.lower.endswith("ring"):
        return False
    stem = word.lower.removesuffix(next(ending for ending in _CLEAR if word.lower.endswith(ending)))
    return _placed(reading.text, start) or (len(stem) > 3 and not is_word(stem) and not is_word(stem.rstrip("s")))


def _placed(text: str, start: int) -> bool:
    return _UNNUMBERED.search(text, max(0, start - 12), start) is not None


def _at_home(reading: Reading, start: int, end: int) -> bool:
    """In lower case: where somebody lives, or before a postcode."""
    before = reading.text[max(0, start - 40) : start]
    return _HOME.search(before) is not None or _TO_PLACE.match(reading.text, end) is not None


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
    ) or (
        before.lower in _LEAD
        or (
            before.lower.endswith("e") and before.lower not in SMALL and HOUSE.match(reading.text, word.end) is not None
        )
    )


def _start(reading: Reading, at: int) -> int:
    """Where the street begins: with its hyphened parts, its adjective, its "Am" or "An der"."""
    start = reading.words[at].start
    last = at
    while at > 0:
        before: Word = reading.words[at - 1]
        between = reading.text[before.end : start]
        hyphened = between in ("-", " - ", ".-") and len(between) < 3
        leading = (
            between in (" ", ". ") and is_capital(before.text) and (before.lower in _LEAD or _adjective(reading, at))
        )
        lower_lead = (
            between == " "
            and HOUSE.match(reading.text, reading.words[last].end) is not None
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
