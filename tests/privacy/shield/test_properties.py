"""What holds of any text."""

from functools import partial

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oase.privacy.shield import Known, Mask, preview, shield

PIECES = st.sampled_from(
    [
        "Karla Blum",
        "Müller",
        "Frau ",
        "Herr ",
        "Dr. ",
        "mein Name ist ",
        "LG ",
        "Mit freundlichen Grüßen\n",
        "Lindenweg 4",
        "50667 Köln",
        "karla@blum.example",
        "0171 1234567",
        "+49 221 4711 08",
        "DE89 3704 0044 0532 0130 00",
        "IBAN ",
        "Passwort: ",
        "PIN 1234",
        "Bestellnummer ",
        "4711-0815",
        "K-AB 123",
        "geb. ",
        "12.03.1980",
        "[Name 1]",
        "[Telefon 2]",
        "[IBAN 1",
        "]",
        "[",
        " ",
        "\n",
        ", ",
        ". ",
        ":",
        "-",
        "/",
        "@",
        "https://x.example/?a=",
        "192.168.0.1",
        "::1",
        "\u200b",
        "\u202e",
        "\xad",
        "\x00",
        "�",
        "Ｋ",
        "４",
        "Κ",
        "а",
        "é",
        "é",
        "ß",
        "İ",
        "ı",
        "\ue000",
        "#12345",
        "Von: ",
        "my name is ",
        "Tom",
        "Hi ",
        "Best,\n",
        "12 Baker Street",
        "A123456780",
        "Kar la ",
        "bei ",
        "und ",
        "im Hinterhaus",
        "K. ",
        "B-L-U-M",
        "Torge Wulff",
        "spoke to ",
        " hier",
        "Straße des 17. Juni 135",
        "am brunnenkamp 5",
        "&uuml;",
        "&",
        "&#66;",
        "family",
        "Techniker ",
        "Blümhcen",
        "Koch ",
        "May ",
        "K4rla",
        "🙂",
        "²",
        "\t",
        "③",
        "🇰",
        "weiss ",
        "BIC COBADEFFXXX",
        "schrieb ",
        "Familie ",
    ]
)
UNITS = [
    *("aA1 \n@.-:/([<#*+°'é", "e\u0301", "\u200b", "\ud800", "\x00", "\U0001f600"),
    *"aA1 \n@.-:/([<#*+°'é",
    *(
        "a.",
        "a@",
        "1 ",
        "1-",
        "A1",
        "a-",
        "1.",
        "1:",
        "0 ",
        "A ",
        "Aa ",
        "Karla ",
        "Herr ",
        "von ",
        "at ",
        "www.",
        "http://",
    ),
    *(
        "Am ",
        "mein ",
        "punkt ",
        "null ",
        "Passwort ",
        "Nr ",
        "Von: ",
        "LG ",
        "Straße ",
        "12 Aa ",
        "00",
        "DE12",
        "wrote ",
    ),
    *("a at b ", "karla@b.c ", "AB-", "[Name 1]", "Hallo ", "(a@", "1\n", "0171\n", ", ", "IBAN ", "geb. ", "bei "),
]
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=25).map("".join))
RELAXED = settings(deadline=None, max_examples=250, suppress_health_check=[HealthCheck.too_slow])
KARLA = Known(
    names=("Karla Blümchen",),
    emails=("karla@blumenhaus.example",),
    phones=("+49 171 2233445",),
    addresses=("Tulpenstraße 14, 50667 Köln",),
    numbers=("KW-88123",),
)


@RELAXED
@given(TEXTS)
def test_spans_lie_in_the_text_sorted_and_apart(text: str) -> None:
    shielded = shield(text)
    at = 0
    rebuilt = ""
    for span in shielded.spans:
        assert at <= span.start < span.end <= len(text)
        rebuilt += text[at : span.start] + span.placeholder
        at = span.end
    assert rebuilt + text[at:] == shielded.text


@RELAXED
@given(TEXTS)
def test_shielding_twice_changes_nothing(text: str) -> None:
    once = shield(text).text
    assert shield(once).text == once


@RELAXED
@given(TEXTS)
def test_with_the_names_of_the_conversation_it_is_harmless_as_well(text: str) -> None:
    first = shield(text, known=KARLA)
    again = shield(first.text, known=KARLA, taken=first.names)
    assert again.text == first.text
    assert dict(again.names) == dict(first.names)


