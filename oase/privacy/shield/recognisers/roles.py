"""Names beside what somebody does, and of whom somebody spoke with: "Ihr Techniker Quandt", "I was told by Rosa"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import Name, looks_given, name_at
from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import words_of

_ROLES = words_of("roles")
_ROLE = re.compile(
    r"\w+(?:,?[ ](?:namens|heißt|hieß|mit namen|mit dem namen|named|called|by the name of|(?:is|was) called)[ ])?"
    r"[ ]{0,2}",
    re.I,
)
_CALLED = frozenset(
    ["namens", "heißt", "hieß", "heiße", "heißen", "named", "called", "gewisser", "gewisse", "gewissen", "certain"]
)
_VERBS = words_of("contacts")
_AFTER_VERB = re.compile(
    r"\w+(?:[ ](?:up|in|out|over|off|on|it|me|us|that|for|heute|gestern|bereits|schon|eben|gerade))?"
    r"(?:[ ](?:to|with|by|for|from|mit|von|durch|bei))[ ]{1,2}",
    re.I,
)
_WITH = frozenset(["mit", "with", "von", "by", "an", "to", "for", "für"])
_THEN = re.compile(
    r"[ ](?:gesprochen|telefoniert|geredet|vereinbart|besprochen|abgesprochen|verbunden|unterschrieben|angenommen|"
    r"entgegengenommen|überweisen|zurückrufen|geschickt|senden|schicken|ausgehändigt|übergeben|versprochen|zugesagt)\b"
)
_BEFORE_THEN = re.compile(r"\w+[ ]")
_AND = re.compile(r"(?:,(?: und| and)?| und| and| &| or| oder)[ ]")


def find(reading: Reading) -> Iterator[Found]:
    for role in reading.cues(_ROLES):
        if opening := _ROLE.match(reading.text, role.start):
            yield from _several(reading, opening.end(), opening.end() > role.end)
    for cue in reading.cues(_CALLED):
        name = name_at(reading, cue.end + 1)
        if name and _likely(reading, name):
            yield Found(name.start, name.end, "person", 51, name.datum)
    for verb in reading.cues(_VERBS):
        if after := _AFTER_VERB.match(reading.text, verb.start):
            yield from _several(reading, after.end(), True)
    for cue in reading.cues(_WITH):
        name = name_at(reading, cue.end + 1, most=3)
        if name and _THEN.match(reading.text, name.end) and _likely(reading, name):
            yield Found(name.start, name.end, "person", 49, name.datum)


def _several(reading: Reading, at: int, beside: bool) -> Iterator[Found]:
    for _ in range(4 if beside else 0):
        name = name_at(reading, at, most=3)
        if name is None or not _likely(reading, name):
            return
        yield Found(name.start, name.end, "person", 49, name.datum)
        more = _AND.match(reading.text, name.end)
        if more is None:
            return
        at = more.end()


def _likely(reading: Reading, name: Name) -> bool:
    first = re.split(r"[ -]", name.datum, maxsplit=1)[0].lower()
    return looks_given(reading, name) or not reading.wordlike(first)
