from dataclasses import replace
from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oase.experts.matching.waves import Waves
from oase.experts.planning.course import COMPANY_ASKED, ENDS, GIVEN_ON, LATE, NOBODY, SOLVED, UNCLAIMED
from oase.experts.planning.figures import figures_of
from oase.experts.planning.plan import Behind, Group, Plan, Times, TopicPlan
from oase.experts.planning.simulating import simulate
from oase.experts.planning.usual import usual_plan
from oase.experts.planning.weeks import HOUR, MINUTE, WEEK, Hours, hours_in
from oase.experts.planning.wishing import asked_within, compared, with_more
from oase.experts.planning.wrong import WrongPlan

from .plans import ANY_HOUR, AT_ONCE

TOPIC = TopicPlan("coffee", 60, ANY_HOUR, 15 * MINUTE, Waves((2, 4, 8), 30), price_cents=300)


def test_same_seed_same_result() -> None:
    plan = usual_plan(20)
    assert simulate(plan, seed=4) == simulate(plan, seed=4)
    assert simulate(plan, seed=4) != simulate(plan, seed=5)


def test_questions_are_the_same_whoever_is_there() -> None:
    few, many = (simulate(usual_plan(experts, 200), weeks=2, seed=4) for experts in (5, 50))
    assert [(one.topic, one.at) for one in few.courses] == [(one.topic, one.at) for one in many.courses]


@settings(max_examples=25, deadline=None)
@given(
    experts=st.integers(0, 12),
    a_week=st.floats(0.5, 400),
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=3),
    every=st.floats(1, 1200),
    promise=st.floats(1, 3600),
    takes=st.floats(0, 1),
    solved=st.floats(0, 1),
    answers=st.floats(1, 4),
    at_once=st.integers(1, 3),
    offers=st.integers(1, 3),
    seed=st.integers(0, 99),
)
def test_every_question_ends_once(
    experts: int,
    a_week: float,
    sizes: list[int],
    every: float,
    promise: float,
    takes: float,
    solved: float,
    answers: float,
    at_once: int,
    offers: int,
    seed: int,
) -> None:
    topic = replace(
        TOPIC, a_week=a_week, waves=Waves(tuple(sizes), every), promise_seconds=promise, solved=solved, answers=answers
    )
    group = Group("some", experts, hours_in("mo-su 08:00-20:00"), at_once=at_once, offers_at_once=offers, takes=takes)
    run = simulate(Plan((topic,), (group,), Behind(hours_in("mo-fr 09:00-17:00"))), weeks=1, seed=seed)
    ends = figures_of(run, [promise]).ends
    assert sum(ends) == len(run.courses)
    assert all(one.end in ENDS for one in run.courses)
    for one in run.courses:
        assert 0 <= one.at < WEEK
        assert one.answered_at >= one.at
        assert one.ended_at >= one.at
        assert one.asked <= experts
        assert (one.claimed_at is None) == (one.end in (UNCLAIMED, NOBODY))
        assert (one.asked == 0) == (one.end == NOBODY)
        if one.by_expert:
            # Also who claims at the last moment has five minutes.
            assert one.answered_at <= max(one.at + promise, (one.claimed_at or 0) + 300) + 1e-6
    assert sum(one.claimed for one in run.experts) == sum(one.claimed_at is not None for one in run.courses)
    assert sum(one.offered for one in run.experts) == sum(one.asked for one in run.courses)
    assert sum(one.solved for one in run.experts) == ends[ENDS.index(SOLVED)]
    pay = 300 * ends[ENDS.index(SOLVED)] + 60 * ends[ENDS.index(GIVEN_ON)]
    assert sum(one.cents for one in run.experts) == pay


def test_nobody_writes_two_answers_at_the_same_time() -> None:
    topic = replace(TOPIC, a_week=2000, answers=1, solved=1.0, promise_seconds=20_000.0)
    run = simulate(Plan((topic,), (Group("one", 1, at_once=9),)), weeks=1, seed=2)
    written = sorted((one.claimed_at, one.answered_at) for one in run.courses if one.claimed_at is not None)
    assert len(written) > 1000
    assert all(first[1] <= second[0] for first, second in pairwise(written))


def test_more_experts_are_never_worse_on_average() -> None:
    means = []
    for experts in (5, 15, 45):
        found = [figures_of(simulate(usual_plan(experts, 150), seed=seed), [900.0]).all for seed in range(6)]
        means.append(
            [fmean(getattr(one, name) for one in found) for name in ("median", "solved", "claimed", "in_time")]
        )
    for fewer, more in pairwise(means):
        assert more[0] <= fewer[0]
        assert all(after >= before for before, after in zip(fewer[1:], more[1:], strict=True))
    assert means[0][0] > means[2][0]


def test_nobody_there_sends_everything_to_the_company_at_once() -> None:
    plan = Plan((TOPIC,), (), Behind(hours_in("mo 09:00-10:00"), Times(60.0, 0.0)))
    run = simulate(plan, weeks=1, seed=1)
    assert {one.end for one in run.courses} == {NOBODY}
    assert all(one.ended_at == one.at for one in run.courses)
    # It answers a minute after it opened, or a minute after the question.
    opens = hours_in("mo 09:00-10:00")
    assert all(one.answered_at == opens.next(one.at) + 60 for one in run.courses)


