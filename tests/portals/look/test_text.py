"""Words people send must never become markup, and must stay readable."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oase.portals.look.text import line, message

ALLOWED = {
    "blockquote": set(),
    "p": {"dir"},
    "br": set(),
    "ol": {"start"},
    "ul": set(),
    "li": {"dir"},
    "a": {"href", "rel", "target"},
    "span": {"class"},
}


class Inspector(HTMLParser):
    """Collects what a browser would make of the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.strange = "", list[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag not in ALLOWED or not names <= ALLOWED[tag]:
            self.strange.append(f"{tag} {names}")
        for name, value in attrs:
            if name == "href" and not re.match("https?://", value or "", re.IGNORECASE):
                self.strange.append(f"href {value}")

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        'https://example.org/"onmouseover="alert(1)',
        "https://example.org/'><script>alert(1)</script>",
        "http://example.org/`onclick=alert(1)",
        '[Name"><svg onload=alert(1)> 1]',
        "[<b>Name</b> 1]",
        "- <b>one</b>\n- <i>two</i>",
        "1. <script>\n2. </script>",
        "&lt;script&gt;",
        "data:text/html;base64,PHNjcmlwdD4=",
        "https://<script>",
        "{{ request.user }}{% url 'home' %}",
    ],
)
def test_an_attack_is_only_words(attack: str) -> None:
    assert Inspector(message(attack)).strange == []
    assert Inspector(line(attack)).strange == []


@given(st.text(alphabet="<>\"'&/:htpsx[] 1-.\n\\`=aN", max_size=80))
def test_no_text_becomes_markup_of_its_own(body: str) -> None:
    assert Inspector(message(body)).strange == []


@given(st.text(alphabet="ab<>&\"' 1.", max_size=60))
def test_no_word_is_lost(body: str) -> None:
    # The sign in front of what is quoted becomes the quotation itself.
    kept = Inspector(message(body)).words.replace(">", "")
    assert "".join(kept.split()) == "".join(body.replace(">", "").split())


def test_what_is_quoted_stands_apart() -> None:
    assert message("> Sie brüht nicht.\n>\n> Und piept.\nIch schaue nach.") == (
        '<blockquote><p dir="auto">Sie brüht nicht.</p><p dir="auto">Und piept.</p></blockquote>'
        '<p dir="auto">Ich schaue nach.</p>'
    )
    assert message("> <b>fett</b> [Name 1]") == (
        '<blockquote><p dir="auto">&lt;b&gt;fett&lt;/b&gt; <span class="ph">[Name 1]</span></p></blockquote>'
    )
    assert message(">") == '<p dir="auto">&gt;</p>'
    assert message(">> doppelt") == '<p dir="auto">&gt;&gt; doppelt</p>'


def test_paragraphs_and_line_breaks() -> None:
    assert message("Guten Tag\r\nKarla\n\n\nBis bald") == (
        '<p dir="auto">Guten Tag<br>Karla</p><p dir="auto">Bis bald</p>'
    )


def test_an_empty_body_is_empty() -> None:
    assert message("") == ""
    assert message(" \n \n") == ""
    assert message(None) == ""


def test_lists() -> None:
    assert message("So geht es:\n1. Aus\n2. An\nFertig") == (
        '<p dir="auto">So geht es:</p><ol><li dir="auto">Aus</li><li dir="auto">An</li></ol><p dir="auto">Fertig</p>'
    )
    assert message("- Milch\n- Kaffee") == '<ul><li dir="auto">Milch</li><li dir="auto">Kaffee</li></ul>'
    assert message("3) drei\n4) vier") == '<ol start="3"><li dir="auto">drei</li><li dir="auto">vier</li></ol>'


def test_a_date_is_no_list() -> None:
    assert message("Ja, am\n24. November passt es.") == '<p dir="auto">Ja, am<br>24. November passt es.</p>'
    assert message("12. Mai oder\n14. Juni") == '<p dir="auto">12. Mai oder<br>14. Juni</p>'


def test_a_link_opens_apart_and_keeps_its_full_stop_outside() -> None:
    assert message("Siehe https://example.org/a?b=1&c=2.") == (
        '<p dir="auto">Siehe <a href="https://example.org/a?b=1&amp;c=2" rel="noopener nofollow" target="_blank">'
        "https://example.org/a?b=1&amp;c=2</a>.</p>"
    )


def test_placeholders_are_marked() -> None:
    assert message("Konto [IBAN 1] von [Name 12], [E-Mail 1]") == (
        '<p dir="auto">Konto <span class="ph">[IBAN 1]</span> von <span class="ph">[Name 12]</span>,'
        ' <span class="ph">[E-Mail 1]</span></p>'
    )
    assert message("[siehe oben] [1] [ 1]") == '<p dir="auto">[siehe oben] [1] [ 1]</p>'


def test_letters_that_turn_the_reading_direction_are_dropped() -> None:
    assert message("Rechnung\u202egpj.exe") == '<p dir="auto">Rechnunggpj.exe</p>'


def test_on_one_line_links_stay_words() -> None:
    assert line("Guten Tag,\n\n[Name 1]: https://example.org") == (
        'Guten Tag, <span class="ph">[Name 1]</span>: https://example.org'
    )
