"""What is not looked for could not have been found: the gates that save time hide nothing."""

import re
from pathlib import Path

import pytest

from oase.privacy.shield import Reading, shield
from oase.privacy.shield.reading import Cues
from oase.privacy.shield.recognisers import DIGITS, Recogniser

FORMS = (Path(__file__).parent / "forms.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("recogniser", [one for one, fewest in DIGITS.items() if fewest > 1])
def test_with_fewer_digits_nothing_is_found(recogniser: Recogniser) -> None:
    for form in FORMS:
        text = re.sub(r"\[\[\w+:(.*?)\]\]", r"\1", form)
        while (reading := Reading(text)).digits >= DIGITS[recogniser]:
            text = re.sub(r"\d(?=\D*$)", "", text)
        assert list(recogniser(reading)) == []


def test_the_only_postcode_with_one_digit_is_hidden() -> None:
    assert "GIR 0AA" not in shield("My postcode is GIR 0AA, thank you.").text


def test_a_cue_is_found_in_its_own_set_alone() -> None:
    numbers, colours = Cues(["zahl", "beides"]), Cues(["farbe", "beides"])
    reading = Reading("Die Farbe, bitte.")
    assert [word.text for word in reading.cues(colours)] == ["Farbe"]
    assert not reading.any(numbers)
    assert Reading("Beides").any(numbers)
    assert Reading("Beides").any(colours)
