"""Names of attachments, as Mallory would like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oase.channels.email.reading.names import harmless


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("Rechnung für März.pdf", "Rechnung für März.pdf"),
        ("../../x.html", "x.html"),
        ("..\\..\\windows\\x.exe", "x.exe"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\Karla\\Foto.jpg", "Foto.jpg"),
        (".htaccess", "htaccess"),
        ("foto\r\n.jpg", "foto .jpg"),
        ("foto\0.jpg", "foto.jpg"),
        ("rechnung\u202efdp.exe", "rechnungfdp.exe"),
        ('a<b>:"c|d?*.txt', "a_b___c_d__.txt"),
        ("CON.txt", "_CON.txt"),
        ("ende. . ", "ende"),
        ("", "attachment-7.pdf"),
        ("..", "attachment-7.pdf"),
        ("x/", "attachment-7.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_names_become_harmless(given_name: str, expected: str) -> None:
    assert harmless(given_name, "application/pdf", 7) == expected


@given(st.text(max_size=300))
def test_no_name_leaves_its_folder(name: str) -> None:
    result = harmless(name, "application/unknown", 1)
    assert 0 < len(result) <= 121
    assert not set(result) & set('/\\\0\r\n<>:"|?*')
    assert not result.startswith(".")
