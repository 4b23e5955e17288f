"""The simulated experts and questions while they live."""

import math
import random
from collections import deque
from dataclasses import dataclass, field

from oase.experts.matching.ranking import Record, reach
from oase.experts.planning.plan import Group, TopicPlan

WAITING, HELD, DONE = "waiting", "held", "done"


@dataclass(slots=True, eq=False)
class Asked:
    """One question, with what will come of it as far as that lies with the customer: drawn when it is asked."""

    topic: int
    language: str
    at: float
    due: float
    counts: bool
    """Not in the weeks that only warm the experts up."""
    works: list[float]
    """Seconds that an ordinary expert needs for each answer."""
    pauses: list[float]
    """Seconds until the customer's next word, after each answer."""
    hardness: float
    """Between 0 and 1: solved by who is at least this good."""
    founded: float
    """Between 0 and 1: what is not solved is handed over with reasons when it lies below the topic's share."""
    company_seconds: float
    state: str = WAITING
    waves: int = 0
    offered: dict["Expert", int] = field(default_factory=dict)
    """To whom, and in which wave."""
    holder: "Expert | None" = None
    claimed_at: float | None = None
    answered_at: float | None = None
    answers: int = 0


class Shown:
    """What was seen of an expert on one topic, growing; `record` is what the ranking reads."""

    __slots__ = ("fresh", "promise_seconds", "reach", "record")

    def __init__(self, record: Record, promise_seconds: float) -> None:
        self.promise_seconds = promise_seconds
        self._show(record)

    def saw(
        self, *, offered: int = 0, claimed: int = 0, solved: int = 0, unsolved: int = 0, seconds: float = 0.0
    ) -> None:
        """Add to it; `seconds` is the time of a first answer, 0 when none was given."""
        old, log = self.record, math.log(max(seconds, 1.0))
        self._show(
            Record(
                solved=old.solved + solved,
                unsolved=old.unsolved + unsolved,
                stars_sum=old.stars_sum,
                stars=old.stars,
                offered=old.offered + offered,
                claimed=old.claimed + claimed,
                answered=old.answered + (1 if seconds else 0),
                seconds_log_sum=old.seconds_log_sum + log,
                seconds_log_squares=old.seconds_log_squares + log * log,
            )
        )

    def _show(self, record: Record) -> None:
        self.record, self.fresh = record, record.fresh
        self.reach = reach(record, promise_seconds=self.promise_seconds)


@dataclass(slots=True, eq=False)
class Expert:
    """One expert. They write one answer at a time, and take a question when they can begin with it."""

    number: int
    group: int
    kind: Group
    chance: random.Random
    """Theirs alone, so that more colleagues change nothing in how they are."""
    pace: float
    skill: float
    shown: dict[int, Shown]
    """By topic; those they are qualified for."""
    lot: float
    """Decides among equals, as in `Placing`."""
    there: bool = False
    writing: Asked | None = None
    since: float = 0.0
    held: int = 0
    desk: dict[Asked, bool] = field(default_factory=dict)
    """Offers, and whether they looked at them and want them."""
    follow_ups: deque[Asked] = field(default_factory=deque)
    busy_seconds: float = 0.0
    offers: int = 0
    claims: int = 0
    solved: int = 0
    cents: int = 0

    def solves(self, asked: Asked, topic: TopicPlan) -> bool:
        """Whether they are good enough for it: the topic's odds times their skill."""
        if topic.solved in (0.0, 1.0):
            return topic.solved == 1.0
        odds = topic.solved / (1 - topic.solved) * self.skill
        return asked.hardness < odds / (1 + odds)


def experts_of(group: Group, place: int, first: int, topics: tuple[TopicPlan, ...], seed: object) -> list[Expert]:
    """The experts of a group, numbered from `first` on, each drawn from a chance of their own."""
    able = [at for at, topic in enumerate(topics) if not group.topics or topic.name in group.topics]
    known = dict(group.known)
    experts: list[Expert] = []
    for number in range(group.count):
        chance = random.Random(f"{seed}/{group.name}/{number}")
        pace = group.pace * math.exp(group.differ * chance.gauss(0.0, 1.0))
        skill = group.skill * math.exp(group.differ * chance.gauss(0.0, 1.0))
        shown = {at: Shown(known.get(topics[at].name, Record()), topics[at].promise_seconds) for at in able}
        experts.append(Expert(first + number, place, group, chance, pace, skill, shown, chance.random()))
    return experts
