"""With experts always there and no competition the simulation is a queue, and queueing theory says what must come out.

Bounds hold for the fixed seeds: some forty thousand questions each, so a few per cent.
"""

import math
from statistics import fmean, median

import pytest

from oase.experts.planning.course import SOLVED
from oase.experts.planning.plan import Times
from oase.experts.planning.simulating import simulate

from .plans import MEAN_SECONDS, a_queue

EXPONENTIAL = Times(MEAN_SECONDS * math.log(2), exponential=True)


def test_one_expert_with_exponential_times_is_m_m_1() -> None:
    load = 0.7
    run = simulate(a_queue(1, load, EXPONENTIAL), weeks=22, seed=3)
    seconds = [one.seconds for one in run.courses]
    mean = MEAN_SECONDS / (1 - load)
    assert len(seconds) == pytest.approx(load / MEAN_SECONDS * 22 * 604_800, rel=0.02)
    assert fmean(seconds) == pytest.approx(mean, rel=0.05)
    # The time in an M/M/1 system is exponential itself.
    assert median(seconds) == pytest.approx(mean * math.log(2), rel=0.05)
    assert fmean(one > 2 * mean for one in seconds) == pytest.approx(math.exp(-2), abs=0.02)
    assert run.experts[0].load == pytest.approx(load, rel=0.02)
    assert {one.end for one in run.courses} == {SOLVED}


@pytest.mark.parametrize("spread", [0.0, 0.8])
def test_one_expert_with_any_times_follows_pollaczek_and_khinchine(spread: float) -> None:
    load = 0.6
    answer = Times(MEAN_SECONDS / math.exp(spread**2 / 2), spread)
    run = simulate(a_queue(1, load, answer), weeks=25, seed=5)
    variation = math.exp(spread**2) - 1
    expected = MEAN_SECONDS * (1 + load * (1 + variation) / (2 * (1 - load)))
    assert fmean(one.seconds for one in run.courses) == pytest.approx(expected, rel=0.05)


def test_several_experts_are_m_m_c() -> None:
    servers, load = 4, 0.75
    run = simulate(a_queue(servers, load, EXPONENTIAL), weeks=5, seed=7)
    offered = servers * load
    last = offered**servers / math.factorial(servers) / (1 - load)
    waits = last / (sum(offered**k / math.factorial(k) for k in range(servers)) + last)  # Erlang's C formula
    expected = MEAN_SECONDS + waits * MEAN_SECONDS / (servers * (1 - load))
    assert fmean(one.seconds for one in run.courses) == pytest.approx(expected, rel=0.05)
    at_once = fmean((one.claimed_at or 0) - one.at < 1e-6 for one in run.courses)
    assert 1 - at_once == pytest.approx(waits, abs=0.03)
    assert fmean(one.load for one in run.experts) == pytest.approx(load, rel=0.03)
