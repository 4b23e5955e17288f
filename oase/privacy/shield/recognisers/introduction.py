"""Names in introductions: "mein Name ist …", "ich heiße …", "ich bin die …", "my name is …", "this is … from"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import Name, is_capital, looks_given, name_at
from oase.privacy.shield.reading import Cues, Reading, Word
from oase.privacy.shield.spans import Found

_CUES = Cues(
    [
        "mein",
        "meine",
        "name",
        "namens",
        "heiße",
        "heisse",
        "heiss",
        "heiß",
        "heißt",
        "nenne",
        "genannt",
        "ich",
        "my",
        "i",
        "wir",
        "we",
        "this",
        "hier",
        "it",
        "spreche",
        "called",
        "names",
        "nachname",
        "vorname",
        "mädchenname",
        "surname",
        "maiden",
    ]
)
_SURE = re.compile(
    r"(?:mein(?:e)?(?: voller| vollständiger| vor- und nach)? ?(?:name|nachname|vorname|"
    r"mädchenname)(?: ist| lautet| war|:)|ich hei(?:ß|ss)e|hei(?:ß|ss)e ich|(?:er|sie) heißt|heißt|"
    r"nachname(?: ist|:| lautet)|vorname(?: ist|:| lautet)|namens|name ist|name is|"
    r"ich nenne mich|genannt|my (?:full |last |first |sur|maiden )?name(?: is|'s|:)|(?:sur|last ?|"
    r"first ?|maiden ?)name(?: is|:)|name:|i am called|i'm called|called|"
    r"hier (?:ist|spricht|schreibt|meldet sich)(?: die| der| wieder| nochmal)?|it's|this is|spreche "
    r"ich mit)[ \t]{1,2}(?:(?:der|die|nun|now|übrigens|also)[ ])?",
    re.I,
)
_MAYBE = re.compile(
    r"(?:(?:ich|i) bin'?s(?: nochmal| wieder)?,?|ich bin(?: es)?|wir sind|wir heißen|wir,|we are|ich,|i am|i'm|i,|hier)"
    r"[ \t]{1,2}(?P<article>(?:die|der|es,?)[ ])?",
    re.I,
)
_NEEDS_NAME = ("hier", "it's", "this is", "heißt", "genannt", "called", "namens", "spreche")


def find(reading: Reading) -> Iterator[Found]:
    for match in reading.matches(_CUES, _SURE):
        opening = match[0].lower()
        if opening.startswith(_NEEDS_NAME):
            name = name_at(reading, match.end(), lower=True)
            if name and (
                looks_given(reading, name, alone=False) or (" " in name.datum and opening.startswith(("hier", "this")))
            ):
                yield Found(name.start, name.end, "person", 54, name.datum)
            continue
        first = name_at(reading, match.end(), sure=1, most=4, lower=True)
        if first and (reading.text[first.start].islower() or looks_given(reading, first, alone=False)):
            first = name_at(reading, match.end(), sure=2, most=4, lower=True)
        if first is None:
            first = _lower(reading, match.end())
        if first:
            yield Found(first.start, first.end, "person", 56, first.datum)
    for match in reading.matches(_CUES, _MAYBE):
        name = name_at(reading, match.end(), most=3, lower=True)
        if name and (
            looks_given(reading, name, alone=False)
            or (" " in name.datum and not match["article"])
            or (is_capital(name.datum) and not reading.wordlike(name.datum.lower()) and "ier" not in match[0])
        ):
            yield Found(name.start, name.end, "person", 52, name.datum)
    for cue in reading.cues(_AFTER):
        if name := _before(reading, cue):
            yield Found(name.start, name.end, "person", 53, name.datum)


_AFTER = Cues(["hier", "here", "mein"])
_SAYS = re.compile(
    r"(?:hier|here)(?:[ ]?[,.!;–-]|[ ](?:from|aus|von|vom|again|wieder|nochmal|noch mal|mit)\b|\n|$)|mein[ ]name\b",
    re.I,
)
_OPENING = re.compile(
    r"(?:^|[.!?,;:\n–-][ ]{0,3}|(?:\b(?:hi|hallo|hey|hello|moin|servus|und|and|also)[ ]))"
    r"(?P<name>[^\W\d_][^\W_]*(?:[ '-][^\W\d_]+){0,3})[ ]$",
    re.I,
)


def _before(reading: Reading, cue: Word) -> Name | None:
    """ "Karla Blum hier", "Karla mein Name", "Karla Blum here from the shop"."""
    text = reading.text
    if not _SAYS.match(text, cue.start):
        return None
    opening = _OPENING.search(text, max(0, cue.start - 50), cue.start)
    name = name_at(reading, opening.start("name"), most=3) if opening else None
    return name if name and name.end == cue.start - 1 and is_capital(text[name.start]) else None


_LOWER = re.compile(r"[^\W\d_]{2,30}(?:-[^\W\d_]{2,30})?")


def _lower(reading: Reading, at: int) -> Name | None:
    """ "mein name ist karla blum und …": up to two words in lower case that are no ordinary words."""
    parts: list[str] = []
    end = at
    while len(parts) < 2 and (word := _LOWER.match(reading.text, at)):
        if not word[0].islower() or reading.ordinary(word[0].lower()):
            break
        parts.append(word[0])
        end = word.end()
        at = end + 1 if reading.text[end : end + 1] == " " else len(reading.text)
    return Name(end - len(" ".join(parts)), end, " ".join(parts)) if parts else None
