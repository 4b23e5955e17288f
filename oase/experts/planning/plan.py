"""What is simulated: topics with their questions, groups of experts, and the company behind them."""

import math
import random
from dataclasses import dataclass, field, replace
from itertools import pairwise

from oase.experts.matching.ranking import Record
from oase.experts.matching.waves import Waves
from oase.experts.planning.weeks import ALWAYS, HOUR, HOURS_OF_WEEK, MINUTE, WEEK, Hours
from oase.experts.planning.wrong import WrongPlan

MOST_EXPERTS, MOST_A_WEEK = 20_000, 1_000_000


@dataclass(frozen=True)
class Times:
    """How long something takes, in seconds: log-normal about a median, or exponential with that median."""

    median: float
    spread: float = 0.6
    """Standard deviation of the logarithm: at 0.6 two of three lie within a factor of 1.8; 0 is always the median."""
    exponential: bool = False

    def __post_init__(self) -> None:
        if not (0 <= self.median < math.inf and 0 <= self.spread <= 5):
            raise WrongPlan("A time has a median of 0 or more, and a spread from 0 to 5.")

    def draw(self, chance: random.Random) -> float:
        """One such time, drawn from `chance`."""
        if self.exponential:
            return chance.expovariate(1.0) * self.median / math.log(2)
        return self.median * math.exp(self.spread * chance.gauss(0.0, 1.0))

    @property
    def mean(self) -> float:
        return self.median / math.log(2) if self.exponential else self.median * math.exp(self.spread**2 / 2)


