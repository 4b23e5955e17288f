"""Names beside a relation: "mein Mann Peter", "unsere Nachbarin Frau Blum", "my wife Anna"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import looks_given, name_at
from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import words_of

_CUES = Cues(words_of("relations"))
_WHOSE = re.compile(
    r"(?:mein|unser|dein|sein|ihr|euer|eur|deren|dessen)(?:e|er|em|en|es)?(?: \w{2,14}(?:e|er|en|"
    r"em))? $|(?:my|our|your|his|her|their)(?: \w{2,12})? $|(?:der|die|dem|den|dessen|vom|zum|zur) $"
)
_NEXT = re.compile(r"\w+,?[ ](?:(?:namens|named|called|heißt|herrn?|frau|mr|mrs)\.?[ ])?", re.I)
_AND = re.compile(r"(?:,| und| and| &)[ ]")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for cue in reading.cues(_CUES):
        whose = _WHOSE.search(text[max(0, cue.start - 32) : cue.start].lower())
        after = _NEXT.match(text, cue.start)
        if whose is None or after is None:
            continue
        at = after.end()
        bare = "," in after[0] or whose[0].startswith(("d", "v", "z"))
        for _ in range(3):
            name = name_at(reading, at, most=3, lower=True)
            if name is None or (bare and not looks_given(reading, name)):
                break
            yield Found(name.start, name.end, "person", 51, name.datum)
            more = _AND.match(text, name.end)
            if more is None:
                break
            at, bare = more.end(), True
