"""How well a recogniser would do on somebody's own questions: taught with one file, asked another."""

import csv
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from oase.experts.topics.likeness import warm
from oase.experts.topics.recogniser import Answer
from oase.experts.topics.training import Example, train

INTENT: Final = ("intent", "category", "label")
"""Names under which the topic may stand, the first of them that is there."""


class BadFile(Exception):
    """A file cannot be read as questions; the message says where and why."""


@dataclass(frozen=True)
class Result:
    """What came out. Shares are from 0 to 1; a share of nothing is None."""

    learned: int
    topics: int
    of_none: int
    """Examples known to be none of the topics."""
    training_seconds: float
    asked: int
    right_at_1: float | None
    right_at_3: float | None
    kept: float | None
    """Questions with a topic that were not taken for none of them."""
    right_of_kept: float | None
    strangers: int
    found: float | None
    """Questions without a topic that were recognised as such, with the same least sureness."""
    least: float
    question_ms: float
    """Median."""
    question_ms_95: float
    """95th percentile."""


def read(path: Path) -> list[Example]:
    """Questions from JSON lines, or CSV with a heading. No intent (empty, or null) says: none of the topics.

    Raises:
        BadFile: it is not there, has no such columns, or a line is damaged.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path} cannot be read: {error}") from error
    rows = _json_lines(path, text) if text.lstrip().startswith("{") else _csv(path, text)
    examples = [_example(path, line, row) for line, row in rows]
    if not examples:
        raise BadFile(f"{path} holds no questions.")
    return examples


def _json_lines(path: Path, text: str) -> Iterator[tuple[int, object]]:
    for line, words in enumerate(text.split("\n"), 1):
        if words.strip():
            try:
                row = json.loads(words)
                json.dumps(row, ensure_ascii=False).encode()  # half a character, which JSON can spell, is no text
                yield line, row
            except (ValueError, RecursionError) as error:
                raise BadFile(f"{path}, line {line}: this is no JSON ({error}).") from error


def _csv(path: Path, text: str) -> Iterator[tuple[int, object]]:
    reader = csv.DictReader(StringIO(text, newline=""))
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise BadFile(f"{path}, line {reader.line_num}: this is no CSV ({error}).") from error


def _example(path: Path, line: int, row: object) -> Example:
    named = next((name for name in INTENT if name in row), None) if isinstance(row, dict) else None
    if not isinstance(row, dict) or named is None or not isinstance(row.get("text"), str):
        raise BadFile(f"{path}, line {line}: “text” and “intent” are needed.")
    label = row[named]
    if label is not None and not isinstance(label, str | int):
        raise BadFile(f"{path}, line {line}: an intent is one word, or null.")
    return Example(row["text"], None if label in (None, "") else str(label))


def evaluate(
    taught: Sequence[Example], asked: Sequence[Example], say: Callable[[str], None] = lambda _: None
) -> Result:
    """Teach with the one and ask the other, on one processor. Nothing of `asked` is used for any decision.

    Raises:
        ValueError: there is too little to learn from.
    """
    warm()
    with threadpool_limits(1):
        began = time.monotonic()
        recogniser = train(taught).recogniser
        seconds = time.monotonic() - began
        say(f"Taught in {seconds:.1f} s; asking {len(asked)} questions …")
        answers: list[Answer] = []
        took: list[float] = []
        for one in asked:
            busy = time.process_time()  # of the processor: a busy machine takes longer, and not more
            answers.append(recogniser.answer(one.text))
            took.append((time.process_time() - busy) * 1000)
    known = [(one.label, answer) for one, answer in zip(asked, answers, strict=True) if one.label is not None]
    strangers = [answer for one, answer in zip(asked, answers, strict=True) if one.label is None]
    kept = [(label, answer) for label, answer in known if answer.sure]
    return Result(
        learned=len(taught),
        topics=len(recogniser.labels),
        of_none=sum(one.label is None for one in taught),
        training_seconds=seconds,
        asked=len(known),
        right_at_1=_share([answer.guesses[0].label == label for label, answer in known]),
        right_at_3=_share([label in {guess.label for guess in answer.guesses} for label, answer in known]),
        kept=_share([answer.sure for _, answer in known]),
        right_of_kept=_share([answer.label == label for label, answer in kept]),
        strangers=len(strangers),
        found=_share([not answer.sure for answer in strangers]),
        least=recogniser.least,
        question_ms=statistics.median(took),
        question_ms_95=sorted(took)[int(len(took) * 0.95)],
    )


def folds(examples: Sequence[Example], many: int) -> Iterator[tuple[list[Example], list[Example]]]:
    """Cross-validation: each example is asked once, by what was taught with the other parts; topics are spread evenly.

    Which examples share a part is the same each time.
    """
    part = np.zeros(len(examples), np.int64)
    shuffled = np.random.default_rng(1).permutation(len(examples))
    seen: Counter[str | None] = Counter()
    for one in shuffled:
        label = examples[one].label
        part[one] = seen[label] % many
        seen[label] += 1
    for fold in range(many):
        taught = [one for one, where in zip(examples, part, strict=True) if where != fold]
        yield taught, [one for one, where in zip(examples, part, strict=True) if where == fold]


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None
