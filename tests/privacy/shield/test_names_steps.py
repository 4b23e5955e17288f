"""The work grows with the text and no faster: counted in characters read, so that no clock decides."""

from collections.abc import Iterator

import pytest

from oase.privacy.shield import RECOGNISERS, Found, Reading, shield

UNITS = [
    "Karla Blum, ",
    "Herr Blum und ",
    "LG Karla\n",
    "karla@b.c ",
    "0171 2233445 ",
    "(a@",
    "[Name 1]",
    "\n",
    "a",
    "x. ",
    "K. Mizislo K. Taslone ",
    "Mizislo wrote: ",
    "Tas und ",
    "PIN 4711 PIN 8822 ",
    "Koch ",
    "May ",
    "Familie ",
    "Koch May ",
    "BIC COBADEFF Hi Karla, 00:1A:2B:",
]


@pytest.mark.parametrize("unit", UNITS)
def test_a_few_passes_are_enough_for_any_length(unit: str) -> None:
    read = 0

    def counting(reading: Reading) -> Iterator[Found]:
        nonlocal read
        read += len(reading.text)
        return iter(())

    for size in (2_000, 20_000):
        read = 0
        shield((unit * size)[:size], recognisers={**RECOGNISERS, "counting": counting})
        assert read <= 4 * size


def test_a_chain_of_masks_ends() -> None:
    """As if each mask made its neighbour look like a name."""

    def beside(reading: Reading) -> Iterator[Found]:
        at = reading.text.find("\ue000")
        for word in reading.words:
            if reading.text[word.end : word.end + 2] == " \ue000" or (at < 0 and word.text == "Ende"):
                yield Found(word.start, word.end, "person", 50)

    words = " ".join(f"wort{chr(97 + at)}" for at in range(20))
    once = shield(f"Oben\n{words} Ende\nUnten", recognisers={"beside": beside}).text
    assert shield(once, recognisers={"beside": beside}).text == once
    assert once.split("\n")[0] == "Oben"
    assert "worta" not in once


def test_what_was_learnt_in_one_pass_is_there_in_the_next() -> None:
    seen: list[int] = []

    def remembering(reading: Reading) -> Iterator[Found]:
        seen.append(len(reading.memo))
        reading.memo[len(seen)] = True
        return iter(())

    shield("Frau Blum", recognisers={"remembering": remembering, "title": RECOGNISERS["title"]})
    assert seen == [0, 1]
