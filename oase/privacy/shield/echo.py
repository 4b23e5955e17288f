"""What was found once is found again: the same name without its cue, the same number without its word."""

import re
from collections import defaultdict
from collections.abc import Iterator

from oase.privacy.shield.names import is_capital, is_plain_word
from oase.privacy.shield.naming import Names
from oase.privacy.shield.reading import Reading, Word
from oase.privacy.shield.spans import Found
from oase.privacy.shield.words import is_given_alone, is_surname

_LETTERS = re.compile(r"[^\W\d_]+")
_STARTS = re.compile(r"(?<![^\W_])\S")
_BEGINNING = 5
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
        "birthdate",
        "email",
        "ip",
        "mac",
        "bic",
    ]
)
_WITHOUT_DIGITS = frozenset(["password", "email", "bic"])


class Echo:
    """Remembers what was found in this text."""

    def __init__(self, names: Names, *, conversation: bool) -> None:
        """`conversation`: names given earlier in the conversation are looked for as well."""
        self._names = names
        self._conversation = conversation
        self._heard: set[str] = set()
        self._words: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._begun: defaultdict[str, list[str]] = defaultdict(list)
        self._data: dict[str, str | None] = {}

    def hear(self, found: Found, text: str) -> None:
        surface = text[found.start : found.end]
        if found.type == "person":
            datum = found.datum or surface
            if datum in self._heard:
                return
            self._heard.add(datum)
            for part in _LETTERS.findall(datum):
                if len(part) > 2 and not (is_plain_word(part.lower()) and not is_surname(part.lower())):
                    self._words.setdefault(part.lower(), part)
                    self._data.clear()
        elif (
            found.type in _NUMBERS
            and len(surface) > 4
            and (any(c.isdigit() for c in surface) or found.type in _WITHOUT_DIGITS)
        ):
            number = surface.strip()
            if self._numbers.setdefault(number, found.type) and number not in self._begun[number[:_BEGINNING]]:
                self._begun[number[:_BEGINNING]].append(number)

    def find(self, reading: Reading) -> Iterator[Found]:
        if self._words or self._conversation:
            for low in reading.by_lower:
                # Asking costs most where the names are kept as digests, so it comes last.
                if (
                    len(low) > 2
                    and low not in reading.vocabulary
                    and (words := _likely(reading, low))
                    and (datum := self._datum(low)) is not None
                ):
                    for word in words:
                        yield Found(word.start, word.end, "person", 41, datum, "echo")
        if self._numbers:
            yield from self._counted(reading.text)

    def _counted(self, text: str) -> Iterator[Found]:
        for start in _STARTS.finditer(text):
            at = start.start()
            for number in self._begun.get(text[at : at + _BEGINNING], ()):
                end = at + len(number)
                if text.startswith(number, at) and not text[end : end + 1].isalnum():
                    yield Found(at, end, self._numbers[number], 65, None, "echo")

    def _datum(self, low: str) -> str | None:
        """The name this word was part of, in this text or earlier in the conversation."""
        if low not in self._data:
            self._data[low] = self._known(low)
        return self._data[low]

    def _known(self, low: str) -> str | None:
        for form in (low, low[:-1]) if low.endswith("s") and len(low) > 4 else (low,):
            if form in self._words:
                return self._words[form]
            if self._conversation and self._names.knows_person(form):
                return form
        return None


def _likely(reading: Reading, low: str) -> list[Word]:
    """Every place where this word means a person again, if it was part of a name."""
    ordinary = is_plain_word(low)
    words = [reading.words[at] for at in reading.by_lower[low]]
    if not ordinary and (is_given_alone(low) or not is_surname(low)) and not reading.ordinary(low):
        return words
    return [word for word in words if is_capital(word.text) and (not ordinary or _between(reading, word.start))]


def _between(reading: Reading, start: int) -> bool:
    """Whether a word of address stands before: only there a capitalised ordinary word is a name again."""
    return reading.before(start, 8).endswith(("herr ", "frau ", "herrn ", "mr ", "mrs ", "ms "))
