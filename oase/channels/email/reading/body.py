"""From the tree of parts to words and attachments. Every leaf ends in one of the two; nothing is dropped."""

import re
from dataclasses import dataclass, field

from . import html, names, parameters
from .charsets import decode, one_line
from .flowed import unflow
from .headers import decode_words, split
from .mail import Attachment
from .transfer import undo
from .tree import Part

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_BOILERPLATE = re.compile(r"(?i)\bmime\b|multi-?part|mehrteilig")
_PLACEHOLDER = re.compile(r"\[(?:cid|image|bild)[:\s][^\]]{0,200}\]", re.IGNORECASE)
# Longer words than a person writes stay a file.
_LARGEST = 4_000_000  # bytes, with all markup
_LONGEST = 1_000_000  # characters


@dataclass(frozen=True, slots=True)
class Words:
    """One run of words, and the part they came from, in case another version of them is shown."""

    text: str
    content: str
    part: Part | None
    data: bytes

    def says_all_of(self, other: "Words") -> bool:
        mine, theirs = (_PLACEHOLDER.sub(" ", words.content).casefold() for words in (self, other))
        if set(re.findall(r"\w+", theirs)) <= set(re.findall(r"\w+", mine)):
            return True
        return re.sub(r"\W+", "", theirs) in re.sub(r"\W+", "", mine)


@dataclass(slots=True)
class Gathered:
    """What was found so far."""

    words: list[Words] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def gather(root: Part) -> tuple[str, tuple[Attachment, ...]]:
    """(text, attachments) of a mail; both in the order of the mail."""
    gathered = Gathered()
    _gather(root, gathered, is_root=True)
    texts = [words.text.strip("\n") for words in gathered.words if words.text.strip()]
    attachments = tuple(
        Attachment(names.harmless(each.name, each.content_type, number), *_rest(each))
        for number, each in enumerate(gathered.attachments, start=1)
    )
    return "\n\n".join(texts), attachments


def _rest(attachment: Attachment) -> tuple[str, bytes, bool, str | None]:
    return attachment.content_type, attachment.content, attachment.inline, attachment.content_id


def _gather(part: Part, gathered: Gathered, is_root: bool = False) -> None:
    if not part.children:
        _leaf(part, gathered, is_root)
        return
    if part.content_type == "multipart/alternative":
        _alternatives(part, gathered)
    else:
        for child in part.children:
            _gather(child, gathered)
    for raw in part.around:
        text = decode(raw, None).strip()
        if text and not (len(text) < 500 and _BOILERPLATE.search(text)):
            gathered.words.append(Words(text, text, None, raw))


def _alternatives(part: Part, gathered: Gathered) -> None:
    """Of several versions the plainest that says everything; one that says something else stays as an attachment."""
    best: list[Words] = []
    kept: list[Words] = []
    for child in part.children:
        version = Gathered()
        _gather(child, version)
        gathered.attachments.extend(version.attachments)
        words = [each for each in version.words if each.text.strip()]
        if not words:
            continue
        if not best or (not _says_all(best, words) and _says_all(words, best)):
            best = words
        elif not _says_all(best, words):
            kept.extend(words)
    gathered.words.extend(best)
    for each in kept:
        if each.part is not None:
            gathered.attachments.append(_attachment(each.part, each.data, version=True))
        else:
            gathered.words.append(each)


def _says_all(one: list[Words], other: list[Words]) -> bool:
    joined = [Words("", " ".join(each.content for each in words), None, b"") for words in (one, other)]
    return joined[0].says_all_of(joined[1])


def _leaf(part: Part, gathered: Gathered, is_root: bool) -> None:
    content, leftover = (part.whole, b"") if part.unsplit else undo(part.body, _encoding(part))
    words = _words(part, content) if not part.unsplit and _is_words(part, content, is_root) else None
    if words is not None and len(words.text) <= _LONGEST:
        gathered.words.append(words)
    elif content or _named(part):
        gathered.attachments.append(_attachment(part, content))
    if leftover.strip():
        text = decode(leftover, None)
        gathered.words.append(Words(text, text, None, leftover))


def _encoding(part: Part) -> str:
    return part.headers.first("content-transfer-encoding")


def _is_words(part: Part, content: bytes, is_root: bool) -> bool:
    if part.content_type not in ("text/plain", "text/html") and not part.content_type.startswith("multipart/"):
        return False
    if len(content) > _LARGEST or _disposition(part)[0] == "attachment":
        return False
    return is_root or not _named(part)


def _words(part: Part, content: bytes) -> Words:
    charset = part.parameters.get("charset")
    if part.content_type == "text/html":
        if meta := _META_CHARSET.search(content[:4_000]):
            charset = charset or meta[1].decode("ascii")
        converted = html.to_text(decode(content, charset))
        return Words(converted.text, converted.content, part, content)
    text = decode(content, charset)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, part.parameters.get("delsp", "").lower() == "yes")
    return Words(text, text, part, content)


def _disposition(part: Part) -> tuple[str, dict[str, str]]:
    for value in part.headers.all("content-disposition"):
        kind, found = parameters.parse(value)
        if kind or found:
            return kind, found
    return "", {}


def _named(part: Part) -> str:
    """The file name the sender gave, as they gave it, or ''."""
    return _disposition(part)[1].get("filename") or part.parameters.get("name") or ""


def _attachment(part: Part, content: bytes, version: bool = False) -> Attachment:
    name = _named(part) or decode_words(part.headers.first("content-location"))
    if version and not name:
        name = "mail.html" if part.content_type == "text/html" else "mail.txt"
    content_type = "message/rfc822" if part.unsplit else part.content_type
    if content_type in ("message/rfc822", "message/global"):
        if not name and not part.unsplit:
            name = decode_words(split(content, 0, len(content))[0].first("subject")).replace("/", "-")
        if not name.lower().endswith(".eml"):
            name = f"{name or 'mail'}.eml"
    content_id = one_line(part.headers.first("content-id")).strip("<> ") or None
    kind = _disposition(part)[0]
    inline = kind == "inline" or (content_id is not None and kind != "attachment")
    return Attachment(name, content_type, content, inline, content_id)
