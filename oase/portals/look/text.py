"""Stored text becomes HTML here and nowhere else: everything is escaped, then a little structure is given back."""

import re
from collections.abc import Iterator
from html import escape
from typing import Final

from django.utils.safestring import SafeString

# Invisible characters that turn the reading direction could make a message read as what it is not.
TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
PIECES: Final = re.compile(
    r"(?P<placeholder>\[[^\W\d_](?:[^\[\]\n]{0,38}[^\W_])? \d{1,3}\])"
    r"|(?P<link>\bhttps?://[^\s<>\"'`\[\]{}|\\^]{1,2000})",
    re.IGNORECASE,
)
TRAILING: Final = ".,;:!?)*…"
NUMBERED: Final = re.compile(r"\s{0,8}(\d{1,3})[.)]\s+(?=\S)")
BULLET: Final = re.compile(r"\s{0,8}[-*•–]\s+(?=\S)")
QUOTED: Final = re.compile(r"> ?(?!>)")
"""A line that is quoted (RFC 3676, section 4.5). What is quoted within it keeps its own signs."""
BLANK: Final = re.compile(r"\n\s*\n")


def message(body: str | None) -> SafeString:
    """A stored, shielded text as safe HTML: paragraphs, line breaks, simple lists, links, placeholders.

    Nothing in `body` is ever taken for markup. Links are http and https only, and open with
    rel="noopener nofollow" (HTML standard, link types). `[Name 1]` becomes `<span class="ph">`.
    """
    clean = TURNING.sub("", (body or "").replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    if not clean.strip():
        return SafeString("")
    blocks = (block for paragraph in BLANK.split(clean) for block in _blocks(paragraph.split("\n")))
    return SafeString("".join(blocks))


def line(body: str | None) -> SafeString:
    """The same text on one line, for lists: placeholders stay marked, links stay words."""
    words = " ".join(TURNING.sub("", body or "").split())
    return SafeString("".join(_pieces(words, linked=False)))


def _blocks(lines: list[str]) -> Iterator[str]:
    """Quotations and lists become what they are, everything between them a paragraph."""
    words: list[str] = []
    at = 0
    while at < len(lines):
        if end := _quoted_until(lines, at):
            if words:
                yield _paragraph(words)
                words = []
            yield _quotation(lines[at:end])
            at = end
            continue
        kind, end = _list_at(lines, at)
        if kind is None:
            words.append(lines[at])
            at += 1
            continue
        if words:
            yield _paragraph(words)
            words = []
        yield _listed(kind, lines[at:end])
        at = end
    if words:
        yield _paragraph(words)


def _quoted_until(lines: list[str], at: int) -> int:
    """Where the quotation that begins here ends; 0 when none does. A lone sign quotes nothing."""
    end = at
    while end < len(lines) and QUOTED.match(lines[end]):
        end += 1
    return end if any(line.strip("> ") for line in lines[at:end]) else 0


def _quotation(lines: list[str]) -> str:
    said = "\n".join(QUOTED.sub("", line, count=1) for line in lines).strip("\n")
    paragraphs = [_paragraph(paragraph.split("\n")) for paragraph in BLANK.split(said)]
    return f"<blockquote>{''.join(paragraphs)}</blockquote>"


def _list_at(lines: list[str], at: int) -> tuple[re.Pattern[str] | None, int]:
    """The kind of list that begins here and where it ends. One line makes no list: "24. November" is a date."""
    for kind in (NUMBERED, BULLET):
        end = at
        while end < len(lines) and (found := kind.match(lines[end])):
            if kind is NUMBERED and end > at and int(found[1]) != _number(lines[end - 1]) + 1:
                break
            end += 1
        if end - at > 1:
            return kind, end
    return None, at


def _number(line: str) -> int:
    found = NUMBERED.match(line)
    return int(found[1]) if found else 0


def _listed(kind: re.Pattern[str], lines: list[str]) -> str:
    items = "".join([f'<li dir="auto">{_inline(kind.sub("", each, count=1))}</li>' for each in lines])
    if kind is BULLET:
        return f"<ul>{items}</ul>"
    start = _number(lines[0])
    return f'<ol start="{start}">{items}</ol>' if start != 1 else f"<ol>{items}</ol>"


def _paragraph(lines: list[str]) -> str:
    return f'<p dir="auto">{"<br>".join([_inline(each) for each in lines])}</p>'


def _inline(words: str) -> str:
    # Most lines hold neither, and looking for both costs more than everything else here.
    if "[" not in words and "://" not in words:
        return escape(words)
    return "".join(_pieces(words, linked=True))


def _pieces(words: str, *, linked: bool) -> Iterator[str]:
    at = 0
    for found in PIECES.finditer(words):
        yield escape(words[at : found.start()])
        at = found.end()
        if found["placeholder"]:
            yield f'<span class="ph">{escape(found["placeholder"])}</span>'
            continue
        address = found["link"].rstrip(TRAILING)
        after = found["link"][len(address) :]
        if linked and len(address) > len("https://"):
            yield f'<a href="{escape(address)}" rel="noopener nofollow" target="_blank">{escape(address)}</a>'
        else:
            yield escape(address)
        yield escape(after)
    yield escape(words[at:])
