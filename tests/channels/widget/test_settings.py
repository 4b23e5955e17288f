"""What a company may decide: on whose pages, in which colours."""

import pytest

from oase.channels.widget.contrast import NoColour, colour, contrast
from oase.channels.widget.origins import EVERYWHERE, NoOrigin, ancestors, origin, origins


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://shop.example", "https://shop.example"),
        ("https://Shop.Example/", "https://shop.example"),
        ("shop.example", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("http://localhost:4000", "http://localhost:4000"),
        ("http://127.0.0.1:4000", "http://127.0.0.1:4000"),
        ("http://localhost:*", "http://localhost:*"),
        ("https://*.shop.example", "https://*.shop.example"),
        ("https://kaffeemühle.example", f"https://{'kaffeemühle'.encode('idna').decode()}.example"),
        ("*", "*"),
    ],
)
def test_an_origin_as_a_browser_says_it(written: str, meant: str) -> None:
    assert origin(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "https://shop.example:*", "http://localhost:1:*", ":*",
        "", "http://shop.example", "ftp://shop.example", "https://shop.example/page", "https://a b.example", "https://",
        "https://shop.example?x", "https://shop.example#x", "https://me@shop.example", "https://*.de", "https://*",
        "https://a.*.example", "javascript:alert(1)", "'self'", "https://shop.example; script-src *", "data:",
        "https://shop.example:99999", "https://shop.example:x", "https://[::1", "null", "https://-.example",
        "https://shop.example\nhttps://x", "\u202ehttps://shop.example",
    ],
)  # fmt: skip
def test_what_is_no_origin(written: str) -> None:
    if written == "null":
        assert origin(written) == "https://null"
        return
    with pytest.raises(NoOrigin):
        origin(written)


def test_a_list_of_origins() -> None:
    assert origins("https://a.example, https://b.example\nhttps://a.example/") == [
        "https://a.example", "https://b.example",
    ]  # fmt: skip
    assert origins("") == []
    assert origins("https://a.example *") == [EVERYWHERE]
    with pytest.raises(NoOrigin):
        origins(" ".join(f"https://{n}.example" for n in range(21)))


def test_nobody_allowed_is_nobody() -> None:
    assert ancestors([]) == ["'none'"]
    assert ancestors(["https://a.example"]) == ["https://a.example"]


def test_contrast_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.542, abs=0.001)
    assert contrast("#1c5a43", "#1c5a43") == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "red", "#fff", "#1234567", "#gggggg", "url(x)", "#1c5a43;}"])
def test_what_is_no_colour(text: str) -> None:
    with pytest.raises(NoColour):
        colour(text)
