"""Texts with marks, as people write them down to score the shield: `[[TYPE:…]]` in plain text, or spans in JSON."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oase.privacy.shield.score import Datum, Marked

_MARK = re.compile(r"\[\[([A-Za-z][\w-]*):(.*?)\]\]", re.S)
_BETWEEN = "---"


class Unmarked(ValueError):
    """A file that cannot be read as texts with marks; the text says where and why."""


def marked(message: str) -> Marked:
    """The message without its marks, and where they were. An empty mark is none."""
    text, data, at = "", [], 0
    for match in _MARK.finditer(message):
        text += message[at : match.start()]
        if match[2]:
            data.append(Datum(len(text), len(text) + len(match[2]), match[1].upper()))
        text += match[2]
        at = match.end()
    return Marked(text + message[at:], tuple(data))


def read_marked(file: Path) -> list[Marked]:
    """The texts of a file: JSON lines (`.jsonl`), messages between lines "---", or without these a message a line.

    Lines that begin with "#" before the first message, and every such line where a line is a message, are comments.

    Raises:
        Unmarked: it is not UTF-8, or a line is no such JSON.
        OSError: it cannot be read.
    """
    try:
        content = file.read_text("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Unmarked(f"{file} is not UTF-8.") from error
    if file.suffix == ".jsonl":
        return [
            _from_json(line, f"{file}, line {number}")
            for number, line in enumerate(content.split("\n"), 1)
            if line.strip()
        ]
    lines = content.split("\n")
    if any(line.rstrip() == _BETWEEN for line in lines):
        return [marked(message) for message in _messages(lines)]
    return [marked(line) for line in lines if line.strip() and not line.startswith("#")]


def _messages(lines: list[str]) -> Iterator[str]:
    first = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    message: list[str] = []
    for line in [*lines[first:], _BETWEEN]:
        if line.rstrip() != _BETWEEN:
            message.append(line)
            continue
        if whole := "\n".join(message).strip("\n"):
            yield whole
        message = []


def _from_json(line: str, place: str) -> Marked:
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unmarked(f"{place}: this is no JSON.") from error
    if (
        not isinstance(found, dict)
        or not isinstance(found.get("text"), str)
        or not isinstance(found.get("spans"), list)
    ):
        raise Unmarked(f'{place}: an object {{"text": "…", "spans": [[start, end, "TYPE"], …]}} is needed.')
    text = found["text"]
    return Marked(text, tuple(_datum(span, len(text), place) for span in found["spans"]))


def _datum(span: Any, length: int, place: str) -> Datum:
    if isinstance(span, dict):
        span = [span.get("start"), span.get("end"), span.get("type", span.get("label"))]
    if not (
        isinstance(span, list)
        and len(span) == 3
        and all(type(at) is int for at in span[:2])
        and isinstance(span[2], str)
    ):
        raise Unmarked(f'{place}: a span is [start, end, "TYPE"], in code points.')
    if not 0 <= span[0] < span[1] <= length:
        raise Unmarked(f"{place}: the span {span[0]} to {span[1]} is not inside the text of {length} code points.")
    return Datum(span[0], span[1], span[2].upper())
