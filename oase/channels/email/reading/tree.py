"""Splits a mail into its parts (RFC 2046 §5.1) by position, without copying and without recursion.

The standard library's parser goes one Python frame deeper for every level and asks every level about every line, so
that a small hostile mail stops it; this one is bounded in depth and number, and leaves what lies deeper in one piece.
"""

import re
from dataclasses import dataclass, field

from . import parameters
from .headers import Headers, split

MAX_DEPTH = 30  # levels of multiparts
MAX_PARTS = 1_000  # parts of one mail
_GUESS = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?:Content-[A-Za-z-]+[ \t]*:|[ \t]*\r?\n)", re.MULTILINE)
_GUESS_WITHIN = 65_536  # bytes
_DEFAULT = "text/plain"


@dataclass(slots=True)
class Part:
    """One part: `raw[start:end]` is its body, `raw[top:end]` the part with its headers."""

    raw: bytes = field(repr=False)
    top: int
    start: int
    end: int
    headers: Headers
    content_type: str
    parameters: dict[str, str]
    children: list["Part"] = field(default_factory=list)
    around: list[bytes] = field(default_factory=list)  # what stands before, between and behind the children
    unsplit: bool = False  # a multipart left whole because of the bounds

    @property
    def body(self) -> bytes:
        """The body as sent, transfer encoding and all."""
        return self.raw[self.start : self.end]

    @property
    def whole(self) -> bytes:
        """The part with its headers."""
        return self.raw[self.top : self.end]


def parse(raw: bytes) -> Part:
    """The tree of parts. Never fails: what cannot be split stays one part."""
    root = _part(raw, 0, len(raw), _DEFAULT)
    waiting = [(root, 0)]
    left = MAX_PARTS
    while waiting:
        part, depth = waiting.pop()
        if not part.content_type.startswith("multipart/"):
            continue
        if depth >= MAX_DEPTH or left < 1:
            part.unsplit = True
            continue
        pieces = _pieces(part, left)
        default = "message/rfc822" if part.content_type == "multipart/digest" else _DEFAULT
        part.children = [_part(raw, start, end, default) for start, end in pieces]
        left -= len(pieces)
        waiting.extend((child, depth + 1) for child in part.children)
    return root


def _part(raw: bytes, top: int, end: int, default: str) -> Part:
    headers, start = split(raw, top, end)
    content_type, found = _content_type(headers, default)
    return Part(raw, top, start, end, headers, content_type, found)


def _content_type(headers: Headers, default: str) -> tuple[str, dict[str, str]]:
    """The first usable Content-Type; a multipart with a boundary goes before others when there are several."""
    parsed = [parameters.parse(value) for value in headers.all("content-type")]
    usable = [(kind, found) for value, found in parsed if (kind := parameters.media_type(value))]
    for kind, found in usable:
        if kind.startswith("multipart/") and "boundary" in found:
            return kind, found
    return usable[0] if usable else (default, parsed[0][1] if parsed else {})


def _pieces(part: Part, left: int) -> list[tuple[int, int]]:
    """Where the children lie. Without a boundary that occurs, the first line that looks like one serves."""
    named = part.parameters.get("boundary", "").encode("utf-8", "replace")
    found = _split(part, named, left)
    if not found:
        guess = _GUESS.search(part.raw, part.start, min(part.end, part.start + _GUESS_WITHIN))
        found = _split(part, guess[1], left) if guess else []
    return found


def _split(part: Part, boundary: bytes, left: int) -> list[tuple[int, int]]:
    delimiters = _delimiters(part, boundary) if boundary.strip() else []
    if not delimiters:
        return []
    pieces: list[tuple[int, int]] = []
    opened: int | None = None
    closed = part.start
    for line_start, line_end, closing in delimiters:
        if opened is None:
            part.around.append(part.raw[closed:line_start])
        elif len(pieces) == left:
            # Too many: the last piece takes all the rest, so that nothing is lost.
            pieces[-1] = (pieces[-1][0], part.end)
            return pieces
        else:
            pieces.append((opened, max(opened, _before_newline(part.raw, line_start))))
        opened, closed = (None, line_end) if closing else (line_end, line_end)
    if opened is None:
        part.around.append(part.raw[closed : part.end])
    else:
        pieces.append((opened, part.end))
    return pieces


def _delimiters(part: Part, boundary: bytes) -> list[tuple[int, int, bool]]:
    """(line start, next line, closing?) of each line that is the delimiter and nothing else."""
    mark = b"--" + boundary.rstrip()
    raw, end = part.raw, part.end
    found = []
    position = raw.find(mark, part.start, end)
    while position >= 0:
        newline = raw.find(b"\n", position, end)
        line_end = newline if newline >= 0 else end
        if position == part.start or raw[position - 1 : position] == b"\n":
            rest = raw[position + len(mark) : min(line_end, position + len(mark) + 200)].strip()
            if rest in (b"", b"--"):
                found.append((position, line_end + 1 if newline >= 0 else end, rest == b"--"))
        position = raw.find(mark, position + len(mark), end)
    return found


def _before_newline(raw: bytes, position: int) -> int:
    """The line break before a delimiter belongs to the delimiter."""
    if raw[position - 1 : position] == b"\n":
        position -= 1
        if raw[position - 1 : position] == b"\r":
            position -= 1
    return position
