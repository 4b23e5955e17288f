"""An alarm reaches those who lead, and the owner of the account, by mail: within seconds, without a word of anybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from oase.channels.email import alarming
from oase.experts.reputation.guard import MOST, opening
from oase.experts.reputation.models import AlarmMail
from oase.jobs import clock
from tests.cast import Cast
from tests.experts.reputation.test_guard import concerns


@pytest.fixture
def outbox(settings: Any) -> list[Any]:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []
    return mail.outbox


def stop(cast: Cast) -> None:
    for one in concerns(cast, MOST):
        opening(cast.emil.pk, one, "a session")


def test_sven_and_emil_are_told_once(cast: Cast, outbox: list[Any]) -> None:
    stop(cast)
    assert alarming.send_alarms() == 2
    assert alarming.send_alarms() == 0
    told = {message.to[0]: message for message in outbox}
    assert set(told) == {"emil@example.org", "sven@example.org"}
    assert "/office/kaffeewerk/moderation/" in told["sven@example.org"].body
    assert "/desk/standing/" in told["emil@example.org"].body
    assert told["sven@example.org"].subject == "Alarm: Das Konto von Emil wurde angehalten"
    assert f"{MOST} davon gehören Kaffeewerk" in told["sven@example.org"].body
    for message in outbox:
        assert "Karla" not in message.body
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_it_goes_out_well_within_five_minutes(cast: Cast, outbox: list[Any]) -> None:
    """The job looks every five seconds, and an alarm is due in the moment in which it rings."""
    stop(cast)
    assert not AlarmMail.objects.filter(not_before__gt=clock.now()).exists()


def test_a_mail_server_that_is_away_is_asked_again_in_time(
    cast: Cast, outbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop(cast)
    begun = clock.now()

    def away(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    tries = 0
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", away)
        for second in range(0, 240, 5):
            with clock.standing_at(begun + timedelta(seconds=second)):
                before = AlarmMail.objects.order_by("pk").values_list("attempts", flat=True).first()
                alarming.send_alarms()
                after = AlarmMail.objects.order_by("pk").values_list("attempts", flat=True).first()
                tries += before != after
    assert tries == 4
    with clock.standing_at(begun + timedelta(seconds=300)):
        assert alarming.send_alarms() == 2
    assert len(outbox) == 2
