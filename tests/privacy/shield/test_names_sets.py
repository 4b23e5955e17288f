"""The two sets of marked messages: what was reached once is kept. The second one was never tuned on."""

import pytest

from tests.privacy.shield.score import messages, score


@pytest.mark.parametrize(
    ("name", "people", "streets", "masked"), [("names", 203, 61, 0.01), ("names_second", 68, 15, 0.02)]
)
def test_what_was_reached(name: str, people: int, streets: int, masked: float) -> None:
    result = score(messages(name))
    assert result.hidden["NAME"] >= people
    assert result.hidden["STREET"] >= streets
    assert result.false_share <= masked
