"""Every leaf of every mail is in the text or an attachment, checked against the standard library's own parser."""

import os
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from oase.channels.email.reading import Mail, Unreadable, read_files, read_mail

from . import MAILS

MORE = os.environ.get("OASE_MAIL_CORPUS")  # a folder of other people's mails, where there is one
CORPUS = list(read_files([MAILS, *([Path(MORE)] if MORE else [])]))


def leaves(message: Message) -> Iterator[Message]:
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        for child in message.get_payload():
            assert isinstance(child, Message)
            yield from leaves(child)
    elif not message.is_multipart() and message.get_content_maintype() != "multipart":
        yield message


def visible(leaf: Message, payload: bytes) -> set[str]:
    """The ASCII words a person would see; what other charsets mean is tested mail by mail."""
    if b"\x1b" in payload:  # ISO 2022 writes other characters with ASCII bytes
        return set()
    if leaf.get_param("delsp") == "yes":
        payload = re.sub(rb" \r?\n(?:>+ )?", b"", payload)
    text = payload.decode("ascii", "replace")
    if leaf.get_content_type() == "text/html":
        text = re.sub(r"(?i)</?(?:a|b|i|u|em|strong|font|span)\b[^>]*>", "", text)
        text = re.sub(r"(?is)<(script|style|title)\b.*?</\1>|<!--.*?-->|<[^>]*>|&[#\w]+;", " ", text)
    return set(re.findall(r"(?<![^\s.,!?])[A-Za-z]{3,}(?![^\s.,!?])", text))


def read_or_none(raw: bytes) -> Mail | None:
    try:
        return read_mail(raw)
    except Unreadable:
        return None


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{3,}", text))


@pytest.mark.parametrize(("where", "raw"), CORPUS, ids=[Path(where).stem for where, _ in CORPUS])
def test_every_part_is_in_the_text_or_an_attachment(where: str, raw: bytes) -> None:
    mail = read_or_none(raw)
    if mail is None:
        return  # see test_what_is_set_aside
    contents = {each.content.strip() for each in mail.attachments}
    attached = b"\n".join(contents)
    for leaf in leaves(message_from_bytes(raw)):
        payload = leaf.get_payload(decode=True)
        assert isinstance(payload, bytes)
        if payload.strip() in contents or payload.strip() in attached or not payload.strip():
            continue
        assert leaf.get_content_type() in ("text/plain", "text/html"), f"a part of {where} is nowhere"
        # The standard library takes a header it does not like for the first line of the body.
        header = re.split(rb"\r?\n\r?\n", raw)[0].decode("ascii", "replace")
        assert visible(leaf, payload) - words_of(mail.text) - words_of(header) == set()


@pytest.mark.parametrize(("where", "raw"), CORPUS, ids=[Path(where).stem for where, _ in CORPUS])
def test_reply_quotes_and_signature_are_all_of_the_text(where: str, raw: bytes) -> None:
    mail = read_or_none(raw)
    if mail is None:
        return
    pieces = "\n".join((mail.reply, mail.quoted, mail.signature)).split("\n")
    assert sorted(line for line in pieces if line.strip()) == sorted(
        line for line in mail.text.split("\n") if line.strip()
    ), where


def test_what_is_set_aside() -> None:
    set_aside = [Path(where).name for where, raw in read_files([MAILS]) if read_or_none(raw) is None]
    assert set_aside == ["empty.eml", "no_sender.eml"]
