"""English street addresses: "12 Baker Street", "Flat 3, 221 Maple Avenue"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import is_capital, is_plain_word
from oase.privacy.shield.reading import Cues, Reading, Word
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import words_of

_ENGLISH = Cues(words_of("street_endings_english"))
_NAMED_HOUSE = (
    r"(?:(?:The )?[A-Z][a-z]{1,15} (?:[A-Z][a-z]{1,15} )?"
    r"(?:Cottage|House|Farm|Lodge|Barn|Forge|Mill|Court|Manor|Villa|Hall), )?"
)
_ENGLISH_BEFORE = re.compile(
    r"(?<![\w.,:])(?:(?:[Ff]lat|[Aa]pt\.?|[Aa]partment|[Uu]nit|[Ss]uite|[Rr]oom|[Ff]loor) \w{1,5},? "
    r")?"
    + _NAMED_HOUSE
    + r"\d{1,5}[a-zA-Z]?(?:-\d{1,5})?,?(?: (?:(?:[NSEW]|North|South|East|West|St|Upper|Lower|Old|New|"
    r"Great)\.? )?(?:[A-Z][\w'-]{1,25}|[A-Z][a-z]?\.|\d{1,3}(?:st|nd|rd|th))){1,3} $"
)
_ENGLISH_AFTER = re.compile(r"\.?(?:,? (?:flat|apt\.?|apartment|unit|suite|floor|#) ?\w{1,5}(?!\w))?", re.I)
_PLAIN = frozenset(["street", "road", "avenue", "lane", "crescent", "boulevard", "rd", "ave", "st"])
_IN = re.compile(
    r"(?:(?<!\w)(?:in|on|at|off|along|near|of|from|to|down|into|between|and|corner|,|:)[ ]|^|\n)"
    r"(?P<house>"
    + _NAMED_HOUSE
    + r"(?:(?:North|South|East|West|Old|New|Great|Upper|Lower|St\.?) )?[A-Z][\w'-]{1,25} (?:[A-Z][\w'-]{1,25} )?)$"
)
_WAYS = frozenset(["way", "side", "block", "mile", "lane", "hour", "minute"])
_LOWER_BEFORE = re.compile(r"(?<![\w.,:])\d{1,4}[a-z]? ((?:[^\W\d_][\w']{2,20} ){1,2})$")


def find(reading: Reading) -> Iterator[Found]:
    for word in reading.cues(_ENGLISH):
        if found := _english(reading.text, word) or _unnumbered(reading, word):
            yield found


def _unnumbered(reading: Reading, word: Word) -> Found | None:
    """ "in Baker Street", "Rose Cottage, Vicarage Lane", "12 baker street"."""
    text = reading.text
    if word.lower not in _PLAIN:
        return None
    if is_capital(word.text):
        match = _IN.search(text, max(0, word.start - 90), word.start)
        if match and len(word.text) > 3 and not reading.ordinary(match["house"].split()[0].lower()):
            return Found(match.start("house"), word.end, "address", 57)
        if match and "," in match["house"]:
            return Found(match.start("house"), word.end, "address", 57)
        return None
    match = _LOWER_BEFORE.search(text, max(0, word.start - 50), word.start)
    if match and len(word.text) > 3 and not any(is_plain_word(low) or low in _WAYS for low in match[1].lower().split()):
        return Found(match.start(), word.end, "address", 57)
    return None


def _english(text: str, word: Word) -> Found | None:
    before = _ENGLISH_BEFORE.search(text, max(0, word.start - 70), word.start)
    if before is None or not is_capital(word.text):
        return None
    after = _ENGLISH_AFTER.match(text, word.end)
    return Found(before.start(), after.end() if after else word.end, "address", 63)
