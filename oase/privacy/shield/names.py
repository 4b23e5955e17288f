"""How a person's name is written: what the recognisers of names share."""

import re
from typing import NamedTuple

from oase.privacy.shield.reading import Reading
from oase.privacy.shield.words import (
    ORDINARY,
    SMALL,
    SURNAMES,
    bits_of,
    is_given,
    is_given_alone,
    is_name_only,
    is_ordinary,
    is_rare,
    is_surname,
)

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SKIP = re.compile(
    r"(?:(?:dr|prof|dipl|ing|med|jur|rer|nat|phil|h|c|mag|msc|mba|phd|ph|d|hrn?|herrn?|frau|fam|familie|ehepaar|"
    r"eheleute|mr|mrs|ms|miss|mx|sir|doktor|professor|i\.? ?[av]|ppa|oma|opa|tante|onkel|aunt|auntie|uncle)"
    r"\b[. -]{1,2}){1,6}",
    re.I,
)
_PARTICLE = re.compile(
    r"(?:(?:Freiherr|Freifrau|Graf|Gräfin|Baron) (?=von |zu ))?"
    r"(?:von(?: und zu| der| dem| den)?|van(?: der| den| de)?|vom|de(?: la| los)?|del|della|di|da|dos|"
    r"ter|ten|el|al|bin|ibn|ap|st\.)[ -](?=[^\W\d_])",
    re.I,
)
_FROM_WHERE = re.compile(r"(?:von (?:der|dem|den)|vom) ")
"""Behind a family's name it says where somebody works: "Herr Bönisch von der Dekra"."""
_SHORTENED = re.compile(r"\.[ ]?(?=[A-ZÄÖÜ])")
_GAP = re.compile(r"[ \t]{1,2}(?=[^\W\d_])")
_GENITIVE = re.compile(r"(?:'s|s'|')$")


class Name(NamedTuple):
    start: int
    end: int
    datum: str


def skip_titles(text: str, at: int) -> int:
    """The place after "Dr.", "Prof. Dr. med.", "Herr" and the like."""
    match = _SKIP.match(text, at)
    return match.end() if match else at


def is_capital(word: str) -> bool:
    return word[:1].isupper()


def name_at(reading: Reading, at: int, *, sure: int = 0, most: int = 4, lower: bool = False) -> Name | None:
    """The name that begins at `at`, after titles.

    The first `sure` words count as names even if they are ordinary words ("Herr Koch"), though never function words.
    `lower`: words in lower case count when they are frequent names.
    """
    text = reading.text
    start = at = skip_titles(text, at)
    end = at
    parts: list[str] = []
    while len(parts) < most:
        particle = _PARTICLE.match(text, at) if parts or sure else None
        if particle and len(parts) == 1 and _FROM_WHERE.match(particle[0]) and not is_given(parts[0].lower()):
            break
        token = _TOKEN.match(text, particle.end() if particle else at)
        if token is None:
            break
        step = _step(reading, token, len(parts) < sure, lower, parts)
        if step == 0:
            break
        parts.append((particle[0] if particle else "") + token[0])
        end = step
        gap = _GAP.match(text, end)
        if gap is None:
            break
        at = gap.end()
    if not parts or all(len(part) < 2 for part in parts):
        return None
    return Name(start, end, _GENITIVE.sub("", " ".join(parts)))


def _step(reading: Reading, token: re.Match[str], sure: bool, lower: bool, parts: list[str]) -> int:
    """Where the name word ends; 0: it is none."""
    text, word = reading.text, token[0]
    low = word.lower()
    if len(word) == 1:
        initial = text[token.end() : token.end() + 1] == "."
        if not word.isupper() or not (initial or parts):
            return 0
        following = text[token.end() + 1 : token.end() + 3]
        return token.end() + (1 if initial and (following.strip() or not parts) else 0)
    if len(word) == 2 and word[0].isupper() and _SHORTENED.match(text, token.end()):
        return token.end() + 1
    if not is_capital(word):
        known = lower and low not in reading.vocabulary and _in_lower_case(low, bool(parts), sure)
        return token.end() if known else 0
    pieces = re.split(r"[-']", low)
    if not reading.vocabulary.isdisjoint((low, *pieces)) or (
        low in SMALL and not ((sure or parts) and not word.isupper() and low in SURNAMES)
    ):
        return 0
    if (
        sure
        or (parts and low in SURNAMES)
        or is_name_word(low, bool(parts))
        or (len(pieces) > 1 and any(is_name_word(p, bool(parts)) for p in pieces) and not SMALL & set(pieces))
    ):
        return token.end()
    return 0


def is_name_word(low: str, after_name: bool = False) -> bool:
    """Whether a capitalised word may be a name: it is no ordinary word, or a surname beside a given name."""
    if not is_ordinary(low) or is_given_alone(low):
        return True
    return (
        after_name
        and (low in SURNAMES or is_rare(low) or (is_surname(low) and low not in ORDINARY))
        and low not in SMALL
    )


def _in_lower_case(low: str, after_name: bool, sure: bool) -> bool:
    if is_name_only(low):
        return True
    return after_name and len(low) > 2 and (is_rare(low) if sure else not bits_of(low) and not is_ordinary(low))


def is_plain_word(low: str) -> bool:
    """Whether this is an ordinary word, also as the Swiss write it: "weiss"."""
    return (
        low in ORDINARY
        or low in SMALL
        or ("ss" in low and ((sharp := low.replace("ss", "ß")) in ORDINARY or sharp in SMALL))
    )


def looks_given(reading: Reading, name: Name, *, alone: bool = True) -> bool:
    """Whether the name begins with a frequent given name."""
    first = re.split(r"[ -]", name.datum, maxsplit=1)[0].lower()
    return reading.given(first, alone=alone)


_JOINED = re.compile(r"(?:-[^\W\d_]+){0,4}-(?P<last>[A-ZÄÖÜ][^\W\d_]+)")
_PLACED = frozenset(
    ["St.", "Sankt", "San", "Santa", "Santo", "Sao", "São", "Puerto", "Rio", "Cerro", "Hagia", "Isola", "Villa", "Via"]
)


def names_a_thing(reading: Reading, start: int, end: int) -> bool:
    """Whether a given name is part of what a thing or place is called: "Georg-Offensive", "San Félix", "St. Martin"."""
    text = reading.text
    if text[end : end + 1] == "-" and (joined := _JOINED.match(text, end)) and _is_thing(joined["last"].lower()):
        return True
    if "-" in text[start:end] and _is_thing(text[start:end].rpartition("-")[2].lower()):
        return True
    return text[max(0, start - 8) : start].rstrip(" ").rpartition(" ")[2] in _PLACED


def _is_thing(low: str) -> bool:
    return is_ordinary(low) and not is_surname(low) and not is_given_alone(low)
