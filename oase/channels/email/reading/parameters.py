"""Content-Type and Content-Disposition: value and parameters (RFC 2045 §5.1, RFC 2231), however broken."""

import re
from urllib.parse import unquote_to_bytes

from .charsets import decode, one_line
from .headers import decode_words

_PARAMETER = re.compile(r'[;\s]\s*([^\s=;"]{1,100})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)')
_PIECE = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,70}/[a-z0-9][a-z0-9!#$&^_.+-]{0,70}")


def parse(header: str) -> tuple[str, dict[str, str]]:
    """(value in lower case, parameters by lower-case name). Continued and encoded parameters are put together."""
    value = header.partition(";")[0]
    found: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, raw in _PARAMETER.findall(header):
        text = _unquoted(raw.strip())
        match = _PIECE.fullmatch(name.lower())
        if match is None or not (match[2] or match[3]):
            found.setdefault(name.lower(), decode_words(text))
        else:
            pieces.setdefault(match[1], {}).setdefault(int(match[2] or 0), (text, bool(match[3])))
    for name, numbered in pieces.items():
        found[name] = _joined([numbered[number] for number in sorted(numbered)])
    return value.strip().lower(), found


def media_type(value: str) -> str | None:
    """A well-formed type such as "text/plain", or None."""
    match = _TYPE.match(value.strip().lower())
    return match[0] if match else None


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        inner = text[1:-1] if text.endswith('"') and len(text) > 1 else text[1:]
        return re.sub(r'\\(["\\])', r"\1", inner)
    return text


def _joined(pieces: list[tuple[str, bool]]) -> str:
    charset: str | None = None
    first, encoded = pieces[0]
    if encoded and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
        pieces = [(first, True), *pieces[1:]]
    raw = b"".join(unquote_to_bytes(text) if percent else text.encode("utf-8", "replace") for text, percent in pieces)
    return one_line(decode(raw, charset))