def test_experts_who_want_nothing_let_questions_lapse() -> None:
    run = simulate(Plan((TOPIC,), (Group("shy", 5, takes=0.0),)), seed=1)
    assert {one.end for one in run.courses} == {UNCLAIMED}
    assert all(one.ended_at == pytest.approx(one.at + 15 * MINUTE) for one in run.courses)


def test_who_is_too_slow_loses_the_question_to_the_company() -> None:
    topic = replace(TOPIC, answer=Times(2 * HOUR, 0.0))
    run = simulate(Plan((topic,), (Group("slow", 5, takes=1.0, differ=0.0),)), seed=1)
    assert {one.end for one in run.courses} <= {LATE, UNCLAIMED, NOBODY}
    assert LATE in {one.end for one in run.courses}
    assert all(one.cents == 0 and one.solved == 0 for one in run.experts)


def test_whoever_cannot_solve_hands_over_or_is_left() -> None:
    group = Group("keen", 20, takes=1.0)
    founded = simulate(Plan((replace(TOPIC, solved=0.0, given_on=1.0),), (group,)), seed=1)
    assert {one.end for one in founded.courses} <= {GIVEN_ON, LATE}
    left = simulate(Plan((replace(TOPIC, solved=0.0, given_on=0.0),), (group,)), seed=1)
    assert {one.end for one in left.courses} <= {COMPANY_ASKED, LATE}
    assert sum(one.cents for one in left.experts) == 0


def test_prices_of_the_hour_and_language_are_earned() -> None:
    evening = tuple(500 if hour % 24 >= 18 else 300 for hour in range(168))
    topic = replace(TOPIC, solved=1.0, prices=(("de", evening),), answer=Times(60.0, 0.0))
    run = simulate(Plan((topic,), (Group("keen", 20, takes=1.0),)), seed=1)
    solved = [one for one in run.courses if one.end == SOLVED]
    expected = sum(500 if one.at % 86_400 >= 18 * HOUR else 300 for one in solved)
    assert sum(one.cents for one in run.experts) == expected


def test_only_who_is_qualified_speaks_the_language_and_is_there_is_asked() -> None:
    topics = (TOPIC, replace(TOPIC, name="tea", languages=(("en", 1.0),)))
    groups = (
        Group("coffee in German", 3, topics=("coffee",), takes=1.0),
        Group("tea in German", 3, topics=("tea",), takes=1.0),
        Group("tea by night", 3, hours_in("mo-su 22:00-06:00"), ("tea",), ("en",), takes=1.0),
    )
    run = simulate(Plan(topics, groups), weeks=2, seed=1)
    assert sum(one.offered for one in run.experts if one.group == 1) == 0
    night = hours_in("mo-su 22:00-06:00")
    for one in run.courses:
        assert (one.end == NOBODY) == (one.topic == 1 and not night.cover(one.at)) or one.end != NOBODY


def test_a_better_expert_is_asked_more_often_once_known() -> None:
    groups = (
        Group("good", 5, skill=8.0, pace=0.6, differ=0.0, takes=0.8),
        Group("poor", 5, skill=0.15, pace=1.8, differ=0.0, takes=0.8),
    )
    run = simulate(Plan((replace(TOPIC, a_week=400, waves=Waves((2,), 60)),), groups), weeks=3, seed=1)
    offered = [sum(one.offered for one in run.experts if one.group == group) for group in (0, 1)]
    assert offered[0] > 1.5 * offered[1]
    assert offered[1] > 0


def test_what_if_compares_the_same_questions() -> None:
    plan = usual_plan(10, 300)
    hours = hours_in("su 18:00-24:00")
    found = compared(plan, 12, hours, weeks=6, seed=1)
    assert found.before.questions == found.after.questions > 20
    assert found.after.nobody <= found.before.nobody
    assert found.after.in_time > found.before.in_time
    elsewhere = Hours.of([(WEEK / 7 * 2, WEEK / 7 * 2 + HOUR)])
    base, more = (simulate(one, weeks=2, seed=1) for one in (plan, with_more(plan, 12, hours)))
    assert asked_within(base, plan, elsewhere).questions == asked_within(more, plan, elsewhere).questions


@pytest.mark.parametrize(
    ("weeks", "warm_up", "words"),
    [(0, 1, "At least one week"), (1, -1, "At least one week"), (10_000_000, 0, "fewer weeks")],
)
def test_silly_lengths_are_told(weeks: int, warm_up: int, words: str) -> None:
    with pytest.raises(WrongPlan, match=words):
        simulate(usual_plan(5), weeks=weeks, warm_up=warm_up)


def test_pauses_count_as_hands_that_are_full() -> None:
    topic = replace(TOPIC, a_week=500, pause=Times(3 * HOUR, 0.0), solved=1.0, answers=1, answer=AT_ONCE)
    one = Group("one", 1, at_once=1, takes=1.0, notice=AT_ONCE)
    run = simulate(Plan((topic,), (one,)), weeks=1, seed=1)
    claims = sorted(course.claimed_at for course in run.courses if course.claimed_at is not None)
    assert all(after - before >= 3 * HOUR - 1e-6 for before, after in pairwise(claims))
