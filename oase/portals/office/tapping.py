"""Shielded words as they can be tapped: placeholders stay, chosen words are masks, every other word can become one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from oase.privacy.shield.labels import PLACEHOLDER

MOST_CHOICES = 200
LONGEST_CHOICE = 200
MOST_WORDS = 1500
"""Beyond this words of a thread can no longer be tapped, only read."""
WORD = re.compile(r"[^\W_]+(?:[-'’.@][^\W_]+)*")


@dataclass(frozen=True)
class Bit:
    """A bit of a message: `kind` is text, word, mask, placeholder or break."""

    kind: str
    text: str = ""
    id: str = ""
    first: bool = False
    """The first of its kind carries the field; the others would only repeat it."""


def chosen_in(post: QueryDict) -> tuple[str, ...]:
    """The words chosen to be hidden."""
    words = (" ".join(word.replace("\0", "").split()) for word in post.getlist("hide")[:MOST_CHOICES])
    return tuple(dict.fromkeys(word for word in words if 0 < len(word) <= LONGEST_CHOICE))


class Tapping:
    """Cuts the messages of one thread into bits, with one numbering and one count of words for all."""

    def __init__(self, chosen: Sequence[str]) -> None:
        self._chosen = {word.casefold() for word in chosen}
        longest_first = sorted(chosen, key=len, reverse=True)
        either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
        self._masks = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE) if chosen else None
        self._named: set[str] = set()
        self._number = 0

    def bits(self, body: str) -> list[Bit]:
        """One message."""
        return [bit for number, line in enumerate(body.split("\n")) for bit in self._line(line, number > 0)]

    def _line(self, line: str, is_next: bool) -> Iterator[Bit]:
        if is_next:
            yield Bit("break")
        at = 0
        for found in PLACEHOLDER.finditer(line):
            yield from self._written(line[at : found.start()])
            yield Bit("placeholder", found[0])
            at = found.end()
        yield from self._written(line[at:])

    def _written(self, text: str) -> Iterator[Bit]:
        at = 0
        for found in self._masks.finditer(text) if self._masks else ():
            yield from self._words(text[at : found.start()])
            word = " ".join(found[0].split())
            first = word.casefold() not in self._named
            self._named.add(word.casefold())
            yield Bit("mask", word, self._next(), first=first)
            at = found.end()
        yield from self._words(text[at:])

    def _words(self, text: str) -> Iterator[Bit]:
        at = 0
        for found in WORD.finditer(text):
            if self._number >= MOST_WORDS:
                break
            if found.start() > at:
                yield Bit("text", text[at : found.start()])
            yield Bit("word", found[0], self._next())
            at = found.end()
        if text[at:]:
            yield Bit("text", text[at:])

    def _next(self) -> str:
        self._number += 1
        return f"w{self._number}"
