"""What is looked for: words with all they mean, words that stand together, and words that are left out."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One typed word, the words looked for, and how many concerns hold one of them at most."""

    typed: str
    words: tuple[str, ...]
    uses: int
    instead: str = ""
    """The word it was taken for, if it was mistyped."""


@dataclass(frozen=True)
class Phrase:
    """Words that stand one after another in one message, or with `without` nowhere in a concern.

    `pattern` is a tsquery over texts as they are written; `terms` are those of its words that say something.
    """

    typed: str
    pattern: str
    terms: tuple[Term, ...]
    without: bool = False


@dataclass(frozen=True)
class Wanted:
    """What is looked for. Without terms nothing was typed that can be; with an empty one nothing can be found."""

    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()
    phrases: tuple[Phrase, ...] = ()

    @property
    def is_hopeless(self) -> bool:
        return not all(term.words for term in self.terms)

    @property
    def rarest(self) -> int:
        """In how many concerns the words can stand together, at most."""
        return min((term.uses for term in self.terms), default=0)

    @property
    def words(self) -> tuple[str, ...]:
        """All that is looked for, to be marked where it is shown."""
        return tuple(dict.fromkeys(word for term in self.terms for word in term.words))

    @property
    def tsquery(self) -> str:
        """As PostgreSQL reads it: every term in one of its words, and none of what is left out."""
        found = [any_of(term.words) for term in self.terms]
        return " & ".join([*found, *(f"!{any_of(term.words)}" for term in self.without)])

    def rarest_two(self, prefix: str) -> str:
        """The two terms that stand in the fewest concerns, as PostgreSQL reads it; a prefix before every word."""
        rarest = sorted(self.terms, key=lambda term: term.uses)[:2]
        return " & ".join(any_of(term.words, prefix) for term in rarest)


def any_of(words: Iterable[str], prefix: str = "") -> str:
    """One of these words, as PostgreSQL reads it."""
    return f"({' | '.join(quoted(prefix + word) for word in words)})"


def quoted(word: str) -> str:
    """A word as it stands in a tsquery, whatever is in it."""
    doubled = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
