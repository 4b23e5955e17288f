"""Names beside what somebody does, and of whom somebody spoke with: "Ihr Techniker Quandt", "I was told by Rosa"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from oase.privacy.shield.names import Name, is_capital, looks_given, name_at
from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import GIVEN, SURNAMES, bits_of, is_rare, is_surname, is_word, words_of

_ROLES = words_of("roles")
_NOT = words_of("not_roles")
_ENDINGS = tuple(words_of("role_endings"))
_ROLE = re.compile(
    r"\w+(?:,?[ ](?:namens|heißt|hieß|mit namen|mit dem namen|named|called|by the name of|(?:is|was) called)[ ])?"
    r"[ ]{0,2}",
    re.I,
)
_CALLED = Cues(
    ["namens", "heißt", "hieß", "heiße", "heißen", "named", "called", "gewisser", "gewisse", "gewissen", "certain"]
)
_VERBS = Cues(words_of("contacts"))
_AFTER_VERB = re.compile(
    r"\w+(?:[ ](?:up|in|out|over|off|on|it|me|us|that|for|heute|gestern|bereits|schon|eben|gerade))?"
    r"(?:[ ](?:to|with|by|for|from|mit|von|durch|bei))[ ]{1,2}",
    re.I,
)
_WITH = Cues(["mit", "with", "von", "by", "an", "to", "for", "für"])
_THEN = re.compile(
    r"[ ](?:gesprochen|telefoniert|geredet|vereinbart|besprochen|abgesprochen|verbunden|unterschrieben|angenommen|"
    r"entgegengenommen|überweisen|zurückrufen|geschickt|senden|schicken|ausgehändigt|übergeben|versprochen|zugesagt)\b"
)
_BEFORE_THEN = re.compile(r"\w+[ ]")
_DATE = re.compile(r"[ ]\d|[ ](?:the|to)\b")
_AND = re.compile(r"(?:,(?: und| and)?| und| and| &| or| oder)[ ]")


@lru_cache(maxsize=1 << 14)
def _is_role(low: str) -> bool:
    return low in _ROLES or (low.endswith(_ENDINGS) and low not in _NOT)


def find(reading: Reading) -> Iterator[Found]:
    for low, places in reading.by_lower.items():
        if not _is_role(low):
            continue
        for role in map(reading.words.__getitem__, places):
            if opening := _ROLE.match(reading.text, role.start):
                beside = opening.end() - role.end
                yield from _several(reading, opening.end(), beside > 0)
                if beside > 0:
                    yield from _family(reading, opening.end(), said=beside > 1)
    for cue in reading.cues(_CALLED):
        name = name_at(reading, cue.end + 1)
        if name and _likely(reading, name):
            yield Found(name.start, name.end, "person", 51, name.datum)
    for verb in reading.cues(_VERBS):
        if after := _AFTER_VERB.match(reading.text, verb.start):
            yield from _several(reading, after.end(), True)
            yield from _person_word(reading, after.end())
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


def _family(reading: Reading, at: int, *, said: bool) -> Iterator[Found]:
    """ "Trainer Fuchs": right after a role a word that is a family's as well is rather the name.

    `said`: "heißt" or the like stands between, after which any word is a name.
    """
    name = name_at(reading, at, sure=1, most=2)
    if name is None or not is_capital(name.datum) or name.datum.isupper():
        return
    low = re.split(r"[ -]", name.datum, maxsplit=1)[0].lower()
    if said or low in SURNAMES or (is_surname(low) and is_rare(low)) or (not is_word(low) and bits_of(low)):
        yield Found(name.start, name.end, "person", 48, name.datum)


def _person_word(reading: Reading, at: int) -> Iterator[Found]:
    """ "I spoke to May": after whom somebody spoke with, a capitalised given name that is a word as well."""
    name = name_at(reading, at, sure=1, most=2)
    if name is None or not is_capital(name.datum) or name.datum.isupper():
        return
    low = re.split(r"[ -]", name.datum, maxsplit=1)[0].lower()
    if (low in GIVEN or low in SURNAMES) and not _DATE.match(reading.text, name.end):
        yield Found(name.start, name.end, "person", 47, name.datum)


def _likely(reading: Reading, name: Name) -> bool:
    first = re.split(r"[ -]", name.datum, maxsplit=1)[0].lower()
    return looks_given(reading, name) or not reading.wordlike(first)
