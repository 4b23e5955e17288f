"""What rules of a test would mean, before they are decided."""

from dataclasses import dataclass

from oase.companies.models import Topic
from oase.experts.programme.models import Attempt

TAKEN_LATELY = 100
"""So many of the latest tests are looked at."""


@dataclass(frozen=True)
class RulesEffect:
    """`there` questions may be drawn; of `tests` taken lately `passed` were, `would_pass` with another mark."""

    time_each: str
    """Minutes and seconds for one question: 1:30."""
    there: int
    too_few: bool
    tests: int
    passed: int
    would_pass: int


def effect_of_rules(topic: Topic, *, questions: int, minutes: int, pass_percent: int, wait_hours: int) -> RulesEffect:
    """What these rules would mean; how long somebody waits after a failure (`wait_hours`) changes none of it."""
    there = topic.questions.filter(retired_at=None).count()
    whole, seconds = divmod(minutes * 60 // min(questions, there or questions), 60)
    taken = Attempt.objects.filter(topic=topic).exclude(decided_at=None).order_by("-decided_at", "-pk")
    results = list(taken.values_list("passed", "percent")[:TAKEN_LATELY])
    return RulesEffect(
        time_each=f"{whole}:{seconds:02}",
        there=there,
        too_few=there < questions,
        tests=len(results),
        passed=sum(passed is True for passed, _percent in results),
        would_pass=sum(percent is not None and percent >= pass_percent for _passed, percent in results),
    )
