"""The record of everyone in the conversation: inflected, mistyped, joined, torn apart; never a word of the language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oase.privacy.shield import Known, shield

KARLA = Known(names=("Karla Grünwald",), addresses=("Tulpengasse 14, 50667 Köln",))
PETER = Known(names=("Peter Schmidtbauer",), emails=("peter@blum.example",))


@pytest.mark.parametrize(
    "written",
    [
        *("Grünwalds", "Grünwaldes", "GRÜNWALD", "gruenwald", "grunwald", "Grünwalde"),
        *("Grünwlad", "Gruenvald", "Grünwad", "Grünwwald", "karal", "Krala", "karlagrünwald", "GrünwaldKarla"),
        *("k.grünwald", "kgrünwald", "Karla-Grünwald", "Grünwald, Karla", "K a r l a", "Kar la", "Grün-wald, Karla"),
    ],
)
def test_karla_is_recognised(written: str) -> None:
    assert shield(f"also {written} sagt das", known=KARLA).text == "also [Name 1] sagt das"


def test_a_street_with_a_slip_goes_with_its_number() -> None:
    assert shield("es liegt in Tulpengase 14 drin", known=KARLA).text == "es liegt in [Adresse 1] drin"


@pytest.mark.parametrize("word", ["Grünfläche", "grünen Wald", "Klara", "Karriere", "Tulpen", "Grundwald"])
def test_other_words_are_not_karla(word: str) -> None:
    assert "[Name 1]" not in shield(f"der {word} dort", known=KARLA, vocabulary=frozenset({"klara", "grundwald"})).text


def test_a_word_of_the_language_is_never_a_typing_error() -> None:
    known = Known(names=("Rosa Blume", "Emil Quandt"))
    text = "Die Blumen und das Quant sind da, die Hose ist rosa."
    assert shield(text, known=known).text == text


def test_everyone_in_the_conversation_is_known_and_kept_apart() -> None:
    text = shield("grünwald und schmidtbauer, also karla und peter; PETER@BLUM.EXAMPLE", known=KARLA | PETER).text
    assert text == "[Name 1] und [Name 2], also [Name 1] und [Name 2]; [E-Mail 1]"


@given(
    st.integers(0, 11),
    st.sampled_from("abcdefghijklmnopqrstuvwxyz"),
    st.sampled_from(["change", "add", "drop", "swap"]),
)
def test_one_slip_anywhere_is_forgiven(at: int, letter: str, slip: str) -> None:
    name = "schmidtbauer"
    changed = {
        "change": name[:at] + letter + name[at + 1 :],
        "add": name[:at] + letter + name[at:],
        "drop": name[:at] + name[at + 1 :],
        "swap": name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
    }[slip]
    assert shield(f"bei {changed} nachfragen", known=PETER).text == "bei [Name 1] nachfragen"
