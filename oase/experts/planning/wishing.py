"""What if: more experts at some hours, and what that does to those who ask then."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from oase.experts.planning.course import Run
from oase.experts.planning.figures import Answers, Figures, figures_of
from oase.experts.planning.plan import Group, Plan
from oase.experts.planning.simulating import simulate
from oase.experts.planning.weeks import Hours
from oase.experts.planning.wrong import WrongPlan

MOST_WEEKS = 26


@dataclass(frozen=True)
class Compared:
    """Those who ask in certain hours, without and with the additional experts: the same questions both times."""

    before: Answers
    after: Answers


def weeks_for(plan: Plan, questions: int) -> int:
    """How many weeks bring about so many questions, between one and half a year."""
    return min(max(math.ceil(questions / plan.a_week), 1), MOST_WEEKS)


@lru_cache(maxsize=32)
def run_of(plan: Plan, weeks: int, seed: int) -> Run:
    """`simulate`, kept for who asks the same again."""
    return simulate(plan, weeks=weeks, seed=seed)


def figures_for(plan: Plan, *, weeks: int, seed: int) -> Figures:
    """The figures of one simulation of the plan."""
    return figures_of(run_of(plan, weeks, seed), [topic.promise_seconds for topic in plan.topics])


def with_more(plan: Plan, count: int, hours: Hours) -> Plan:
    """The plan with so many more experts in these hours: qualified for everything, otherwise as those it has.

    Raises:
        WrongPlan: too many, none, or no hours.
    """
    if count < 1 or not hours.spans:
        raise WrongPlan("More experts are at least one, at some hours of the week.")
    return replace(plan, groups=(*plan.groups, replace(_typical(plan), count=count, hours=hours)))


def _typical(plan: Plan) -> Group:
    """An expert like the plan's on average: pace and skill by the geometric mean, the rest by the mean."""
    group = Group(
        "more experts", 0, languages=tuple(sorted({one for topic in plan.topics for one, _ in topic.languages}))
    )
    there = [one for one in plan.groups if one.count]
    if not there:
        return group
    total = sum(one.count for one in there)
    return replace(
        group,
        at_once=round(sum(one.at_once * one.count for one in there) / total),
        offers_at_once=round(sum(one.offers_at_once * one.count for one in there) / total),
        notice=max(there, key=lambda one: one.count).notice,
        takes=sum(one.takes * one.count for one in there) / total,
        pace=math.exp(sum(math.log(one.pace) * one.count for one in there) / total),
        skill=math.exp(sum(math.log(one.skill) * one.count for one in there) / total),
        differ=sum(one.differ * one.count for one in there) / total,
    )


def asked_within(run: Run, plan: Plan, hours: Hours) -> Answers:
    """How those fared who asked in these hours."""
    return Answers.of(
        [one for one in run.courses if hours.cover(one.at)], lambda one: plan.topics[one.topic].promise_seconds
    )


def compared(plan: Plan, count: int, hours: Hours, *, weeks: int, seed: int) -> Compared:
    """What so many more experts in these hours change for those who ask then.

    Raises:
        WrongPlan: as `with_more` and `simulate`.
    """
    more = with_more(plan, count, hours)
    return Compared(
        asked_within(run_of(plan, weeks, seed), plan, hours), asked_within(run_of(more, weeks, seed), more, hours)
    )
