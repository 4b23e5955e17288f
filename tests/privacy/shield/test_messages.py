"""Whole messages: what was marked is hidden, and ordinary words stay readable."""

from tests.privacy.shield.score import messages, score


def test_marked_messages() -> None:
    result = score(messages())
    assert result.wanted.total() > 140
    assert result.missed == []
    assert result.false_share < 0.008
