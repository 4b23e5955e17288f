"""A name that stands alone where a text ends, with or without a sign-off: "… die Pumpe tropft. Karla Blum"."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import is_capital, name_at
from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.tagger.lexicon import Kind
from oase.privacy.shield.words import CITIES, bits_of, is_given, is_name_only, is_surname

_LAST = re.compile(
    r"(?:[.!?,;:)][ ]{1,3}|\n[ \t>]{0,3}|[–—-][ ]?)"
    r"(?P<name>[^\W\d_][^\n.!?,;:()<>]{0,20}(?:\.?[ ][^\n!?,;:()<>]{1,24})?)[.!]?\s*$"
)
_FROM = re.compile(
    r"(?:[.!?]|\n)[ \n]{0,3}(?P<name>[A-ZÄÖÜ][^\W\d_]{2,20}(?:[ -][A-ZÄÖÜ][^\W\d_]{2,20})?)"
    r"(?:,| aus| from)[ ](?P<place>[A-ZÄÖÜ][^\W\d_]{2,20})[.!]?\s*$"
)
_LINE = re.compile(r"(?:^|\n)[ \t]{0,3}(?P<name>[^\W\d_][^\n!?,;:()<>\d@]{1,48}?)[ \t]{0,3}(?=\n|$)")


def find(reading: Reading) -> Iterator[Found]:
    """At the end one name is enough; a line of its own needs a given name with another word."""
    text = reading.text
    if (last := _LAST.search(text, max(0, len(text) - 64))) and (found := _whole(reading, last, alone=True)):
        yield found
    if (last := _FROM.search(text, max(0, len(text) - 64))) and _town(last["place"].lower()):
        low = last["name"].rpartition(" ")[2].lower()
        if low not in reading.vocabulary and (is_given(low) or is_surname(low)):
            yield Found(*last.span("name"), "person", 46, last["name"])
    if "\n" in text:
        for line in _LINE.finditer(text):
            if found := _whole(reading, line, alone=False):
                yield found


def _town(low: str) -> bool:
    return low in CITIES or bool(bits_of(low) & Kind.PLACE)


def _whole(reading: Reading, match: re.Match[str], *, alone: bool) -> Found | None:
    start, end = match.span("name")
    words = match["name"].split()
    if not 1 <= len(words) <= 4:
        return None
    name = name_at(reading, start, sure=0, most=4, lower=alone and not is_capital(words[0]))
    if name is None or name.end < end or (not alone and " " not in name.datum):
        return None
    first = words[0].rstrip(".").lower()
    low = name.datum.lower()
    if not alone:
        likely = is_given(first) or len(first) == 1
    elif " " in name.datum:
        likely = is_given(first) or len(first) == 1 or not any(map(reading.wordlike, low.split()))
    else:
        likely = (is_name_only(low) and not _town(low)) or (is_capital(words[0]) and reading.given(low, alone=True))
    return Found(name.start, name.end, "person", 46, name.datum) if likely else None
