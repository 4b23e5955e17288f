"""Splits a header block from its body and reads single fields; nothing here can fail (RFC 5322 §2.2, RFC 2047)."""

import re
from dataclasses import dataclass

from .charsets import decode, one_line
from .transfer import base64, undo

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_TELLING = re.compile(
    rb"(?i)(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|received"
    rb"|return-path|reply-to|sender)[ \t]*:"
)
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?(.{0,3000}?)\?=")
_LONGEST = 65_536  # bytes of one field that are looked at
_LOOK_AHEAD = 20  # lines


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of a part in order, names in lower case; `envelope` is the address of a leading "From " line."""

    fields: tuple[tuple[str, bytes], ...]
    envelope: str = ""

    def all(self, name: str, charset: str | None = None) -> list[str]:
        """Every value of a field, unfolded, encoded words still encoded. Raw bytes are read as UTF-8 or `charset`."""
        return [one_line(decode(value, charset)) for field, value in self.fields if field == name]

    def first(self, name: str, charset: str | None = None) -> str:
        """The first value that is not empty, else ''."""
        return next((value for value in self.all(name, charset) if value), "")


def split(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header block at `start` and where the body begins. A missing blank line or a stray line costs no content."""
    fields: list[tuple[str, list[bytes]]] = []
    envelope = ""
    position = start
    while position < end:
        newline = raw.find(b"\n", position, end)
        following = newline + 1 if newline >= 0 else end
        line = raw[position : newline if newline >= 0 else end].rstrip(b"\r")
        if not line:
            return _block(fields, envelope), following
        match = _FIELD.match(line)
        if line[:1] in b" \t" and fields:
            if not line.strip() and not _header_follows(raw, following, end, lines=1):
                return _block(fields, envelope), following
            fields[-1][1].append(line)
        elif match:
            fields.append((match[1].decode("ascii").lower(), [line[match.end() :]]))
        elif position == start and line.startswith((b"From ", b">From ")):
            envelope = [*decode(line, None).split(), ""][1]
        elif fields and _header_follows(raw, following, end, lines=_LOOK_AHEAD):
            fields[-1][1].append(b" " + line)
        else:
            return _block(fields, envelope), position
        position = following
    return _block(fields, envelope), end


def _block(fields: list[tuple[str, list[bytes]]], envelope: str) -> Headers:
    return Headers(tuple((name, b" ".join(lines)[:_LONGEST]) for name, lines in fields), envelope)


def _header_follows(raw: bytes, position: int, end: int, lines: int) -> bool:
    """Whether a well-known field stands within the next lines, before the header block ends."""
    for _ in range(lines):
        newline = raw.find(b"\n", position, min(end, position + _LONGEST))
        if newline < 0:
            return False
        if not raw[position:newline].strip():
            return False
        if _TELLING.match(raw, position, newline):
            return True
        position = newline + 1
    return False


def decode_words(text: str) -> str:
    """Undoes encoded words wherever they stand (RFC 2047; also inside quotes, where they should not be). One line."""
    result: list[str] = []
    waiting: list[bytes] = []
    waiting_charset = ""
    position = 0
    for match in _WORD.finditer(text):
        charset, kind, payload = match[1].lower(), match[2].lower(), match[3]
        gap = text[position : match.start()]
        # Characters may be cut in two between neighbours of one charset: join the bytes before reading them.
        if waiting and (gap.strip() or charset != waiting_charset):
            result.append(decode(b"".join(waiting), waiting_charset))
            waiting = []
        if gap.strip() or not position:
            result.append(gap)
        raw = payload.encode("utf-8", "replace")
        waiting.append(base64(raw) if kind == "b" else undo(raw.replace(b"_", b" "), "quoted-printable")[0])
        waiting_charset = charset
        position = match.end()
    if waiting:
        result.append(decode(b"".join(waiting), waiting_charset))
    return one_line("".join(result) + text[position:])
