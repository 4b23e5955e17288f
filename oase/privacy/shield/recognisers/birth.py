"""Dates of birth and ages: a date in any form beside a word of birth. Other dates stay readable."""

import re
from collections.abc import Iterator

from oase.privacy.shield.reading import Cues, Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.values import cues_of

_MONTH = (
    r"(?:jan(?:uar|uary)?|jänner|feb(?:ruar|ruary|er)?|märz|maerz|mär|mrz|mar(?:ch)?|apr(?:il)?|mai|may|"
    r"jun[ie]?|jul[iy]?|aug(?:ust)?|"
    r"sep(?:t|tember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[zc](?:ember)?)\.?(?![^\W\d_])"
)
_YEAR = r"(?:'?\d{4}|'?\d{2})(?!\d)"
DATE = (
    r"(?:\d{1,2}\s?[./\-]\s?\d{1,2}\s?[./\-]\s?\d{2,4}|\d{4}\s?[./\-]\s?\d{1,2}\s?[./\-]\s?\d{1,2}|"
    r"\d{1,2}(?:st|nd|rd|th)?\.?[ -]?(?:of )?"
    + _MONTH
    + r"(?:[,-]? ?"
    + _YEAR
    + r")?|"
    + _MONTH
    + r"[ -]\d{1,2}(?:st|nd|rd|th)?(?:,? "
    + _YEAR
    + r"|(?!\d))|"
    + _MONTH
    + r" (?:19|20)\d{2}|"
    r"\d{1,2}\.\s?\d{1,2}\.(?!\d)|\d{1,2} \d{1,2} (?:19|20)\d{2}|\d{8}|\d{6}|(?:19|20)\d{2})"
)
_CUES = cues_of(
    "geboren geborene geborener geb geburtsdatum geburtstag geburtstage gebdat gebdatum geburtsjahr geburtsort "
    "geburtstags born dob birthday birthdate birth geburt jahrgang bday birthyear jg birthdays dateofbirth gebtag "
    "b-day"
)
_NEAR = re.compile(
    r"(?:\s?[.:-]|\s?-?(?:datum|date|dat|tag|jahr|day)(?![^\W\d_])\.?){0,3}(?:[^\d\n;!?\ue000]{0,36}?"
    r"[^\w;!?\ue000])?\n?[*(]?(?<![\d.,])(" + DATE + r")(?![\d%€])",
    re.I,
)
_DOTTED = re.compile(r"(?<!\w)(?:d\.\s?o\.\s?b\.?|d/o/b)\s?[:=]?\s?(" + DATE + r")(?!\d)", re.I)
_STAR_MONTH = re.compile(
    r"(?<![\w*])\*\s?(\d{1,2}(?:th|st|nd|rd)?[. -]{1,2}"
    + _MONTH
    + r"[ .-]{0,2}\d{2,4}|\d\d? ?[-.] ?\d\d? ?[-.] ?\d{4}|"
    + _MONTH
    + r" \d{1,2},? \d{4})(?!\d)",
    re.I,
)
_STAR = re.compile(
    r"(?<![\w*])\*\s?(\d{1,2}\s?[./]\s?\d{1,2}\s?[./]\s?\d{2,4}|\d{4}-\d\d-\d\d|(?:19|20)\d{2}(?=\s?[,)\n]))(?!\d)"
)
_BEFORE = re.compile(r"(?<![\d.])(" + DATE + r"),?\s(?:(?:in|als|as|ist|is|war|was) )?(?:[^\W\d_]{1,20} ){0,3}?$", re.I)
_OLD = re.compile(
    r"(?<![\w.,-])(\d{1,3})[ -]?(?:jahre?|years?)(?: alt\b|[ -]old\b|[ -]of[ -]age\b)|"
    r"(?<![\w.,-])(\d{1,3})[ -]?(?:jährige[rns]?\b|yo\b|y/o\b)",
    re.I,
)
_AGED = re.compile(
    r"(?:aged|alter|age|lebensalter)(?:\s(?:is|of|ist|von))?\s?[:=]?\s?(\d{1,3})(?![\w.,:%/-]?\d|\s?(?:%|gb|kg))", re.I
)
_AN_AGE = re.compile(r"(?<= )\d{2,3}(?=\s?(?:[.,;!)\n]|$|und\b|and\b|jahre|years))", re.I)
_I_AM = re.compile(
    r"(?<!\w)(?:ich (?:bin|werde)|i am|i'm|(?:er|sie|he|she) (?:ist|is|wird))(?: "
    r"(?:schon|bereits|jetzt|erst|already|now|über|fast|almost|over|only))? $",
    re.I,
)
_PERSON = re.compile(
    r"(?:alte[rns]?\s)?(?:gerät|maschine|rad|auto|haus|akku|vertrag|machine|car|house|bike|battery|"
    r"contract|device|model)",
    re.I,
)
_LONE_D = Cues(["d"])
_AGES = Cues(["old", "alt", "yo", "y", "age"])
_AGED_CUES = Cues(["aged", "alter", "age", "lebensalter"])
_BEING = Cues(["bin", "am", "m", "werde", "ist", "is", "wird"])
_HAS = re.compile(r"\d")


def find(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for word in reading.cues(_CUES):
        if match := _NEAR.match(text, word.end):
            yield Found(match.start(1), match.end(1), "birthdate", 82)
        window = max(0, word.start - 60)
        if word.lower in ("geb", "jg", "jahrgang") or not _HAS.search(text, window, word.start):
            continue
        if said := _BEFORE.search(text, window, word.start):
            yield Found(said.start(1), said.end(1), "birthdate", 81)
    if "*" in text:
        for match in (*_STAR.finditer(text), *_STAR_MONTH.finditer(text)):
            yield Found(match.start(1), match.end(1), "birthdate", 82)
    if reading.any(_LONE_D):
        for match in _DOTTED.finditer(text):
            yield Found(match.start(1), match.end(1), "birthdate", 82)
    yield from _ages(reading)


def _ages(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _OLD.finditer(text) if reading.any(_AGES) or "jährig" in text else ():
        group = 1 if match[1] else 2
        human = reading.before(match.start(), 24)
        if int(match[group]) < 120 and _about_a_person(human, text, match.end()):
            yield Found(match.start(group), match.end(group), "birthdate", 71)
    for match in reading.matches(_AGED_CUES, _AGED):
        yield Found(match.start(1), match.end(1), "birthdate", 71)
    if reading.any(_BEING):
        for match in _AN_AGE.finditer(text):
            if _I_AM.search(text, max(0, match.start() - 24), match.start()):
                yield Found(match.start(), match.end(), "birthdate", 71)


def _about_a_person(before: str, text: str, end: int) -> bool:
    """A person is so old, rather than a machine: "ich bin 74 Jahre alt", "my 12 year old son"."""
    if _PERSON.match(text, end + 1):
        return False
    return re.search(
        r"(?:\b(?:ich|bin|i|am|i'm|sohn|tochter|mutter|vater|mann|frau|she|he|son|daughter|mother|father|wife|"
        r"husband|meine?|my|a|an|"
        r"kind|child|oma|opa|jahrgang|person|und|and|werde|wir|we|are)\b[^\n]{0,12}|\(|, )$",
        before,
    ) is not None and not re.search(
        r"(?:gerät|maschine|rad|auto|akku|machine|bike|battery|it|es)\s?(?:is|ist)?\s?$", before
    )
