"""Dates of birth: a date in any form after a word of birth. Other dates stay readable."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found

_MONTH = (
    r"(?:jan(?:uar|uary)?|jänner|feb(?:ruar|ruary)?|märz|maerz|mär|mar(?:ch)?|apr(?:il)?|mai|may|"
    r"jun[ie]?|jul[iy]?|aug(?:ust)?|"
    r"sep(?:t|tember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[zc](?:ember)?)\.?"
)
_DATE = (
    r"(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|\d{4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}|\d{1,2}\.? ?"
    + _MONTH
    + r",? ?(?:\d{4}|\d{2})?"
    r"|"
    + _MONTH
    + r" \d{1,2}(?:st|nd|rd|th)?,? (?:\d{4}|\d{2})|\d{1,2}(?:st|nd|rd|th)(?: of)? "
    + _MONTH
    + r",? ?(?:\d{4})?|\d{1,2}\.\d{1,2}\.|\d{8}|(?:19|20)\d{2})"
)
_CUES = frozenset(
    [
        "geboren",
        "geborene",
        "geb",
        "geburtsdatum",
        "geburtstag",
        "gebdat",
        "geburtsjahr",
        "geburtsort",
        "born",
        "dob",
        "birthday",
        "birthdate",
        "birth",
        "geburt",
    ]
)
_CUED = re.compile(
    r"\w+(?:\s?[.:]|\s(?:datum|date|dat)\.?)?(?:[\s:(]{1,2}(?:am|ist|war|lautet|der|den|is|on|the|was|"
    r"in|im|und zwar|year|date|hatte ich|habe ich|of|mein|my)\b){0,3}"
    r"[\s:=*(,]{0,4}(" + _DATE + r")(?!\d)",
    re.I,
)
_STAR = re.compile(r"(?<![\w*])\*\s?(\d{1,2}\.\d{1,2}\.\d{2,4})(?!\d)")
_BEFORE = re.compile(r"(?:am|on) (" + _DATE + r") (?:in [^\W\d_]{1,40} )?(?:geboren|born|geburtstag|zur welt)\b", re.I)


def find(reading: Reading) -> Iterator[Found]:
    for match in reading.matches(_CUES, _CUED):
        yield Found(match.start(1), match.end(1), "birthdate", 82)
    if "*" in reading.text:
        for match in _STAR.finditer(reading.text):
            yield Found(match.start(1), match.end(1), "birthdate", 82)
    if reading.any(_CUES):
        for match in reading.matches(frozenset({"am", "on"}), _BEFORE):
            yield Found(match.start(1), match.end(1), "birthdate", 82)
