"""What the shield finds and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Found(NamedTuple):
    """A candidate of one recogniser, in offsets of the reading.

    `datum` is what the thing is called when it was said differently ("Blum" for "Blums"); of overlapping candidates the
    higher `weight` wins, then the longer one.
    """

    start: int
    end: int
    type: str
    weight: int
    datum: str | None = None
    recogniser: str = ""


class Span(NamedTuple):
    """A masked piece, in offsets of the original text."""

    start: int
    end: int
    type: str
    placeholder: str
    recogniser: str


@dataclass(frozen=True, slots=True)
class Shielded:
    """The harmless text, what was masked in the original, and the names of all data of the conversation so far."""

    text: str
    spans: tuple[Span, ...]
    names: Mapping[str, str]
