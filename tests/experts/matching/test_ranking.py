"""Who will probably solve this, soon, and wants it."""

import math
import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from oase.experts.matching.ranking import Contender, Record, rank, reach

PROMISE = 900.0
UNKNOWN = Record()
PROVEN = Record(solved=40, stars_sum=95, stars=20, offered=50, claimed=42, answered=40, seconds_log_sum=40 * 5.0,
                seconds_log_squares=40 * 25.2)  # fmt: skip
counts = st.integers(0, 500)


@st.composite
def records(draw: st.DrawFn) -> Record:
    solved, unsolved, stars, lain = (draw(counts) for _ in range(4))
    seconds = draw(st.lists(st.floats(1, 1e5), max_size=5))
    logs = [math.log(one) for one in seconds]
    return Record(
        solved=solved,
        unsolved=unsolved,
        stars=stars,
        stars_sum=draw(st.integers(stars, stars * 5)),
        claimed=solved + unsolved,
        offered=solved + unsolved + lain,
        answered=len(logs),
        seconds_log_sum=sum(logs),
        seconds_log_squares=sum(log * log for log in logs),
    )


def shares(
    records: list[Record], held: tuple[int, ...] = (), rounds: int = 400, promise: float = PROMISE
) -> list[float]:
    """How often each of them comes first."""
    draw, first = random.Random(7), [0] * len(records)
    contenders = [
        Contender(place, record, held[place] if held else 0) for place, record in enumerate(records)
    ]  # fmt: skip
    for _ in range(rounds):
        first[rank(contenders, promise_seconds=promise, draw=draw)[0].contender.expert_id] += 1
    return [number / rounds for number in first]


@given(st.lists(records(), max_size=8), st.floats(1, 1e6), st.integers(0, 2**32))
def test_every_contender_is_ranked_once_by_chances_between_none_and_certain(
    seen: list[Record], promise: float, seed: int
) -> None:
    contenders = [Contender(place, record, place) for place, record in enumerate(seen)]
    ranked = rank(contenders, promise_seconds=promise, draw=random.Random(seed))
    assert sorted(one.contender.expert_id for one in ranked) == list(range(len(seen)))
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)
    for one in ranked:
        assert all(0 <= chance <= 1 for chance in (one.solves, one.takes, one.in_time))


def test_the_same_draw_gives_the_same_order() -> None:
    contenders = [Contender(place, PROVEN) for place in range(20)]
    orders = [rank(contenders, promise_seconds=PROMISE, draw=random.Random(3)) for _ in range(2)]
    assert orders[0] == orders[1]
    assert orders[0] != rank(contenders, promise_seconds=PROMISE, draw=random.Random(4))


def test_the_proven_come_first_and_newcomers_get_their_chance() -> None:
    proven, newcomer = shares([PROVEN, UNKNOWN])
    assert 0.8 < proven < 0.99
    assert newcomer > 0.01


def test_who_solves_less_takes_less_or_is_slower_comes_later() -> None:
    worse = [
        replace(PROVEN, solved=10, unsolved=30),
        replace(PROVEN, offered=400),
        replace(PROVEN, stars_sum=20),
        replace(PROVEN, seconds_log_sum=40 * 7.5, seconds_log_squares=40 * 56.3),
    ]
    for record in worse:
        better, less = shares([PROVEN, record])
        assert better > 0.8 > less, record


def test_of_two_alike_the_one_with_free_hands_comes_first_more_often() -> None:
    free, busy = shares([PROVEN, PROVEN], held=(0, 4), promise=300)
    assert free > 0.7 > busy


def test_alike_share_alike() -> None:
    for share in shares([PROVEN] * 4, rounds=2000):
        assert abs(share - 0.25) < 0.05


def test_no_time_left_leaves_no_chance() -> None:
    (one,) = rank([Contender(1, PROVEN)], promise_seconds=0, draw=random.Random(1))
    assert one.in_time == one.score == 0.0


def test_reach_is_higher_the_more_was_shown_and_hopes_for_the_unknown() -> None:
    average = Record(solved=30, unsolved=10, offered=120, claimed=40, answered=40, seconds_log_sum=40 * 5.7,
                     seconds_log_squares=40 * 33.5)  # fmt: skip
    assert reach(PROVEN, promise_seconds=PROMISE) > reach(average, promise_seconds=PROMISE)
    assert reach(UNKNOWN, promise_seconds=PROMISE) > reach(average, promise_seconds=PROMISE)


@given(records(), st.floats(1, 1e6))
def test_reach_is_a_chance(record: Record, promise: float) -> None:
    assert 0 <= reach(record, promise_seconds=promise) <= 1


def test_the_usual_time_is_the_middle_of_what_was_seen() -> None:
    logs = [math.log(120)] * 200
    record = Record(answered=200, seconds_log_sum=sum(logs), seconds_log_squares=sum(log**2 for log in logs))
    assert round(record.usual_seconds) == 121  # the prior's five minutes still weigh two answers
    assert Record().usual_seconds == 300.0 or math.isclose(Record().usual_seconds, 300.0)


def test_fresh_is_who_held_few() -> None:
    assert Record(solved=2, unsolved=2).fresh
    assert not Record(solved=3, unsolved=2).fresh
