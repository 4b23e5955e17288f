"""Emil's hours, his switch and his pauses; what he is asked follows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from oase.conversations.models import Assignment
from oase.conversations.words import Refused
from oase.experts.availability import actions, presence
from oase.experts.availability.hours import Span
from oase.experts.availability.models import Availability, ExpertHours, Pause
from oase.experts.models import Expert, Offer
from oase.jobs import clock
from tests.cast import Cast, current
from tests.threads import at_once

BERLIN = ZoneInfo("Europe/Berlin")
EVENINGS = [Span(day, time(18), time(0)) for day in range(7)]


@contextmanager
def at(text: str) -> Iterator[datetime]:
    moment = datetime.fromisoformat(text).replace(tzinfo=BERLIN)
    with clock.standing_at(moment):
        yield moment


def there() -> bool:
    return Expert.objects.get().there


def look_at() -> datetime | None:
    return Availability.objects.get().look_at


def test_hours_begin_and_end_by_themselves(cast: Cast) -> None:
    with at("2030-06-03T12:00"):
        actions.set_hours(by=cast.emil, spans=EVENINGS, time_zone="Europe/Berlin")
        assert (there(), look_at()) == (False, datetime(2030, 6, 3, 18, tzinfo=BERLIN))
    with at("2030-06-03T17:59"):
        assert (presence.keep_due(), there()) == (0, False)
    with at("2030-06-03T18:00"):
        assert (presence.keep_due(), there(), look_at()) == (1, True, datetime(2030, 6, 4, 0, tzinfo=BERLIN))
        assert presence.keep_due() == 0
    with at("2030-06-04T00:00"):
        assert (presence.keep_due(), there()) == (1, False)


def test_outside_his_hours_nothing_is_offered_to_him(cast: Cast) -> None:
    with at("2030-06-03T12:00"):
        actions.set_hours(by=cast.emil, spans=EVENINGS, time_zone="Europe/Berlin")
        assert current(cast.asks()).level == Assignment.ADVISOR
    with at("2030-06-03T18:00"):
        presence.keep_due()
        assert current(cast.asks()).level == Assignment.NETWORK
    assert Offer.objects.count() == 1


def test_a_pause_ends_by_itself(cast: Cast) -> None:
    with at("2030-06-03T12:00") as now:
        actions.pause(by=cast.emil, until=now + timedelta(hours=3))
        assert (there(), look_at(), Pause.objects.get().unanswered) == (False, now + timedelta(hours=3), 0)
    with at("2030-06-03T15:00"):
        assert (presence.keep_due(), there(), Pause.objects.exists()) == (1, True, False)


def test_a_pause_that_ends_outside_his_hours_ends_with_the_next(cast: Cast) -> None:
    with at("2030-06-03T19:00") as now:
        actions.set_hours(by=cast.emil, spans=EVENINGS, time_zone="Europe/Berlin")
        actions.pause(by=cast.emil, until=now + timedelta(hours=8))
    with at("2030-06-04T03:00"):
        assert (presence.keep_due(), there(), look_at()) == (0, False, datetime(2030, 6, 4, 18, tzinfo=BERLIN))


@pytest.mark.parametrize("until", [timedelta(0), timedelta(seconds=-1), timedelta(days=400)])
def test_a_pause_lies_ahead_and_within_a_year(cast: Cast, until: timedelta) -> None:
    with at("2030-06-03T12:00") as now, pytest.raises(Refused):
        actions.pause(by=cast.emil, until=now + until)
    assert (there(), Pause.objects.count()) == (True, 0)


def test_the_switch_ends_a_pause_and_holds_two_hours_outside_of_hours(cast: Cast) -> None:
    with at("2030-06-03T12:00") as now:
        actions.set_hours(by=cast.emil, spans=EVENINGS, time_zone="Europe/Berlin")
        actions.pause(by=cast.emil, until=now + timedelta(days=1))
        actions.set_available(by=cast.emil, available=True)
        assert (there(), look_at()) == (True, now + timedelta(hours=2))
    with at("2030-06-03T14:00"):
        assert (presence.keep_due(), there()) == (1, False)
        assert Availability.objects.get().beyond_until is None


def test_within_his_hours_the_switch_sets_no_end(cast: Cast) -> None:
    with at("2030-06-03T20:00"):
        actions.set_hours(by=cast.emil, spans=EVENINGS, time_zone="Europe/Berlin")
        actions.set_available(by=cast.emil, available=False)
        assert (there(), look_at()) == (False, None)
        actions.set_available(by=cast.emil, available=True)
        assert (there(), look_at()) == (True, datetime(2030, 6, 4, 0, tzinfo=BERLIN))


def test_switched_off_no_hour_brings_him_back(cast: Cast) -> None:
    with at("2030-06-03T12:00"):
        actions.set_hours(by=cast.emil, spans=EVENINGS, time_zone="Europe/Berlin")
        actions.set_available(by=cast.emil, available=False)
    with at("2030-06-03T19:00"):
        assert (presence.keep_due(), there()) == (0, False)


@pytest.mark.parametrize(
    ("spans", "zone"),
    [
        ([Span(0, time(9), time(9))], "Europe/Berlin"),
        ([Span(0, time(9), time(12)), Span(0, time(11), time(13))], "Europe/Berlin"),
        ([Span(6, time(22), time(3)), Span(0, time(2), time(4))], "Europe/Berlin"),
        ([Span(0, time(9), time(10))], "Europe/Nowhere"),
        ([Span(0, time(9), time(10))], "../../etc/passwd"),
        ([Span(day, time(hour), time(hour, 30)) for day in range(7) for hour in range(5)], "Europe/Berlin"),
    ],
)
def test_hours_that_are_none_change_nothing(cast: Cast, spans: list[Span], zone: str) -> None:
    actions.set_hours(by=cast.emil, spans=EVENINGS, time_zone="Europe/Lisbon")
    with pytest.raises(Refused):
        actions.set_hours(by=cast.emil, spans=spans, time_zone=zone)
    assert (ExpertHours.objects.count(), Expert.objects.get().time_zone) == (7, "Europe/Lisbon")


@pytest.mark.parametrize(
    "change", [{"languages": []}, {"languages": ["xx"]}, {"at_once": 0}, {"at_once": 11}, {"offers_at_once": 0},
               {"offers_at_once": 21}],
)  # fmt: skip
def test_amounts_that_are_none_change_nothing(cast: Cast, change: dict[str, object]) -> None:
    wanted: dict[str, object] = {"languages": ["de"], "at_once": 2, "offers_at_once": 2} | change
    with pytest.raises(Refused):
        actions.set_amounts(by=cast.emil, **wanted)  # type: ignore[arg-type]  # what somebody could send
    expert = Expert.objects.get()
    assert (expert.languages, expert.at_once, expert.offers_at_once) == (["de", "en"], 3, 5)


def test_nobody_is_offered_more_than_they_want(cast: Cast) -> None:
    actions.set_amounts(by=cast.emil, languages=["de"], at_once=3, offers_at_once=2)
    levels = [current(cast.asks(f"Meine Aroma {number} brüht nicht.")).level for number in range(3)]
    assert levels == [Assignment.NETWORK, Assignment.NETWORK, Assignment.ADVISOR]
    assert Offer.objects.count() == 2


def test_the_clock_and_his_own_hand_at_once(cast: Cast) -> None:
    """The minute in which his hours begin is the one in which he pauses: whoever comes last, he is away."""
    with at("2030-06-03T12:00"):
        actions.set_hours(by=cast.emil, spans=EVENINGS, time_zone="Europe/Berlin")
    evening = datetime(2030, 6, 3, 18, tzinfo=BERLIN)

    def clock_comes() -> None:
        with clock.standing_at(evening):
            presence.keep_due()

    def he_pauses() -> None:
        with clock.standing_at(evening):
            actions.pause(by=cast.emil, until=evening + timedelta(hours=1))

    assert at_once(clock_comes, he_pauses, clock_comes) == []
    assert (there(), look_at()) == (False, evening + timedelta(hours=1))


def test_who_is_no_expert_any_more_is_not_looked_at_for_ever(cast: Cast) -> None:
    Availability.objects.create(person=cast.karla, look_at=clock.now())
    assert presence.keep_due() == 0
    assert Availability.objects.get().look_at is None