@RELAXED
@given(
    TEXTS,
    st.sampled_from(
        [
            "Karla Blümchen",
            "karla blümchen",
            "KARLA BLUEMCHEN",
            "Blümchens",
            "karla@blumenhaus.example",
            "0171 2233445",
            "+49 (0)171/2233445",
            "Tulpenstr. 14",
            "Tulpenstrasse 14",
            "KW 88123",
            "kw88123",
            "Blümchen, Karla",
            "Blümhcen",
            "Bluemchn",
            "karlabluemchen",
            "k.blümchen",
            "K. Blümchen",
            "Blüm-chen",
            "Tulpenstrase 14",
        ]
    ),
    TEXTS,
)
def test_no_known_datum_survives(before: str, datum: str, after: str) -> None:
    assume(datum not in before + after)
    text = shield(f"{before} {datum} {after}", known=KARLA).text
    assert datum not in text


@RELAXED
@given(
    TEXTS,
    st.sets(st.sampled_from(["Karla", "4711", "Köln", "Lindenweg 4", " ", ""]), max_size=3),
    st.sets(st.sampled_from(["Frau", "PIN", "Karla", ""]), max_size=2),
)
def test_whatever_is_opened_or_masked_the_pieces_give_the_text(text: str, opened: set[str], masked: set[str]) -> None:
    pieces = preview(text, opened=opened, masked=masked)
    assert "".join(piece.original if isinstance(piece, Mask) else piece for piece in pieces) == text
    assert (
        "".join(piece.placeholder if isinstance(piece, Mask) else piece for piece in pieces)
        == shield(text, opened=opened, masked=masked).text
    )


@RELAXED
@given(
    TEXTS,
    st.sets(st.sampled_from(["Karla", "4711", "Köln", "Lindenweg 4", "Blümchen", "und"]), max_size=3),
    st.sets(st.sampled_from(["Frau", "PIN", "Karla", "Straße"]), max_size=2),
    st.sampled_from(["", "expert:1"]),
    st.sampled_from([frozenset(), frozenset({"tom", "müller", "brunnenkamp"})]),
)
def test_shielding_twice_changes_nothing_whatever_was_asked_for(
    text: str, opened: set[str], masked: set[str], side: str, vocabulary: frozenset[str]
) -> None:
    asked = partial(shield, known=KARLA, opened=opened, masked=masked, side=side, vocabulary=vocabulary)
    once = asked(text)
    assert asked(once.text).text == once.text
    assert asked(once.text, taken=once.names).text == once.text


def _misspelled(word: str, slip: int) -> str:
    """Two neighbours change places in the middle of a word, or one letter is left out, by turns."""
    at = 2 + slip % (len(word) - 4)
    return word[:at] + (word[at + 1] + word[at] if slip % 2 else "") + word[at + 1 + slip % 2 :]


@RELAXED
@given(TEXTS, st.integers(0, 9), st.sampled_from(["", "s"]), TEXTS)
def test_no_known_name_survives_a_slip_of_typing(before: str, slip: int, ending: str, after: str) -> None:
    written = _misspelled("Blümchen", slip) + ending
    assume(written not in before + after)
    text = shield(f"{before} {written} {after}", known=KARLA).text
    assert written not in text


@RELAXED
@given(TEXTS, st.sampled_from(["DE89 3704 0044 0532 0130 00", "karla@blumenhaus.example", "Karla Blümchen"]), TEXTS)
def test_what_is_known_gets_one_placeholder_all_through(before: str, datum: str, after: str) -> None:
    shielded = shield(f"{datum}\n\n{before}\n\n{datum}\n\n{after}\n\n{datum}", known=KARLA)
    assert shielded.text.split("\n")[0] == shielded.text.split("\n")[-1]


def test_a_mask_that_changes_the_language_changes_nothing_else() -> None:
    once = shield("I0PIN:0IM Aaba").text
    assert shield(once).text == once


def test_twenty_thousand_characters_of_anything_come_to_an_end() -> None:
    for unit in UNITS:
        text = (unit * 20_000)[:20_000]
        assert "".join(p.original if isinstance(p, Mask) else p for p in preview(text, known=KARLA)) == text
