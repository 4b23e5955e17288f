"""Percentiles, medians, ratios: what the tables are made of."""

import math
from collections import Counter

import pytest

from bench.figures import Measure, Run, Spread, percentile, ratio


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert [percentile(values, share) for share in (0, 0.01, 0.5, 0.99, 1)] == [1, 1, 50, 99, 100]
    assert percentile([7.0], 0.99) == 7.0
    assert percentile([1.0, 2.0, 30.0], 0.99) == 30.0
    assert math.isnan(percentile([], 0.5))


def test_a_spread_names_the_median_and_both_ends() -> None:
    assert Spread.of([3, 1, 2]) == Spread(2, 1, 3)
    with pytest.raises(ValueError, match="at least one"):
        Spread.of([])


def test_a_rate_counts_successes_alone() -> None:
    run = Run(done=30, seconds=2.0, errors=Counter({"503": 4, "no connection": 1}))
    assert (run.rate, run.failed) == (15.0, 5)
    assert Run(0, 0.0).rate == 0.0


def test_a_measure_is_the_median_of_its_runs() -> None:
    measure = Measure("rows", scale=16)
    for done in (100, 300, 200):
        measure.add(16, Run(done, 1.0, [0.001 * done], Counter({"429": 1}), {"web": done / 100}))
    assert measure.rate(16) == Spread(3200, 1600, 4800)
    assert measure.rate(1) is None
    assert measure.latency(16, 0.99) == Spread(200.0, 100.0, 300.0)
    assert measure.cores(16) == {"web": 2.0}
    assert measure.errors == Counter({"429": 3})


def test_what_never_succeeded_has_no_latency() -> None:
    measure = Measure("append")
    measure.add(1, Run(0, 1.0, [], Counter({"500": 9})))
    assert measure.latency(1, 0.5) is None
    assert measure.rate(1) == Spread(0, 0, 0)


def test_a_ratio_needs_both_and_a_whole() -> None:
    assert ratio(Spread(1, 1, 1), Spread(4, 2, 8)) == 0.25
    assert ratio(None, Spread(4, 4, 4)) is None
    assert ratio(Spread(1, 1, 1), None) is None
    assert ratio(Spread(1, 1, 1), Spread(0, 0, 0)) is None
