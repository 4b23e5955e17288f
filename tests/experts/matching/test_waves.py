"""Waves of growing size."""

from types import SimpleNamespace

import pytest

from oase.experts.matching.waves import Waves, waves_of


def topic(minutes: int, seconds: int | None = None) -> SimpleNamespace:
    return SimpleNamespace(wave_sizes=[2, 4, 8], wave_seconds=seconds, first_answer_minutes=minutes)


def test_the_last_size_holds_for_all_that_follow() -> None:
    waves = Waves((2, 4, 8), 30)
    assert [waves.size(number) for number in (1, 2, 3, 4, 99)] == [2, 4, 8, 8, 8]


def test_times_come_from_the_promise_unless_set() -> None:
    assert [waves_of(topic(minutes)).seconds for minutes in (1, 15, 60, 10_000)] == [5, 45, 180, 900]
    assert waves_of(topic(15, seconds=20)).seconds == 20


@pytest.mark.parametrize(("sizes", "seconds"), [((), 10), ((0,), 10), ((5, -1), 10), ((201,), 10), ((5,), 0)])
def test_silly_waves_are_refused(sizes: tuple[int, ...], seconds: float) -> None:
    with pytest.raises(ValueError, match="wave"):
        Waves(sizes, seconds)
