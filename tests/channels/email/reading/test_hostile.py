"""Mails made to stop a reader: every one ends, keeps its bytes, and raises nothing but `Unreadable`."""

import base64

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oase.channels.email.reading import Mail, Unreadable, read_mail

from . import MAILS

HEAD = b"From: karla@example.org\nSubject: x\n"
SEEDS = [path.read_bytes() for path in sorted(MAILS.iterdir())]
SNIPPETS = [
    b"\0", b"\r", b"\n", b"\n\n", b"--", b"--g", b"=?", b"?=", b"=?utf-8?b?", b'"', b"\\", b";", b"(", b"<", b">", b",",
    b"\xff\xfe", b"\x1b$B", b"+2AA-", b"Content-Type: multipart/mixed; boundary=g\n", b"Content-Type: message/rfc822\n",
    b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uuencode\n", b"begin 644 x\n#garbage\nend\n",
    b"; charset=utf-16", b"; charset=idna", b"; charset=\0", b"; filename*0*=x'y'%zz", b"; filename*99999=x", b"Date: ",
    b"Date: Mon, 99 Foo 99999 99:99:99 +9999\n", b"&#x110000000;", b"<a href='", b"<!--", b"> ", b"-- \n", b"From x\n",
]  # fmt: skip


def nested(levels: int) -> bytes:
    parts = (b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(levels))
    return HEAD + b"Content-Type: multipart/mixed; boundary=b0\n\n" + b"".join(parts)


def test_parts_nested_deeper_than_anyone_does_stay_whole() -> None:
    mail = read_mail(nested(10_000) + b"tief unten")
    (attachment,) = mail.attachments
    assert attachment.name == "mail.eml"
    assert attachment.content.endswith(b"tief unten")


def test_more_parts_than_anyone_sends_end_in_one() -> None:
    part = b"--b\nContent-Disposition: attachment; filename=x\n\nabc\n"
    mail = read_mail(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + part * 10_000)
    assert len(mail.attachments) == 1_000
    assert mail.attachments[0].content == b"abc"
    assert sum(each.content.count(b"abc") for each in mail.attachments) == 10_000


def test_forty_megabytes() -> None:
    content = bytes(range(256)) * 117_000
    mail = read_mail(
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSiehe Anlage\n--b\nContent-Type: video/mp4\n"
        + b"Content-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(content)
        + b"--b--\n"
    )
    assert mail.text == "Siehe Anlage"
    assert mail.attachments[0].content == content


def test_words_longer_than_anyone_writes_are_a_file() -> None:
    mail = read_mail(HEAD + b"\n" + b"Hallo Welt\n" * 200_000)
    assert mail.text == ""
    assert [(each.name, len(each.content)) for each in mail.attachments] == [("attachment-1.txt", 2_200_000)]


@pytest.mark.parametrize(
    "text",
    [
        b"Am 3.5.2024 um 10:00 schrieb Karla <k@example.org>\n" * 4_000,
        b"Am 3.5.2024 um 10:00 schrieb Karla <k@example.org>:\nx\n" * 4_000 + b"> y\n",
        b"--\nabc\n" * 20_000,
        b"Sent from my phone\n" * 20_000,
        b"> " * 100_000,
        b"a " * 400_000,
    ],
)
def test_long_texts_keep_every_word(text: bytes) -> None:
    mail = read_mail(HEAD + b"\n" + text)
    assert mail.text.split() == text.decode().split()


@pytest.mark.parametrize("name", [b"To", b"Subject", b"References", b"Content-Type", b"Date", b"X"])
@pytest.mark.parametrize("piece", [b"(", b'"\\', b"<a@b,", b"=?utf-8?q?a", b";a*0*=b", b"<a@b> ", b"\t\n a"])
def test_endless_headers(name: bytes, piece: bytes) -> None:
    assert read_mail(HEAD + name + b": " + piece * 20_000 + b"\n\nText\n").sender.email == "karla@example.org"


def outcome(raw: bytes) -> Mail | None:
    try:
        return read_mail(raw)
    except Unreadable as unreadable:
        return None if unreadable.reason else pytest.fail("a mail was set aside without a reason")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """One of the small mails with pieces cut, doubled, swapped for another's, or snippets pushed in."""
    raw = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 60)))
        new = draw(
            st.one_of(st.sampled_from(SNIPPETS), st.binary(max_size=8), st.just(raw[start:end] * 2), st.just(b""))
        )
        raw = raw[:start] + new + raw[end:]
    return raw


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_damaged_mails_are_read_or_set_aside(raw: bytes) -> None:
    mail = outcome(raw)
    if mail is None:
        return
    lines = [
        mail.subject,
        mail.message_id,
        mail.sender.name,
        mail.sender.email,
        *(each.name for each in mail.attachments),
    ]
    assert not any(set(line) & set("\r\n\0") for line in lines)
    assert "@" in mail.sender.email
    assert "\0" not in mail.text
    mail.text.encode()  # no lone surrogates, which a database refuses
    "".join(lines).encode()
    assert mail.date is None or mail.date.tzinfo is not None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_behind_a_sender_are_read(rest: bytes) -> None:
    mail = read_mail(HEAD + rest)
    assert mail.sender.email.endswith("@example.org") or b"From" in rest
