"""Address fields as they are really written. Who is answered is decided here, so no trick may pass."""

import pytest

from oase.channels.email.reading import Address
from oase.channels.email.reading.addresses import parse

KARLA = "karla@example.org"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("karla@example.org", [("", KARLA)]),
        ("<karla@example.org>", [("", KARLA)]),
        ("Karla Sommer <karla@example.org>", [("Karla Sommer", KARLA)]),
        ('"Sommer, Karla" <karla@example.org>', [("Sommer, Karla", KARLA)]),
        ("karla@example.org (Karla Sommer)", [("Karla Sommer", KARLA)]),
        ("=?utf-8?B?S2FybGEgU8O2bW1lcg==?= <karla@example.org>", [("Karla Sömmer", KARLA)]),
        ('"=?utf-8?Q?S=2C_Karla?=" <karla@example.org>', [("S, Karla", KARLA)]),
        ("Karla <Karla@EXAMPLE.org.>", [("Karla", "Karla@example.org")]),
        ("Karla <<karla@example.org>>", [("Karla", KARLA)]),
        ("Karla <mailto:karla@example.org>", [("Karla", KARLA)]),
        ("Karla <@relay.example,@two.example:karla@example.org>", [("Karla", KARLA)]),
        ("Karla [karla@example.org]", [("Karla", KARLA)]),
        ("Karla <karla@example.org, Emil <emil@example.org>", [("Karla", KARLA), ("Emil", "emil@example.org")]),
        (", karla@example.org; emil@example.org,", [("", KARLA), ("", "emil@example.org")]),
        ("Alle: karla@example.org, <emil@example.org>;", [("", KARLA), ("", "emil@example.org")]),
        ('"karla sommer"@example.org', [("", '"karla sommer"@example.org')]),
        ("karla@[192.0.2.1]", [("", "karla@[192.0.2.1]")]),
        ("undisclosed-recipients:;", []),
        ("Karla Sommer", []),
        ("Karla <>", []),
        ("=?utf-8?Q?Karla_=3Ckarla=40example.org=3E?=", []),
        ("karla@", []),
        ("@example.org", []),
        ('"', []),
        ("((((", []),
        ("", []),
    ],
)
def test_mailboxes(header: str, expected: list[tuple[str, str]]) -> None:
    assert parse(header) == tuple(Address(name, email) for name, email in expected)


@pytest.mark.parametrize(
    "header",
    [
        '"sven@kaffeewerk.example" <mallory@example.net>',
        "sven@kaffeewerk.example <mallory@example.net>",
        "(sven@kaffeewerk.example) mallory@example.net",
        '"sven@kaffeewerk.example\\" <sven@kaffeewerk.example>" <mallory@example.net>',
        "=?utf-8?Q?sven=40kaffeewerk=2Eexample?= <mallory@example.net>",
    ],
)
def test_a_name_that_looks_like_an_address_is_not_the_sender(header: str) -> None:
    assert [address.email for address in parse(header)] == ["mallory@example.net"]


def test_names_are_one_line_without_turned_writing() -> None:
    (address,) = parse("=?utf-8?Q?Karla=0D=0ABcc:_x=E2=80=AEgpj?= <karla@example.org>")
    assert address.name == "Karla Bcc: xgpj"
