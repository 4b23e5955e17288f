"""What people send in: odd letters, long texts, nasty names and large files."""

import io

import pytest
from django.utils import translation

from oase.conversations.subjects import SUBJECT_LENGTH, shorten
from oase.conversations.words import (
    MOST_FILES,
    IncomingFile,
    Refused,
    check_files,
    clean_line,
    clean_text,
    harmless_name,
)
from oase.privacy.shield.labels import PLACEHOLDER
from tests.cast import Cast

LIMIT = 20_000


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Guten Tag\t", "Guten Tag"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\0b", "a\N{REPLACEMENT CHARACTER}b"),
        ("a\ud800b", "a?b"),
        ("\udcff", "?"),
        ("👩‍👩‍👧 é ß 漢", "👩‍👩‍👧 é ß 漢"),
        ("x" * LIMIT, "x" * LIMIT),
        (" " * 100 + "x" * LIMIT + "\n" * 100, "x" * LIMIT),
        ("\r\n" * 9_999 + "x", "x"),
    ],
)
def test_a_text_is_stored_as_it_was_meant(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize("text", ["", " ", "\r\n\t", "\u2003"])
def test_nothing_is_not_a_text_unless_files_come_with_it(text: str) -> None:
    with pytest.raises(Refused):
        clean_text(text)
    assert clean_text(text, with_files=True) == ""


@pytest.mark.parametrize(("over", "said"), [(1, "1 character too"), (2, "2 characters too")])
def test_one_letter_too_many_is_said(over: int, said: str) -> None:
    with translation.override("en"), pytest.raises(Refused, match=said):
        clean_text("x" * (LIMIT + over))


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("Rechnung.pdf", "Rechnung.pdf"),
        ("../../x.html", "x.html"),
        ("C:\\Users\\karla\\foto.jpg", "foto.jpg"),
        ("/etc/passwd", "passwd"),
        ("a/b/", "b"),
        ("..", "attachment"),
        ("../..", "attachment"),
        (".", "attachment"),
        ("", "attachment"),
        ("   ", "attachment"),
        (".htaccess", "htaccess"),
        ("x\0.pdf", "x.pdf"),
        ("x\r\nSet-Cookie: a=b.pdf", "xSet-Cookie: a=b.pdf"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("foto\ud800.png", "foto.png"),
        ("Grüße 漢.png", "Grüße 漢.png"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("y" + "." + "z" * 119, "z" * 119),
    ],
)
def test_a_file_name_can_do_no_harm(name: str, harmless: str) -> None:
    with translation.override("en"):
        assert harmless_name(name) == harmless


def _file(size: int, name: str = "foto.jpg") -> IncomingFile:
    return IncomingFile(name, "image/jpeg", size, io.BytesIO())


def test_files_have_a_size_and_a_number() -> None:
    check_files([])
    check_files([_file(25 * 2**20)] * MOST_FILES)
    with translation.override("en"):
        with pytest.raises(Refused, match=r"“x[.]html” is larger than 25 MB"):
            check_files([_file(0), _file(25 * 2**20 + 1, "../../x.html")])
        with pytest.raises(Refused, match=f"at most {MOST_FILES} files"):
            check_files([_file(0)] * (MOST_FILES + 1))


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("", ""),
        ("Kurz und\ngut", "Kurz und gut"),
        ("x" * SUBJECT_LENGTH, "x" * SUBJECT_LENGTH),
        ("x" * (SUBJECT_LENGTH + 1), "x" * SUBJECT_LENGTH + " …"),
        ("Wort " * 20, "Wort " * 13 + "Wort …"),
        ("a" * 60 + " [Kundennummer 1] b", "a" * 60 + " …"),
        ("a" * 50 + " [Name 1], dann [Kundennummer 1]", "a" * 50 + " [Name 1], dann …"),
        ("[Name 1] " * 9, "[Name 1] " * 6 + "[Name 1] …"),
    ],
)
def test_a_subject_is_the_first_words(body: str, subject: str) -> None:
    assert shorten(body) == subject


@pytest.mark.parametrize("place", range(50, SUBJECT_LENGTH + 3))
def test_a_subject_never_cuts_a_placeholder(place: int) -> None:
    subject = shorten("a" * place + " [Kundennummer 12] und mehr Text, der länger ist als eine Zeile")
    assert "[" not in PLACEHOLDER.sub("", subject)
    assert subject.endswith(" …")


def test_a_line_is_one_line() -> None:
    assert clean_line(" a\r\n b\tc \0 ") == "a b c \N{REPLACEMENT CHARACTER}"
    assert clean_line("") == ""
    assert len(clean_line("x" * 10**6)) == LIMIT


@pytest.mark.parametrize("subject", ["a\0b", "\ud800", "x" * 100_000, "a\r\nBcc: b", "[" * 200])
def test_no_subject_can_stop_a_question(cast: Cast, subject: str) -> None:
    conversation = cast.asks("Meine Aroma brüht nicht.", subject=subject)
    conversation.refresh_from_db()
    assert 0 < len(conversation.subject) <= 200
    assert "\n" not in conversation.subject
