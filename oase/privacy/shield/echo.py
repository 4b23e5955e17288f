"""What was found once is found again: the same name without its cue, the same number without its word."""

import re
from collections.abc import Iterator

from oase.privacy.shield.names import is_capital, is_plain_word
from oase.privacy.shield.naming import Names
from oase.privacy.shield.reading import Reading
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import GIVEN_ALONE, SURNAMES

_NUMBERS = frozenset(
    [
        "customer",
        "order",
        "invoice",
        "contract",
        "serial",
        "tracking",
        "reference",
        "iban",
        "account",
        "card",
        "tax",
        "vat",
        "insurance",
        "identity",
        "phone",
        "password",
        "plate",
        "handle",
        "vehicle",
    ]
)


class Echo:
    """Remembers what was found in this text."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._numbers: dict[str, str] = {}

    def hear(self, found: Found, text: str) -> None:
        surface = text[found.start : found.end]
        if found.type == "person":
            for part in re.findall(r"[^\W\d_]+", found.datum or surface):
                if len(part) > 2 and not (is_plain_word(part.lower()) and part.lower() not in SURNAMES):
                    self._words.setdefault(part.lower(), part)
        elif (
            found.type in _NUMBERS
            and len(surface) > 4
            and (any(c.isdigit() for c in surface) or found.type == "password")
        ):
            self._numbers.setdefault(surface.strip(), found.type)

    def find(self, reading: Reading, names: Names, *, conversation: bool) -> Iterator[Found]:
        """`conversation`: names given earlier in the conversation are looked for as well."""
        for low, places in reading.by_lower.items():
            if len(low) < 3 or low in reading.vocabulary:
                continue
            datum = self._known(low, names, conversation=conversation)
            if datum is None:
                continue
            ordinary = is_plain_word(low)
            for at in places:
                word = reading.words[at]
                if (
                    is_capital(word.text) if not ordinary else (is_capital(word.text) and _between(reading, word.start))
                ) or (not ordinary and (low in GIVEN_ALONE or low not in SURNAMES) and not reading.ordinary(low)):
                    yield Found(word.start, word.end, "person", 41, datum, "echo")
        for number, kind in self._numbers.items():
            at = reading.text.find(number)
            while at >= 0:
                end = at + len(number)
                if not (reading.text[at - 1 : at].isalnum() and at) and not reading.text[end : end + 1].isalnum():
                    yield Found(at, end, kind, 65, None, "echo")
                at = reading.text.find(number, end)

    def _known(self, low: str, names: Names, *, conversation: bool) -> str | None:
        for form in (low, low[:-1]) if low.endswith("s") and len(low) > 4 else (low,):
            if form in self._words:
                return self._words[form]
            if conversation and names.knows_person(form):
                return form
        return None


def _between(reading: Reading, start: int) -> bool:
    """Whether a word of address stands before: only there a capitalised ordinary word is a name again."""
    return reading.before(start, 8).endswith(("herr ", "frau ", "herrn ", "mr ", "mrs ", "ms "))
