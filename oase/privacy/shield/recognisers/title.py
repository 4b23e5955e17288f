"""Names after a form of address: Herr, Frau, Familie, Dr., Mr, Mrs."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import is_capital, looks_given, name_at, skip_titles
from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import is_surname

_CUES = Cues(
    [
        "herr",
        "herrn",
        "frau",
        "mag",
        "dipl",
        "hr",
        "hrn",
        "fr",
        "frl",
        "fräulein",
        "fam",
        "familie",
        "eheleute",
        "ehepaar",
        "dr",
        "prof",
        "professor",
        "doktor",
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "mister",
        "señor",
        "señora",
        "monsieur",
        "madame",
        "signora",
    ]
)
_TITLE = re.compile(r"(?:\w+)\.?[ \t]{1,2}(?:und frau |& frau |und herr |u\. frau |and mrs\.? |& mrs\.? )?", re.I)
_PEOPLE = frozenset(
    [
        "kollege",
        "kollegin",
        "kollegen",
        "nachbar",
        "nachbarin",
        "nachbarn",
        "mutter",
        "vater",
        "sohn",
        "tochter",
        "mann",
        "kunde",
        "kundin",
        "chef",
        "präsident",
        "minister",
        "doktor",
        "professor",
        "direktor",
        "lehrer",
    ]
)
_SHORT = frozenset(["fr", "hr", "hrn", "mag", "dipl"])
_DOTTED = frozenset(["hr", "hrn", "fr", "fam", "dr", "prof", "mag", "dipl"])


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for cue in reading.cues(_CUES):
        match = _TITLE.match(text, cue.start)
        if match is None or (cue.lower in _SHORT and "." not in match[0]):
            continue
        at = skip_titles(text, match.end())
        capital = cue.text[0].isupper() or cue.lower in _DOTTED
        name = name_at(reading, at, sure=1, most=3, lower=True) if capital else name_at(reading, at, most=3, lower=True)
        if name is None:
            continue
        first = name.datum.split(" ")[0].lower()
        if first in _PEOPLE or (
            not is_surname(first) and not looks_given(reading, name) and _job(reading, first, cue.lower)
        ):
            continue
        yield Found(name.start, name.end, "person", 55, name.datum)
    yield from families(reading)


def _job(reading: Reading, first: str, cue: str) -> bool:
    """ "Familie und Beruf", "Frau Direktorin": a word of the language rather than a name."""
    return (
        cue in ("familie", "fr", "frau", "professor", "doktor", "miss") and len(first) > 5 and reading.ordinary(first)
    )


_FAMILIES = Cues(["family"])
_FAMILY = re.compile(
    r"(?:the|our|die|der)[ ](?P<name>[A-Z][^\W\d_]{2,30}(?:-[A-Z][^\W\d_]{1,30})?)[ ]famil(?:y|ie)\b", re.I
)


def families(reading: Reading) -> Iterator[Found]:
    """ "the Blum family"."""
    for cue in reading.cues(_FAMILIES):
        match = _FAMILY.search(reading.text, max(0, cue.start - 50), cue.start + 6)
        if match and is_capital(match["name"]) and not reading.ordinary(match["name"].lower()):
            yield Found(*match.span("name"), "person", 50)
