"""Questions as they come: a Poisson process whose rate changes by the hour of the week."""

import math
import random
from collections.abc import Iterator

from oase.experts.planning.people import Asked
from oase.experts.planning.plan import Plan, TopicPlan
from oase.experts.planning.weeks import HOUR, HOURS_OF_WEEK

MOST_ANSWERS = 20


def arrivals(plan: Plan, *, weeks: int, warm_up: int, seed: object) -> list[Asked]:
    """Every question of these weeks, in order; the first `warm_up` weeks lie before moment 0 and do not count.

    Drawn topic by topic from chances of their own: the same questions come whoever is there to answer.
    """
    asked = [
        one
        for place, topic in enumerate(plan.topics)
        for one in _about(topic, place, plan, -warm_up, weeks, random.Random(f"{seed}/{topic.name}"))
    ]
    return sorted(asked, key=lambda one: one.at)


def _about(topic: TopicPlan, place: int, plan: Plan, first: int, last: int, chance: random.Random) -> Iterator[Asked]:
    total = sum(topic.by_hour)
    languages, weights = zip(*topic.languages, strict=True)
    for hour in range(first * HOURS_OF_WEEK, last * HOURS_OF_WEEK):
        if not (weight := topic.by_hour[hour % HOURS_OF_WEEK]):
            continue
        rate = topic.a_week * weight / total / HOUR
        # Within an hour the rate stands, and a Poisson process has no memory: each hour begins anew.
        at = hour * HOUR + chance.expovariate(rate)
        while at < (hour + 1) * HOUR:
            answers = _answers(topic, chance)
            yield Asked(
                topic=place,
                language=chance.choices(languages, weights)[0],
                at=at,
                due=at + topic.promise_seconds,
                counts=hour >= 0,
                works=[topic.answer.draw(chance) for _ in range(answers)],
                pauses=[topic.pause.draw(chance) for _ in range(answers)],
                hardness=chance.random(),
                founded=chance.random(),
                company_seconds=plan.company.answer.draw(chance),
            )
            at += chance.expovariate(rate)


def _answers(topic: TopicPlan, chance: random.Random) -> int:
    """At least one; how many more is geometric with the topic's mean."""
    more = topic.answers - 1
    if more <= 0:
        return 1
    return min(1 + int(math.log(1 - chance.random()) / math.log(more / (1 + more))), MOST_ANSWERS)
