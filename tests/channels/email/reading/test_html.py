"""HTML to text, piece by piece."""

import pytest

from oase.channels.email.reading.html import to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Hallo", "Hallo"),
        ("<p>eins</p><p>zwei</p>", "eins\n\nzwei"),
        ("<div>eins</div><div>zwei</div>", "eins\nzwei"),
        ("eins<br>zwei<br/><br />drei", "eins\nzwei\n\ndrei"),
        ("  viel \n\t Platz &nbsp; hier ", "viel Platz hier"),
        ("<b>PRO</b>VANTAGE", "PROVANTAGE"),
        ("a &lt; b &amp;&amp; c &gt; d &euro; &#252;", "a < b && c > d € ü"),
        ("&#99999999999999999999; &bogus;", "\ufffd &bogus;"),
        ("3 < 4 und 5 > 2", "3 < 4 und 5 > 2"),
        ("<ol><li>eins<ul><li>innen</ul><li>zwei</ol>", "1. eins\n\n  - innen\n\n2. zwei"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<hr>", "_" * 32),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc"),
        ('<a href="https://example.org/x">hier</a>', "hier (https://example.org/x)"),
        ('<a href="https://www.example.org/">example.org</a>', "example.org"),
        ('<a href="mailto:karla@example.org">Karla</a>', "Karla (karla@example.org)"),
        ('<a href="mailto:karla@example.org">karla@example.org</a>', "karla@example.org"),
        ('<a href="javascript:alert(1)">klick</a>', "klick"),
        ("<a href='https://example.org/a>b'>x</a>", "x (https://example.org/a>b)"),
        ('<img src="x" alt="Foto der Mühle">', "[Foto der Mühle]"),
        ("<style>p{}</style><script>if (a<b) {}</script >sichtbar", "sichtbar"),
        ("<!-- weg --><!DOCTYPE html><?xml?>da", "da"),
        ("<!-- nie geschlossen da", "nie geschlossen da"),
        ("<style>nie geschlossen", "nie geschlossen"),
        ('<a href="nie geschlossen', '<a href="nie geschlossen'),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a | b\nc"),
        ("<o:p>Word</o:p>", "Word"),
        ("", ""),
    ],
)
def test_text_of_html(markup: str, text: str) -> None:
    assert to_text(markup).text == text


def test_the_words_to_compare_leave_out_what_was_added() -> None:
    converted = to_text('<ul><li>eins</ul><img alt="Logo"><a href="https://example.org">zwei</a>')
    assert converted.content.split() == ["eins", "zwei", "https://example.org"]


def test_nesting_without_end_needs_no_more_than_a_pass() -> None:
    assert to_text("<div>" * 200_000 + "tief").text == "tief"
