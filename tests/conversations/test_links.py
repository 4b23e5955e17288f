"""Links open one thing, for one person, for a time."""

import time
from uuid import uuid4

import pytest
from django.core import signing

from oase.conversations.links import (
    FILE_SECONDS,
    LINK_DAYS,
    BadLink,
    file_token,
    link_token,
    read_file_token,
    read_link,
    read_old_link,
)

ONE, OTHER = uuid4(), uuid4()


def _later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + seconds)


def test_a_link_opens_its_conversation_and_no_other() -> None:
    assert read_link(link_token(ONE)) == ONE
    assert link_token(ONE).partition(":")[0] == ONE.hex


def test_a_link_ends_after_its_days_and_then_only_asks_for_a_fresh_one(monkeypatch: pytest.MonkeyPatch) -> None:
    token = link_token(ONE)
    _later(monkeypatch, LINK_DAYS * 86_400 - 60)
    assert read_link(token) == ONE
    _later(monkeypatch, 120)
    with pytest.raises(BadLink) as caught:
        read_link(token)
    assert caught.value.expired
    assert read_old_link(token) == ONE


def _swapped(token: str) -> str:
    return token.replace(ONE.hex, OTHER.hex)


@pytest.mark.parametrize(
    "harm",
    [
        _swapped,
        lambda token: token[:-1],
        lambda token: token + "x",
        lambda token: token.swapcase(),
        lambda token: "",
        lambda token: ":" * 3,
        lambda token: ONE.hex,
        lambda token: token.partition(":")[0] + ":" + token.rpartition(":")[2],
        lambda token: token + "\0",
        lambda token: "\ud800" + token,
        lambda token: token + "\ud800",
        lambda token: "ä" * 50,
        lambda token: signing.TimestampSigner(salt="another").sign(ONE.hex),
        lambda token: file_token(ONE, 1),
    ],
)
def test_a_changed_link_opens_nothing_not_even_for_a_fresh_one(harm: object) -> None:
    token = harm(link_token(ONE))  # type: ignore[operator]  # one of the functions above
    for read in (read_link, read_old_link):
        with pytest.raises(BadLink) as caught:
            read(token)
        assert not caught.value.expired


def test_a_file_opens_for_whom_it_was_meant_and_nobody_else() -> None:
    token = file_token(ONE, 12)
    assert read_file_token(token, 12) == ONE
    for person_id in (1, 2, 112, 120, -12):
        with pytest.raises(BadLink) as caught:
            read_file_token(token, person_id)
        assert not caught.value.expired
    with pytest.raises(BadLink):
        read_file_token(link_token(ONE), 12)
    with pytest.raises(BadLink):
        read_file_token(token.replace(ONE.hex, OTHER.hex), 12)


def test_a_file_link_ends_after_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    token = file_token(ONE, 12)
    _later(monkeypatch, FILE_SECONDS - 1)
    assert read_file_token(token, 12) == ONE
    _later(monkeypatch, 3)
    with pytest.raises(BadLink) as caught:
        read_file_token(token, 12)
    assert caught.value.expired
