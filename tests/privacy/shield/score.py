"""Counts what the shield hides of marked messages: recall (every character covered) and ordinary words masked."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from oase.privacy.shield import shield

_MARK = re.compile(r"\[\[([A-Z]+):([^\]]*)\]\]")
_TITLE = re.compile(
    r"(?:(?:Herrn?|Frau|Hrn?\.|Fr\.|Familie|Fam\.|Ehepaar|Mrs?\.?|Ms\.?|Dr\.|Prof\.|Mag\.|Dipl\.-Ing\.|Oma|Auntie)[ ])+"
    r"(?:von )?"
)
VOCABULARY = frozenset(["aroma", "latte", "kompakt", "tour", "kaffeewerk", "velotal", "emil"])


@dataclass
class Score:
    wanted: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    ordinary: int = 0
    masked: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.hidden.total() / self.wanted.total()

    @property
    def false_share(self) -> float:
        return len(self.masked) / self.ordinary


def marked(message: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The message without its marks, and where they were."""
    text, marks, at = "", [], 0
    for match in _MARK.finditer(message):
        text += message[at : match.start()]
        if match[2]:
            marks.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + message[at:], marks


def messages(name: str = "messages") -> list[str]:
    lines = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    whole = "\n".join(line for line in lines if not line.startswith("#"))
    return [message.strip("\n") for message in whole.split("\n---\n")]


def score(all_messages: Iterable[str]) -> Score:
    result = Score()
    for message in all_messages:
        text, marks = marked(message)
        covered = bytearray(len(text))
        for span in shield(text, vocabulary=VOCABULARY).spans:
            covered[span.start : span.end] = b"\x01" * (span.end - span.start)
        inside = bytearray(len(text))
        for start, end, kind in marks:
            inside[start:end] = b"\x01" * (end - start)
            result.wanted[kind] += 1
            titled = _TITLE.match(text, start, end)
            first = titled.end() if titled else start
            if all(covered[at] for at in range(first, end) if text[at].isalnum()):
                result.hidden[kind] += 1
            else:
                result.missed.append(f"{kind}: {text[start:end]} in {text[max(0, start - 30) : end + 15]!r}")
        for word in re.finditer(r"\w+", text):
            if not any(inside[word.start() : word.end()]):
                result.ordinary += 1
                if any(covered[word.start() : word.end()]):
                    result.masked.append(f"{word[0]} in {text[max(0, word.start() - 25) : word.end() + 15]!r}")
    return result
