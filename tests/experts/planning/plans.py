from dataclasses import replace

from oase.experts.matching.waves import Waves
from oase.experts.planning.plan import Group, Plan, Times, TopicPlan
from oase.experts.planning.weeks import WEEK

ANY_HOUR = (1.0,) * 168
AT_ONCE = Times(0.0, 0.0)
MEAN_SECONDS = 240.0


def a_queue(servers: int, utilisation: float, answer: Times) -> Plan:
    """Experts who are always there and take whatever comes, at once, one after the other: a queue of the textbook.

    Everybody is asked about everything, and nothing runs out of time, so who is free first takes what waits longest.
    """
    topic = TopicPlan(
        "coffee",
        a_week=utilisation * servers / answer.mean * WEEK,
        by_hour=ANY_HOUR,
        promise_seconds=1e9,
        waves=Waves((200,), 1e8),
        answer=answer,
        answers=1,
        pause=AT_ONCE,
        solved=1.0,
    )
    group = Group("always", servers, at_once=1000, offers_at_once=100_000, notice=AT_ONCE, takes=1.0, differ=0.0)
    return Plan((topic,), (group,))


def with_count(plan: Plan, count: int) -> Plan:
    return replace(plan, groups=(replace(plan.groups[0], count=count),))
