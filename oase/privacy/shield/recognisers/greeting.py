"""Names in greetings: "Hallo Emil,", "Liebe Frau Blum", "Dear Mr Smith", "Hi Tom"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import looks_given, name_at
from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import GIVEN, SMALL

_CUES = Cues(
    [
        "hallo",
        "hi",
        "hey",
        "hello",
        "dear",
        "liebe",
        "lieber",
        "moin",
        "servus",
        "tag",
        "morgen",
        "abend",
        "gott",
        "geehrte",
        "geehrter",
        "grüezi",
        "ciao",
        "salut",
        "huhu",
        "welcome",
    ]
)
_GREETING = re.compile(
    r"(?:hallo|hi|hey|hello|dear|liebe[r]?|moin(?: moin)?|servus|tag|morgen|abend|gott|sehr "
    r"geehrte[r]?|geehrte[r]?|grüezi|ciao|salut|huhu|welcome)"
    r"(?: (?:there|liebe[r]?|nochmals?|again|an|back|wieder|und|guten (?:tag|morgen|abend)))?,?[ \t]{1,2}",
    re.I,
)
_AND = re.compile(r"(?:,| und| and| &| u\.)[ ](?:liebe[r]? |dear )?")
_CLOSE = re.compile(r"[ \t]{0,3}(?:[,!.:;–-]|$|\n|:\)|und |and )")
_WORD = re.compile(r"([^\W\d_]{3,20})[ \t]{0,2}(?:[,.!\n]|$)")
_OPENING = re.compile(r"(?:^|[.!?,>:\"*]\s{0,3}|\n\s{0,3}|guten |grüß |good |schönen |sehr )$", re.I)


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in reading.matches(_CUES, _GREETING):
        at: int = match.end()
        opening = _OPENING.search(text, max(0, match.start() - 8), match.start()) is not None or match.start() == 0
        for _ in range(4):
            name = name_at(reading, at, most=3, lower=True)
            if name is None and opening and (word := _WORD.match(text, at)) and _word_name(reading, word[1].lower()):
                yield Found(at, word.end(1), "person", 54, word[1])
            if name is None or not (
                looks_given(reading, name, alone=False) or (opening and _CLOSE.match(text, name.end))
            ):
                break
            yield Found(name.start, name.end, "person", 54, name.datum)
            more = _AND.match(text, name.end)
            if more is None:
                break
            at = more.end()


def _word_name(reading: Reading, low: str) -> bool:
    """ "hi grace,": a given name that is a word as well."""
    return low in GIVEN and low not in SMALL and low not in reading.vocabulary