@dataclass(frozen=True)
class TopicPlan:
    """What is asked about one topic, and what is promised for it."""

    name: str
    a_week: float
    """Questions a week, on average."""
    by_hour: tuple[float, ...]
    """Their weights, for each of the week's 168 hours from Monday 00:00."""
    promise_seconds: float
    waves: Waves
    price_cents: int = 0
    """For solving it, where `prices` names no other."""
    languages: tuple[tuple[str, float], ...] = (("de", 1.0),)
    """Languages that are asked in, with their weights."""
    answer: Times = Times(4 * MINUTE)
    """Writing one answer, by an expert of ordinary pace."""
    answers: float = 1.3
    """Answers that one question takes, on average."""
    pause: Times = Times(8 * MINUTE, 1.0)
    """Until the customer writes again, or says that it is solved."""
    solved: float = 0.75
    """Share of claimed questions that an ordinary expert solves without the company."""
    given_on: float = 0.5
    """Of those they do not solve: the share they hand over to the company, with reasons; it pays in part."""
    prices: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """By language, the price in cents for each hour of the week in which it is asked."""

    def price(self, language: str, at: float) -> int:
        """What solving a question earns that is asked in this language at this moment, in euro cents."""
        of_hours = dict(self.prices).get(language)
        return of_hours[int(at % WEEK // HOUR)] if of_hours else self.price_cents

    def __post_init__(self) -> None:
        name = self.name
        if not 0 < self.a_week <= MOST_A_WEEK:
            raise WrongPlan(f"{name}: more than 0 and at most {MOST_A_WEEK:,} questions a week can be simulated.")
        if len(self.by_hour) != HOURS_OF_WEEK or min(self.by_hour) < 0 or not 0 < sum(self.by_hour) < math.inf:
            raise WrongPlan(f"{name}: each of the week's 168 hours has a weight of 0 or more, and one has more than 0.")
        if not 0 < self.promise_seconds < math.inf:
            raise WrongPlan(f"{name}: the promise is longer than nothing.")
        if self.price_cents < 0:
            raise WrongPlan(f"{name}: nobody pays for answering.")
        if not self.languages or any(weight <= 0 for _, weight in self.languages):
            raise WrongPlan(f"{name}: questions come in at least one language, each with a share above 0.")
        if not (0 <= self.solved <= 1 and 0 <= self.given_on <= 1):
            raise WrongPlan(f"{name}: a share lies between 0 and 1.")
        if not 1 <= self.answers <= 20:
            raise WrongPlan(f"{name}: a question takes 1 to 20 answers.")


@dataclass(frozen=True)
class Group:
    """Experts of one kind. They differ: pace and skill are drawn for each."""

    name: str
    count: int
    hours: Hours = ALWAYS
    topics: tuple[str, ...] = ()
    """Names of topics they are qualified for; none: all."""
    languages: tuple[str, ...] = ("de",)
    at_once: int = 3
    offers_at_once: int = 5
    notice: Times = Times(1.5 * MINUTE, 1.0)
    """From an offer to their looking at it."""
    takes: float = 0.5
    """Share of the offers they look at in time that they want."""
    pace: float = 1.0
    """How long they take, against an ordinary expert."""
    skill: float = 1.0
    """The odds that they solve it, against an ordinary expert's."""
    differ: float = 0.25
    """How much they differ among each other: standard deviation of the logarithms of pace and skill."""
    known: tuple[tuple[str, Record], ...] = ()
    """By topic, what has been seen of each of them before the simulation begins."""

    def __post_init__(self) -> None:
        name = self.name
        if not 0 <= self.count <= MOST_EXPERTS:
            raise WrongPlan(f"{name}: 0 to {MOST_EXPERTS:,} experts can be simulated.")
        if not (1 <= self.at_once <= 1000 and 1 <= self.offers_at_once <= 100_000):
            raise WrongPlan(f"{name}: experts hold at least one question, and have room for at least one offer.")
        if not 0 <= self.takes <= 1:
            raise WrongPlan(f"{name}: a share lies between 0 and 1.")
        if not (0 < self.pace <= 100 and 0 < self.skill <= 100 and 0 <= self.differ <= 2):
            raise WrongPlan(f"{name}: pace and skill lie above 0 and up to 100, and experts differ by 0 to 2.")
        if not self.languages:
            raise WrongPlan(f"{name}: experts speak at least one language.")


@dataclass(frozen=True)
class Behind:
    """The company behind the network: who answers what no expert did."""

    hours: Hours = ALWAYS
    answer: Times = Times(90 * MINUTE, 1.0)
    """From its being there to its answer."""

    def __post_init__(self) -> None:
        if not self.hours.spans:
            raise WrongPlan("The company is there at some time of the week: what no expert answers comes to it.")


@dataclass(frozen=True)
class Plan:
    """All of it."""

    topics: tuple[TopicPlan, ...]
    groups: tuple[Group, ...]
    company: Behind = field(default_factory=Behind)
    handover_percent: int = 20
    """Part of the price that a founded handover pays."""

    def __post_init__(self) -> None:
        names = [topic.name for topic in self.topics]
        if not names:
            raise WrongPlan("A plan needs at least one topic that is asked about.")
        if twice := next((first for first, second in pairwise(sorted(names)) if first == second), None):
            raise WrongPlan(f"The topic “{twice}” stands in the plan twice.")
        for group in self.groups:
            if strange := set(group.topics) - set(names):
                raise WrongPlan(f"{group.name}: there is no topic “{min(strange)}” in the plan.")
        if sum(group.count for group in self.groups) > MOST_EXPERTS:
            raise WrongPlan(f"At most {MOST_EXPERTS:,} experts can be simulated.")
        if sum(topic.a_week for topic in self.topics) > MOST_A_WEEK:
            raise WrongPlan(f"At most {MOST_A_WEEK:,} questions a week can be simulated.")

    @property
    def experts(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def a_week(self) -> float:
        return sum(topic.a_week for topic in self.topics)

    def with_experts(self, number: int) -> "Plan":
        """The same with so many experts in all, its groups in their proportions (largest remainders).

        Raises:
            WrongPlan: the number is out of bounds, or there is nobody to be like.
        """
        if not 0 <= number <= MOST_EXPERTS or not self.experts:
            raise WrongPlan(f"0 to {MOST_EXPERTS:,} experts can be simulated, in the proportions of the plan's groups.")
        exact = [group.count * number / self.experts for group in self.groups]
        counts = [int(one) for one in exact]
        by_rest = sorted(range(len(exact)), key=lambda place: (counts[place] - exact[place], place))
        for place in by_rest[: number - sum(counts)]:
            counts[place] += 1
        return replace(
            self, groups=tuple(replace(group, count=n) for group, n in zip(self.groups, counts, strict=True))
        )

    def with_questions(self, a_week: float) -> "Plan":
        """The same with so many questions a week in all.

        Raises:
            WrongPlan: the number is out of bounds.
        """
        if not 0 < a_week <= MOST_A_WEEK:
            raise WrongPlan(f"More than 0 and at most {MOST_A_WEEK:,} questions a week can be simulated.")
        factor = a_week / self.a_week
        return replace(self, topics=tuple(replace(topic, a_week=topic.a_week * factor) for topic in self.topics))

    def promising(self, *, waves: Waves | None = None, promise_seconds: float | None = None) -> "Plan":
        """The same with these waves, or this promise, for every topic."""
        return replace(
            self,
            topics=tuple(
                replace(topic, waves=waves or topic.waves, promise_seconds=promise_seconds or topic.promise_seconds)
                for topic in self.topics
            ),
        )
