"""Reads one mail."""

import email.utils
import hashlib
import re
from datetime import UTC, datetime

from . import addresses, tree
from .automatic import is_automatic
from .body import gather
from .charsets import known
from .headers import Headers, decode_words
from .mail import Address, Mail, Unreadable
from .quotes import split_reply

_ID = re.compile(r"<[^<>\s]{1,500}>")
_KNOWN_FIELDS = {"from", "to", "cc", "subject", "date", "message-id", "received", "return-path", "sender", "reply-to"}
_MOST_REFERENCES = 100
_OTHER_FORMATS = {
    b"\xd0\xcf\x11\xe0": "an Outlook file (.msg); save it as .eml",
    b"%PDF-": "a PDF; send it as an attachment of a mail",
    b"PK\x03\x04": "a ZIP archive; unpack it first",
    b"\x1f\x8b": "a compressed file; unpack it first",
}


def read_mail(raw: bytes) -> Mail:
    """One mail from its bytes (RFC 5322, MIME), however broken its headers, charsets and boundaries are.

    Raises `Unreadable` where there is nothing to read or nobody to answer, and nothing else. Looks at every byte a
    bounded number of times; makes no connection and follows no link.
    """
    raw = _prepared(raw)
    root = tree.parse(raw)
    headers = root.headers
    if not headers.envelope and not any(name in _KNOWN_FIELDS for name, _ in headers.fields):
        raise Unreadable(
            "This is not an e-mail: it has no header such as From or Subject. Save the mail as .eml again."
        )
    charset = root.parameters.get("charset")
    hint = charset if known(charset) else None
    sender = _sender(headers, hint)
    subject = decode_words(headers.first("subject", hint))
    text, attachments = gather(root)
    if not (subject or text or attachments):
        raise Unreadable(
            "The mail is empty: no subject, no words, no attachment. Ask its sender what they meant to say."
        )
    split = split_reply(text)
    references = _ids(headers, "references")
    answered = _ids(headers, "in-reply-to")
    return Mail(
        message_id=next(iter(_ids(headers, "message-id")), f"<{hashlib.sha256(raw).hexdigest()[:40]}@no-id.invalid>"),
        in_reply_to=answered[0] if answered else None,
        references=references if len(references) <= _MOST_REFERENCES else (references[0], *references[-99:]),
        sender=sender,
        reply_to=next(iter(_mailboxes(headers, "reply-to", hint)), None),
        to=_mailboxes(headers, "to", hint),
        cc=_mailboxes(headers, "cc", hint),
        subject=subject,
        date=_date(headers),
        text=text,
        reply=split.reply,
        quoted=split.quoted,
        signature=split.signature,
        attachments=attachments,
        automatic=is_automatic(headers, sender, subject, root.content_type),
        language=_language(headers),
    )


def _prepared(raw: bytes) -> bytes:
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not raw.strip(b" \t\r\n\x00"):
        raise Unreadable("The file is empty. Save the mail as .eml again, or leave the file out.")
    for start, what in _OTHER_FORMATS.items():
        if raw.startswith(start):
            raise Unreadable(f"This is not an e-mail but {what}.")
    # Old Macintosh files end their lines with CR alone.
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")


def _sender(headers: Headers, hint: str | None) -> Address:
    for name in ("from", "sender", "reply-to", "return-path"):
        for address in _mailboxes(headers, name, hint):
            return address
    for address in addresses.parse(headers.envelope):
        return address
    raise Unreadable(
        "Nobody could be answered: the mail names no sender with an address (From, Sender, Reply-To or Return-Path). "
        "Add a From line with the sender's address and take it in again."
    )


def _mailboxes(headers: Headers, name: str, hint: str | None) -> tuple[Address, ...]:
    values = headers.all(name, hint)
    found = tuple(address for value in values for address in addresses.parse(value))
    # Some senders encode the whole field, address and all.
    return found or tuple(address for value in values for address in addresses.parse(decode_words(value)))


def _ids(headers: Headers, name: str) -> tuple[str, ...]:
    found = (match for value in headers.all(name) for match in _ID.findall(value))
    return tuple(dict.fromkeys(found))


def _date(headers: Headers) -> datetime | None:
    try:
        date = email.utils.parsedate_to_datetime(headers.first("date")[:200])
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None
    return date


def _language(headers: Headers) -> str | None:
    match = re.match(r"[A-Za-z]{2,3}\b", headers.first("content-language"))
    return match[0].lower() if match else None
