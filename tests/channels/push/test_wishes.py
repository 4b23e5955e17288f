"""Quiet hours are on the clock of whoever wants them, over midnight and when the clock is changed."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oase.channels.push.delivering import deliver_due
from oase.channels.push.gathering import gather
from oase.channels.push.models import Push
from oase.channels.push.wishes import Wishes, save_wishes, wishes_of
from oase.conversations.words import Refused
from oase.experts import actions as expert_actions
from oase.jobs import clock
from tests.cast import Cast
from tests.channels.push.conftest import Add
from tests.channels.push.service import PushService

NIGHT = Wishes(quiet=(time(22), time(7)), zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-11-22T20:59", None),
        ("2026-11-22T21:00", "2026-11-23T06:00"),
        ("2026-11-23T02:00", "2026-11-23T06:00"),
        ("2026-11-23T06:00", None),
        # The night in which the clock is put forward, and the one in which it is put back.
        ("2026-03-28T22:00", "2026-03-29T05:00"),
        ("2026-10-24T22:00", "2026-10-25T06:00"),
    ],
)
def test_a_night_in_berlin(moment: str, end: str | None) -> None:
    wanted = datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None
    assert NIGHT.quiet_until(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == wanted


def test_a_noon_in_tokyo() -> None:
    nap = Wishes(quiet=(time(12), time(14)), zone="Asia/Tokyo")
    assert nap.quiet_until(datetime(2026, 11, 22, 3, 30, tzinfo=UTC)) == datetime(2026, 11, 22, 5, tzinfo=UTC)
    assert nap.quiet_until(datetime(2026, 11, 22, 5, tzinfo=UTC)) is None


def test_no_quiet_at_all_and_two_equal_ends() -> None:
    assert Wishes().quiet_until(clock.now()) is None
    assert Wishes(quiet=(time(8), time(8))).quiet_until(clock.now()) is None


@given(
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    st.integers(0, 2 * 365 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Chatham", "UTC"]),
)
def test_the_end_is_ahead_within_a_day_and_is_not_quiet(begin: time, end: time, moment: datetime, zone: str) -> None:
    wishes = Wishes(quiet=(begin, end), zone=zone)
    until = wishes.quiet_until(moment)
    if until is not None:
        # Where the clock is changed a day may have an hour more, and the end may lie in the hour that is there twice.
        assert timedelta(hours=-1) <= until - moment <= timedelta(hours=25)


def test_what_happens_at_night_rings_in_the_morning(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    now = clock.now()
    until = (now + timedelta(hours=3)).time().replace(second=0, microsecond=0)
    quiet = ((now - timedelta(hours=1)).time().replace(second=0, microsecond=0), until)
    save_wishes(person=cast.karla, wanted=["answers"], shown=["answers", "hands"], quiet=quiet, zone="UTC")
    conversation = cast.claimed()
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Neu starten.", client_id=uuid4())
    with clock.standing_at(now + timedelta(hours=1)):
        # A minute in which the job looks back less far than the night is long.
        gather()
        assert deliver_due() == 0
    assert Push.objects.get().not_before.time() == until
    with clock.standing_at(now + timedelta(hours=3, minutes=1)):
        assert deliver_due() == 1


def test_quiet_that_began_after_it_was_written_down_is_kept(cast: Cast, add: Add, service: PushService) -> None:
    add(cast.karla)
    conversation = cast.claimed()
    expert_actions.answer(conversation_id=conversation.pk, by=cast.emil, text="Neu starten.", client_id=uuid4())
    gather()
    now = clock.now()
    quiet = ((now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time())
    save_wishes(person=cast.karla, wanted=["answers"], shown=["answers"], quiet=quiet, zone="UTC")
    with clock.standing_at(now + timedelta(minutes=1)):
        assert deliver_due() == 0
    assert service.rung == []


def test_a_switch_that_was_not_shown_stays_as_it_was(cast: Cast) -> None:
    """Who stops being an expert and begins again finds offers as they had left them."""
    save_wishes(person=cast.emil, wanted=["answers"], shown=["answers", "offers"], quiet=None, zone="UTC")
    save_wishes(person=cast.emil, wanted=["answers"], shown=["answers"], quiet=None, zone="UTC")
    assert wishes_of(cast.emil.pk) == Wishes(frozenset({"offers"}), None, "UTC")


def test_there_is_no_such_place(cast: Cast) -> None:
    with pytest.raises(Refused):
        save_wishes(person=cast.karla, wanted=[], shown=[], quiet=None, zone="../../etc/passwd")
