"""How well the shield hides what somebody marked: recall by type, precision, and ordinary words masked.

A datum counts as hidden when every letter and digit of it is masked. A title or form of address before a name may stay
("Herr", "Dr."). A mask is right when it touches a datum; a word is ordinary when it touches none.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from oase.privacy.shield.shielding import shield
from oase.privacy.shield.spans import Shielded

_WORD = re.compile(r"\w+")
_TITLE = re.compile(
    r"(?:(?:Herrn?|Frau|Hrn?\.|Fr\.|Familie|Fam\.|Ehepaar|Mrs?\.?|Ms\.?|Oma|Auntie"
    r"|Dr\.|Prof\.|Mag\.|Dipl\.-Ing\.)[ ])+(?:von )?"
)
_AROUND = 30


@dataclass(frozen=True, slots=True)
class Datum:
    """What must be hidden: where it stands, in code points, and what whoever marked it called it."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the personal data in it."""

    text: str
    data: tuple[Datum, ...] = ()


@dataclass(slots=True)
class Score:
    """What was counted; shares are between 0 and 1, and 1 or 0 where there was nothing to count."""

    texts: int = 0
    wanted: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    """Each datum that was not hidden, with the words around it."""
    masks: int = 0
    right: int = 0
    ordinary: int = 0
    masked: list[str] = field(default_factory=list)
    """Each ordinary word that was masked, with the words around it."""

    @property
    def recall(self) -> float:
        """The share of the data that was hidden."""
        return self.hidden.total() / self.wanted.total() if self.wanted else 1.0

    def recall_of(self, kind: str) -> float:
        """The same of one type."""
        return self.hidden[kind] / self.wanted[kind] if self.wanted[kind] else 1.0

    @property
    def precision(self) -> float:
        """The share of the masks that were right."""
        return self.right / self.masks if self.masks else 1.0

    @property
    def false_share(self) -> float:
        """The share of the ordinary words that were masked."""
        return len(self.masked) / self.ordinary if self.ordinary else 0.0


def score(texts: Iterable[Marked], shielding: Callable[[str], Shielded] = shield) -> Score:
    """Shield every text and compare with its marks."""
    result = Score()
    for marked in texts:
        _count(marked, shielding(marked.text), result)
    return result


def _count(marked: Marked, shielded: Shielded, result: Score) -> None:
    text = marked.text
    covered, inside = bytearray(len(text)), bytearray(len(text))
    for span in shielded.spans:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    for datum in marked.data:
        inside[datum.start : datum.end] = b"\1" * (datum.end - datum.start)
    result.texts += 1
    for datum in marked.data:
        result.wanted[datum.type] += 1
        title = _TITLE.match(text, datum.start, datum.end)
        first = title.end() if title and title.end() < datum.end else datum.start
        if all(covered[at] for at in range(first, datum.end) if text[at].isalnum()):
            result.hidden[datum.type] += 1
        else:
            result.missed.append(
                f"{datum.type}: {text[datum.start : datum.end]} in {_around(text, datum.start, datum.end)}"
            )
    result.masks += len(shielded.spans)
    result.right += sum(any(inside[span.start : span.end]) for span in shielded.spans)
    for word in _WORD.finditer(text):
        if not any(inside[word.start() : word.end()]):
            result.ordinary += 1
            if any(covered[word.start() : word.end()]):
                result.masked.append(f"{word[0]} in {_around(text, word.start(), word.end())}")


def _around(text: str, start: int, end: int) -> str:
    return repr(text[max(0, start - _AROUND) : end + _AROUND])
