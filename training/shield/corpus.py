"""Sentences that others marked, as text with the places of names. Their texts are read here and kept nowhere."""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

NER = ("de_news_germeval", "de_legal", "de_traffic_mobie", "en_tweets_wnut", "en_tweets_btc")


@dataclass(frozen=True)
class Marked:
    """A text and its names, as (start, end)."""

    text: str
    names: tuple[tuple[int, int], ...] = ()

    def holds(self, at: int) -> bool:
        """Whether the character at this place belongs to a name."""
        return any(start <= at < end for start, end in self.names)


def _joined(tokens: list[str], tags: list[str]) -> Marked:
    text, names, start = "", [], None
    for token, tag in zip(tokens, tags, strict=True):
        if start is not None and tag != "I-PER":
            names.append((start, len(text)))
            start = None
        glued = token in {".", ",", "!", "?", ";", ":", ")", "%", "'s", "n't", "'m", "'re", "'ve", "'ll", "'d"}
        text += "" if not text or glued or text.endswith("(") else " "
        if tag == "B-PER" or (tag == "I-PER" and start is None):
            start = len(text)
        text += token
    if start is not None:
        names.append((start, len(text)))
    return Marked(text, tuple(names))


def read(folder: Path, name: str) -> list[Marked]:
    """The sentences of one set, in their order."""
    found = []
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if one["tokens"] and one["tokens"] != ["-DOCSTART-"]:
            found.append(_joined(one["tokens"], one["tags"]))
    return found


def plain(folder: Path) -> Iterator[Marked]:
    """English requests without anybody's name: what support is asked."""
    for line in (folder / "clinc150_train.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if "name" not in (one["intent"] or ""):
            yield Marked(one["text"])
    for line in (folder / "banking77_train.csv").read_text(encoding="utf-8").splitlines()[1:]:
        yield Marked(line.rpartition(",")[0].strip('"'))


def apart(marked: list[Marked], parts: int, run: int = 5) -> list[list[Marked]]:
    """Dealt into `parts`, `run` sentences after each other to each, for neighbours often speak of the same people."""
    dealt: list[list[Marked]] = [[] for _ in range(parts)]
    for at, one in enumerate(marked):
        dealt[at // run % parts].append(one)
    return dealt


def renamed(marked: Marked, name: Callable[[str], str]) -> Marked:
    """The same sentence about others."""
    text, names, at = "", [], 0
    for start, end in marked.names:
        text += marked.text[at:start]
        other = name(marked.text[start:end])
        names.append((len(text), len(text) + len(other)))
        text += other
        at = end
    return Marked(text + marked.text[at:], tuple(names))


def disguised(marked: Iterable[Marked], rng: random.Random) -> Iterator[Marked]:
    """As people also write: all small, all large, without the last full stop."""
    for one in marked:
        chance = rng.random()
        if chance < 0.06 and len(one.text.lower()) == len(one.text):
            yield Marked(one.text.lower(), one.names)
        elif chance < 0.08 and len(one.text.upper()) == len(one.text):
            yield Marked(one.text.upper(), one.names)
        elif chance < 0.2 and re.search(r"\w[.!?]$", one.text):
            yield Marked(one.text[:-1], one.names)
        else:
            yield one
