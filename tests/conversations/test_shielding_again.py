"""What the shield could not vouch for stays closed, and opens when it can."""

import pytest

from oase.conversations import watching
from oase.conversations.jobs import shield_again
from oase.conversations.models import Message
from oase.privacy.models import Sealed
from tests.cast import Cast
from tests.conversations.story import says


@pytest.fixture
def closed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """Two questions that came in while the shield was broken; it is whole again."""

    def broken(text: str, **options: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("oase.conversations.shielding.shield", broken)
        conversations = [cast.asks("Karla Blum: Aroma 4 zeigt E12."), cast.asks("Karla Blum: Aroma 5 zeigt E13.")]
        says(cast.karla, "customer", conversations[0], "Ihre Karla Blum, E14")
    return list(Message.objects.order_by("pk"))


def _bodies() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("body", flat=True))


def test_the_job_opens_everything_once(closed: list[Message]) -> None:
    assert _bodies() == ["", "", ""]
    shield_again(0)
    bodies = _bodies()
    for body, error in zip(bodies, ("E12", "E13", "E14"), strict=True):
        assert error in body
        assert "Karla" not in body
    shielded = list(Message.objects.order_by("pk").values_list("shielded_at", flat=True))
    shield_again(0)
    assert list(Message.objects.order_by("pk").values_list("shielded_at", flat=True)) == shielded
    assert not any(watching.shield_again(message.pk) for message in closed)


def test_the_concern_gets_its_name_from_its_first_words(closed: list[Message]) -> None:
    conversation = closed[0].conversation
    assert conversation.subject == ""
    shield_again(0)
    conversation.refresh_from_db()
    assert "E12" in conversation.subject
    assert "Karla" not in conversation.subject


def test_one_that_does_not_open_does_not_hold_up_the_others(closed: list[Message]) -> None:
    Sealed.objects.filter(pk=closed[0].original_id).update(ciphertext=b"broken")
    shield_again(0)
    assert [bool(body) for body in _bodies()] == [False, True, True]


def test_one_that_always_fails_stays_closed(closed: list[Message], monkeypatch: pytest.MonkeyPatch) -> None:
    from oase.conversations import shielding

    shield = shielding.shield

    def picky(text: str, **options: object) -> object:
        if "E13" in text:
            raise RuntimeError
        return shield(text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("oase.conversations.shielding.shield", picky)
    shield_again(0)
    assert [bool(body) for body in _bodies()] == [True, False, True]
