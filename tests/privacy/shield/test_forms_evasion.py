"""Every type of structured data survives every disguise, and long nonsense comes to an end."""

import re
from collections.abc import Callable

import pytest

from oase.privacy.shield import shield

DATA = {
    "phone": "Tel. 0171 3920048",
    "email": "karla.blum@example.org",
    "iban": "IBAN DE89 3704 0044 0532 0130 00",
    "card": "Karte 4242 4242 4242 4242",
    "order": "Bestellnummer KW-2024-88123",
    "birth": "geb. 12.03.1981",
    "tax": "Steuer-ID 65929970489",
    "insurance": "Versichertennummer A123456780",
    "identity": "Personalausweis L01X00T471",
    "plate": "Kennzeichen K-AB 1234",
    "ip": "192.168.178.23",
    "handle": "Benutzername kblum81",
    "password": "Passwort: Sommer2024!",
    "pin": "PIN 471108",
    "link": "https://velotal.example/u/karla.blum",
    "coordinates": "50.941278, 6.958281",
    "tracking": "1Z999AA10123456784",
    "vehicle": "WVWZZZ1JZXW000001",
    "bare": "KW-2024-88123",
}


def _between(character: str, every: int) -> Callable[[str], str]:
    return lambda text: "".join(c + (character if at % every == 1 else "") for at, c in enumerate(text))


def _digits(zero: int) -> Callable[[str], str]:
    return lambda text: "".join(chr(zero + int(c)) if c.isdigit() else c for c in text)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "zero-width space": _between("\u200b", 2),
    "right-to-left marks": _between("\u200f", 3),
    "word joiner": _between("\u2060", 3),
    "soft hyphen": _between("\xad", 2),
    "variation selector": _between("\ufe0f", 2),
    "override": lambda text: f"\u202e{text}\u202c",
    "full width": _wide,
    "arabic-indic digits": _digits(0x660),
    "devanagari digits": _digits(0x966),
    "bold digits": _digits(0x1D7CE),
    "no-break space": lambda text: text.replace(" ", "\xa0"),
    "narrow no-break space": lambda text: text.replace(" ", "\u202f"),
    "en dash": lambda text: text.replace("-", "–"),
    "no-break hyphen": lambda text: text.replace("-", "\u2011"),
    "cyrillic": lambda text: text.translate(str.maketrans("aeopcxAEOPCXKMHTB", "аеорсхАЕОРСХКМНТВ")),
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("kind", DATA)
def test_nothing_of_it_is_left(kind: str, disguise: str) -> None:
    shielded = shield(f"Hallo, {DISGUISES[disguise](DATA[kind])} danke").text
    left = re.sub(r"\[[^\]]*\]", "", shielded)
    assert [c for c in left if c.isdecimal()] == []
    assert "lum" not in left
    assert shield(shielded).text == shielded


@pytest.mark.parametrize(
    "text",
    [
        "IBAN DE89 3704 0044\n0532 0130 00",
        "Karte 4242 4242\n4242 4242",
        "Tel. 0171 39\n20048",
        "Kundennummer:\n88123",
        "geboren am\n12.03.1981",
        "Bestellnummer 4711-\n0815",
    ],
)
def test_a_number_broken_over_lines_is_one(text: str) -> None:
    assert [c for c in re.sub(r"\[[^\]]*\]", "", shield(text).text) if c.isdigit()] == []


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "RE ",
            "pdf.",
            "x.pdf ",
            "DE12 ",
            "Konto ",
            "Nr 12 ",
            "IBAN ",
            "PIN ",
            "Tel ",
            "Passwort ",
            "::",
            "1:",
            "_at_",
        ),
        *(
            "0171 3920048 ",
            "12/1234/",
            "12 Jahre alt ",
            "*1 ",
            "N 5° ",
            "eyJ",
            "karla#1234",
            "0x",
            "A1-",
            "Nummer 1234 und ",
        ),
        *("geboren ", "letzte 4 ", "user ", "\\Users\\", "null eins ", "a1", "code 1 ", "antwort sicherheitsfrage "),
    ],
)
def test_twenty_thousand_characters_come_to_an_end(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    shielded = shield(text)
    assert all(first.end <= second.start for first, second in zip(shielded.spans, shielded.spans[1:], strict=False))
