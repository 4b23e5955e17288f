"""What may stand between a word such as "Kundennummer" and its value, and where the value ends."""

import re
from functools import lru_cache

from oase.privacy.shield.reading import Cues
from oase.privacy.shield.words import SMALL

_TAIL = (
    r"(?P<tail>(?:[-.\s/]{0,3}(?:nummern?|numm?er|nr|nrn|no|nos|num|numbers?|ids?|code|kennung|zeichen|#|№)"
    r"(?![^\W\d_])\.?){0,2})"
)
_FILLERS = (
    "ist sind lautet lauten lautete war waren wäre heißt der die das den dem des mit von vom für unter mein meine "
    "meiner meines meinen unser unsere unserer ihr ihre ihrer hier dazu also nämlich wie folgt folgende folgenden neu "
    "neue neuen alte alten aktuelle richtige zur zum zu auf im bei steht habe ich jetzt nun und zwar ja noch einmal "
    "nochmal beginnt endet is are was were the a an my our your with of for on to as follows following that this here "
    "it its reads should be old new current correct under at says shows appears which and i have has been starting "
    "ending ends in starts"
)


def listed(words: str) -> frozenset[str]:
    """A set of words written with spaces between."""
    return frozenset(words.split())


def cues_of(words: str) -> Cues:
    """A set of cues written with spaces between."""
    return Cues(words.split())


def _alternatives(words: list[str]) -> str:
    """A pattern for one of `words`, grouped by first letter: an alternation of a hundred words is slow."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[0], []).append(word[1:])
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()) + ")"


_FILL = r"(?P<fill>(?:[ ,]{1,2}" + _alternatives(_FILLERS.split()) + r"(?!\w)){0,5})"
_MARK = r"\s{0,3}(?P<mark>->|=>|[:=#№>|]|-(?=\s))?\s{0,3}[\"'(\[#*]{0,2}"
BRIDGE = re.compile(_TAIL + r"\.?(?:\s?\([^()\d\n]{0,30}\))?" + _FILL + _MARK, re.I)
"""From the end of a cue to its value: "-Nr. (siehe Rechnung) lautet: "."""
FAR = re.compile(r"[^\d\n.!?;@\ue000]{0,34}[^\w.!?;@\ue000\n](?=[A-Za-z]{0,4}[-/]?\d)")
"""From the end of a strong cue to something with digits in the same sentence."""
AND = re.compile(
    r"\s{0,2}(?:[,;+&/]|und|and|sowie|oder|or|bzw\.?)\s{1,2}(?:(?:und|and|auch|also|die|the|der|nr\.?|"
    r"no\.?|nochmal)\s)?"
    r"#?",
    re.I,
)
"""Between two numbers of one list."""
DATE = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-]?(?:(?:19|20)?\d\d)?"
    r"|(?:0?[1-9]|1[0-2])[/-](?:0?[1-9]|[12]\d|3[01])[/-](?:19|20)?\d\d"
    r"|(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])(?:[-./](?:0?[1-9]|[12]\d|3[01]))?"
)
YEAR = re.compile(r"(?:19|20)\d\d")
UNIT = re.compile(
    r"\s?(?:[€$£%°]|,\d|,-|(?:euro|eur|usd|gbp|chf|cents?|dollars?|pounds?|franken|km|"
    r"cm|mm|kwh|wh|mah|watt|volt|hz|mhz|ghz|kg|gramm|mbit|kb|gb|mb|tb|liter|ml|prozent|percent|zoll|inch)\b)"
    r"|(?<!\d{5})\s?(?:uhr|pm|a\.m|p\.m|bar|tage?n?|monate?n?|wochen?|jahre?n?|stück|stk|days?|months?|weeks?|"
    r"years?|std|stunden?|minuten?|min|sekunden?|seconds?|hours?|minutes?|items?|pieces?|times|mal|miles?|"
    r"meter|grad|ms|punkte?n?|points|(?-i:x)|personen|people|customers|kunden|mails?)\b"
    r"|(?<!\d{3})\s?am\b(?![ ](?:\d|[a-zäöü]+(?:sten|ten)\b|(?-i:[A-ZÄÖÜ])))",
    re.I,
)
"""Behind a quantity. What is counted or timed has few digits: in "Bestellung 4711823 am 3. Mai" nothing is."""

_TOKEN = re.compile(r"[^\W_]+(?:[-/._+][^\W_]+){0,9}")
_STEP = re.compile(r"[ ](?:[-/][ ])?|[-/]\n[ ]?|[ ]?[-/][ ]?")
_FEW = re.compile(r"\d{1,2}")
_DIGITS_NEXT = re.compile(r"[ -]?\d{3}")
_WORD_NEXT = re.compile(r" [A-ZÄÖÜ][a-zäöüß]")
_ENDED = re.compile(r"\s{0,2}(?:$|[^\w\s]|\n|[a-zäöü])")
_LABELS = frozenset(
    [
        "IBAN",
        "BIC",
        "BLZ",
        "UTR",
        "PLZ",
        "TEL",
        "PIN",
        "FAX",
        "NR",
        "NO",
        "ID",
        "ZIP",
        "KTO",
        "VIN",
        "SSN",
        "EIN",
        "TAN",
        "PUK",
        "CVV",
        "CVC",
        "EUR",
        "USD",
        "ISBN",
        "MAC",
        "IP",
    ]
)
_MOST = 9


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=4)
def has_digit(text: str) -> bool:
    """Whether there is a digit at all; most recognisers are done when there is none."""
    return _DIGIT.search(text) is not None


def soon(text: str, start: int) -> bool:
    """Whether a digit stands soon after `start`."""
    return _DIGIT.search(text, start, start + 72) is not None


def word_end(text: str, at: int) -> int:
    """Where the word that stands at `at` ends, so that a window cuts none; at most 64 characters on."""
    end = text.find(" ", at, at + 64)
    return end if end >= 0 else at + 64


def number_end(text: str, start: int, *, least: int = 3) -> int:
    """Where the number that begins at `start` ends; 0: there is none.

    A number may be of several pieces ("TN 00 44 81", "12 C 345/23"). `least`: how many digits it must have. Dates and
    quantities are none.
    """
    end = digits = 0
    place = start
    for _ in range(_MOST):
        token = _TOKEN.match(text, place)
        if token is None:
            break
        piece = token[0]
        count = sum(map(str.isdigit, piece))
        if count:
            if _stops(text, piece, token.end(), first=not digits):
                break
            end, digits = token.end(), digits + count
        elif not _belongs(text, piece, token.end(), first=place == start, begun=bool(digits)):
            break
        elif digits and len(piece) == 1 and _ENDED.match(text, token.end()):
            end = token.end()
            break
        step = _STEP.match(text, token.end())
        if step is None:
            break
        place = step.end()
    return end if digits >= least else 0


def _stops(text: str, piece: str, end: int, *, first: bool) -> bool:
    """Whether a piece with digits is something else: a date, a quantity, the next word's number."""
    if DATE.fullmatch(piece) or UNIT.match(text, end):
        return True
    return not first and _FEW.fullmatch(piece) is not None and _WORD_NEXT.match(text, end) is not None


def _belongs(text: str, piece: str, end: int, *, first: bool, begun: bool) -> bool:
    """Whether letters alone are a part of a number."""
    if piece in _LABELS:
        return False
    if begun and piece.isupper() and len(piece) == 3:
        return _DIGITS_NEXT.match(text, end) is not None
    if piece.isupper() and len(piece) <= (2 if begun else 4):
        return begun or text[end : end + 1] in " -/"
    return first and len(piece) <= 3 and piece.isalpha() and piece.lower() not in SMALL
