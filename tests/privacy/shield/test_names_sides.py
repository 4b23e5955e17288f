"""Each side's data are numbered apart: who guesses a name learns nothing from its placeholder."""

from hashlib import sha256

from oase.privacy.shield import Known, Mask, preview, shield

KARLA = shield("Mein Name ist Karla Blum, 0171 2233445.").names


def test_a_right_guess_and_a_wrong_one_look_the_same() -> None:
    right = shield("Sind Sie Frau Blum, 0171 2233445?", taken=KARLA, side="expert:7").text
    wrong = shield("Sind Sie Frau Quandt, 0171 9988776?", taken=KARLA, side="expert:7").text
    assert right == wrong == "Sind Sie Frau [Name 2], [Telefon 2]?"


def test_what_was_guessed_is_not_looked_for_either() -> None:
    memory = {**KARLA, **shield("Herr Zwölfer?", taken=KARLA, side="expert:7").names}
    assert shield("das ist zwölfer", taken=memory).text == "das ist zwölfer"
    assert shield("das ist karla", taken=memory).text == "das ist [Name 1]"
    assert "[Name 1]" not in shield("das ist karla", taken=memory, side="expert:7").text


def test_one_side_keeps_its_own_placeholders() -> None:
    first = shield("Herr Quandt ruft an.", taken=KARLA, side="expert:7")
    assert shield("Herr Quandt kommt.", taken=first.names, side="expert:7").text == "Herr [Name 2] kommt."
    assert shield("Frau Blum wartet.", taken=first.names).text == "Frau [Name 1] wartet."


def test_the_key_hides_both_side_and_datum() -> None:
    def digest(normal: str) -> str:
        return sha256(normal.encode()).hexdigest()

    names = shield("Herr Quandt", side="expert:7", key=digest).names
    assert names == {digest("expert:7|person:quandt"): "[Name 1]"}


def test_the_preview_takes_a_side_as_well() -> None:
    pieces = preview("Herr Blum", taken=KARLA, side="expert:7", known=Known())
    assert pieces == ["Herr ", Mask("Blum", "[Name 2]", "person")]
