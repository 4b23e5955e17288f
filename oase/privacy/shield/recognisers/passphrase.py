"""Words joined with a number where a password is spoken of: Quartz-Lemon-42, Tulip88garden."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import UNIT, cues_of, listed, word_end

_TALK = listed("temporary vorläufige vorläufiges vorläufigen lautet changed geändert gesetzt reset")
_CHANGED = cues_of("temporary vorläufige vorläufiges vorläufigen")
_SHAPED = re.compile(
    r"(?<![\w@./:-])(?:[^\W\d_]{2,20}[-_.]){1,4}(?:[^\W\d_]{2,20}[-_.]?)?\d{1,5}[^\W\d_]{0,3}[!?#$%]?(?![\w@/-])"
    r"|(?<![\w@./:-])(?=[^\s\d]{0,30}\d)[^\W\d_]{2,24}\d{1,6}(?:[^\W\d_]{1,24}\d{0,6})?[!#$%]?(?![\w@/-])"
)
"""Words joined with a number, as people make their passwords: Quartz-Lemon-42, Tulip88garden."""
_THINGS = re.compile(
    r"(?:iphone|ipad|office|windows|win|galaxy|android|ios|pixel|outlook|firefox|covid)[-_.]?\d+\w?", re.I
)

_PINS = cues_of("pin pins tan tans otp puk mtan smstan pushtan cvv cvc geheimzahl")
_LATER = re.compile(
    r"\w++(?:[ ,:]{1,2}[^\W\d_]{1,12}){1,5}[ ,:]{1,2}"
    r"((?!(?:19|20)\d\d(?!\d))(?:\d{3} \d{3}|\d{4,8}))(?![\w:%€]|[.,/-]\d)"
)
"""A PIN over a few words: "PIN war glaub ich 4471"."""


def find(reading: Reading, passwords: Cues) -> Iterator[Found]:
    """Near any talk of a password, what only a password looks like."""
    for later in reading.matches(_PINS, _LATER):
        if not UNIT.match(reading.text, later.end()):
            yield Found(later.start(1), later.end(1), "password", 72)
    sure = reading.any(passwords)
    for word in reading.every(passwords | _TALK) if sure else reading.cues(_CHANGED):
        start = max(0, word.start - 60) if word.lower in passwords else word.end
        for match in _SHAPED.finditer(reading.text, start, word_end(reading.text, word.end + 110)):
            value = match[0]
            if value.upper() == value or _THINGS.fullmatch(value) or (not sure and value.count("-") < 2):
                continue
            if len(value) > 6:
                yield Found(match.start(), match.end(), "password", 71)
