"""The smallest things of the demo: a text in both languages, and an opening of a weekday."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages of the product."""

    de: str
    en: str


@dataclass(frozen=True, slots=True)
class WordLists:
    """A list of texts for each language; the lists need not match one another."""

    de: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """Open from one local time to another on a weekday (0 is Monday, as in `date.weekday`)."""

    weekday: int
    start: time
    end: time
