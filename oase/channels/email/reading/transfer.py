"""Undoes content transfer encodings (RFC 2045 §6), also the misspelt and broken ones."""

import binascii
import re

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_SPACES = b" \t\r\n\x00"


def undo(body: bytes, encoding: str) -> tuple[bytes, bytes]:
    """(content, leftover): the decoded bytes, and plain lines somebody appended behind a base64 block.

    Never fails. A name nobody knows ("7-bit", "text/html") means that nothing was encoded.
    """
    name = _NOT_LETTERS.sub("", encoding.lower())
    if name.startswith("base64"):
        return _base64(body)
    if name.startswith("quotedprintable"):
        return binascii.a2b_qp(body), b""
    if name in ("uuencode", "xuuencode", "xuue", "uue"):
        return _uuencode(body), b""
    return body, b""


def _base64(body: bytes) -> tuple[bytes, bytes]:
    compact = body.translate(None, _SPACES)
    if _BASE64.fullmatch(compact):
        return base64(compact), b""
    lines = body.splitlines(keepends=True)
    good = len(lines)
    for number, line in enumerate(lines):
        bare = line.strip(_SPACES)
        wrong = len(bare) - len(_NOT_BASE64.sub(b"", bare))
        if wrong and (b" " in bare or wrong * 5 > len(bare)):
            good = number
            break
    if good == 0:
        return body, b""
    return base64(b"".join(lines[:good])), b"".join(lines[good:])


def base64(data: bytes) -> bytes:
    """Lenient base64 (RFC 2045 §6.8): foreign characters are skipped, padding may lack or stand in the middle."""
    pieces = []
    for piece in _NOT_BASE64.sub(b"", data.replace(b"-", b"+").replace(b"_", b"/")).split(b"="):
        usable = piece[:-1] if len(piece) % 4 == 1 else piece
        if usable:
            pieces.append(binascii.a2b_base64(usable + b"=" * (-len(usable) % 4)))
    return b"".join(pieces)


def _uuencode(body: bytes) -> bytes:
    lines = iter(body.splitlines())
    decoded = []
    try:
        for line in lines:
            if line.startswith(b"begin "):
                break
        else:
            return body
        for line in lines:
            if line.strip() in (b"end", b"`", b""):
                break
            decoded.append(binascii.a2b_uu(line))
    except binascii.Error:
        return body
    return b"".join(decoded)
