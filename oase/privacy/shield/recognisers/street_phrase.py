"""Streets without an ending of streets: "Am Alten Markt 3 b", "Straße des 17. Juni 135", "Rosenhag 4, 50667 Köln"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.numbering import HOUSE
from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import is_rare, words_of

_COUNTED = words_of("counted")
_ENDINGS = tuple(words_of("counted_endings"))
_NATURE = words_of("street_nature")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_NAMED = ("straße", "str.", "platz", "allee", "weg")
_PHRASE = re.compile(
    r"(?:(?:straße|str\.|platz|allee|weg) (?:des|der)(?: \d{1,2}\.)?(?: [A-ZÄÖÜ][\w-]{1,30}){1,2}|"
    r"(?:am|an der|an den|an dem|im|in der|in den|zum|zur|zu den|auf der|auf dem|auf den|"
    r"unter de[nrm]|hinter de[nrm]|bei de[nrm]|vor de[nrm]|"
    r"ob der|zwischen den|neben der|neben dem|über der|beim|vorm|hinterm|überm|unterm)"
    r"(?: (?:alten|neuen|oberen|unteren|großen|kleinen|hohen|langen|roten|weißen|grünen))?(?-i:(?: "
    r"[A-ZÄÖÜ][a-zäöüß-]{2,30}){1,2})) (?=\d{1,3}[ ]?[a-z]?(?![\w:%€]|[.,:]\d))",
    re.I,
)
_CUES = Cues(
    [
        "straße",
        "str",
        "platz",
        "allee",
        "weg",
        "am",
        "an",
        "im",
        "in",
        "zum",
        "zur",
        "zu",
        "auf",
        "unter",
        "hinter",
        "bei",
        "vor",
        "ob",
        "zwischen",
        "neben",
        "über",
        "beim",
        "vorm",
        "hinterm",
        "überm",
        "unterm",
    ]
)
_POSTCODE = re.compile(r"[,;\n/|][ \n]{0,3}(?:[A-Z]{1,2}-)?\d{4,5}[ ]+[A-ZÄÖÜ]")
_BEFORE_PLACE = re.compile(
    r"(?<![\w.-])(?P<name>(?:[A-ZÄÖÜ][^\W\d_]*+(?:[.'-][^\W\d_]*+)?[ ]){1,3})\d{1,4}[ ]?[a-zA-Z]?(?!\w)"
    r"(?:[ ]?[-/+][ ]?\d{1,4}[a-z]?)?"
    r"(?=[ ]?[,;\n/|][ \n]{0,3}(?:[A-Z]{1,2}-)?\d{4,5}[ ]+(?P<place>[A-ZÄÖÜ][^\W\d_]+))"
)


def find(reading: Reading) -> Iterator[Found]:
    if not reading.digits:
        return
    text = reading.text
    for match in reading.matches(_CUES, _PHRASE):
        last = match[0].split()[-1].lower()
        house = HOUSE.match(text, match.end() - 1)
        if (
            house
            and match[0][0].isupper()
            and (
                match[0].lower().startswith(_NAMED)
                or (
                    not _counted(reading, last)
                    and (last in _NATURE or is_rare(last) or not _opens(text, match.start()))
                )
            )
        ):
            yield Found(match.start(), house.end(), "address", 62)
    for match in _BEFORE_PLACE.finditer(text) if reading.digits > 4 and _POSTCODE.search(text) else ():
        if not any(_counted(reading, low) for low in match["name"].lower().split()) and not (
            reading.ordinary(match["place"].lower()) or _YEAR.search(match[0])
        ):
            yield Found(match.start(), match.end(), "address", 59)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins here, so that a capital letter says nothing."""
    before = text[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in '.!?:\n"*>'


def _counted(reading: Reading, low: str) -> bool:
    return low in _COUNTED or low in reading.vocabulary or (low.endswith(_ENDINGS) and low not in _NATURE)
