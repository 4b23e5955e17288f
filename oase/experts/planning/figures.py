"""What came of a simulation, in figures. Times in seconds, money in euro cents, shares from 0 to 1."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from oase.experts.planning.course import ENDS, NOBODY, SOLVED, Course, Run
from oase.experts.planning.weeks import DAY, HOUR, WEEK


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie, interpolated (Hyndman & Fan 1996, definition 7); in order already.

    Raises:
        ValueError: there are none.
    """
    if not ordered:
        raise ValueError("no values")
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution in five numbers and its mean."""

    least: float
    tenth: float
    median: float
    ninetieth: float
    most: float
    mean: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Of these values; of none, all zero."""
        ordered = sorted(values) or [0.0]
        tenth, median, ninetieth = (quantile(ordered, share) for share in (0.1, 0.5, 0.9))
        return cls(ordered[0], tenth, median, ninetieth, ordered[-1], fmean(ordered))


@dataclass(frozen=True, slots=True)
class Answers:
    """How questions fared: all of them, or those of one topic, or of some hours."""

    questions: int
    median: float
    """Until the first answer, whoever gave it; 0 when nothing was asked."""
    p95: float
    expert_median: float
    """Until the first answer, where an expert gave it; 0 when none did."""
    in_time: float
    """Share answered within `promise` seconds."""
    claimed: float
    solved: float
    """By experts, without the company."""
    nobody: float
    """Share for which there was nobody to ask."""
    asked: float
    """Offers to one question, on average."""

    @classmethod
    def of(cls, courses: Sequence[Course], promise: Callable[[Course], float]) -> "Answers":
        """Of these questions, each with its own promise."""
        if not courses:
            return cls(0, 0, 0, 0, 0, 0, 0, 0, 0)
        seconds = sorted(one.seconds for one in courses)
        by_experts = sorted(one.seconds for one in courses if one.by_expert)
        return cls(
            questions=len(courses),
            median=quantile(seconds, 0.5),
            p95=quantile(seconds, 0.95),
            expert_median=quantile(by_experts, 0.5) if by_experts else 0.0,
            in_time=fmean(one.seconds <= promise(one) for one in courses),
            claimed=fmean(one.claimed_at is not None for one in courses),
            solved=fmean(one.end == SOLVED for one in courses),
            nobody=fmean(one.end == NOBODY for one in courses),
            asked=fmean(one.asked for one in courses),
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is told of a run."""

    weeks: int
    experts: int
    all: Answers
    by_topic: tuple[Answers, ...]
    """In the plan's order."""
    by_hour: tuple[Answers, ...]
    """For each of the day's 24 hours, whatever the weekday."""
    by_part: tuple[tuple[Answers, ...], ...]
    """For each weekday from Monday, the parts of the day (`PARTS`)."""
    ends: tuple[int, ...]
    """How many ended how, as `course.ENDS`."""
    load: Spread
    """Part of their hours that an expert writes."""
    earned: Spread
    """By an expert in a week."""
    claimed: Spread
    """By an expert in a week."""


PARTS = ((0, 6), (6, 12), (12, 18), (18, 24))
"""Night, morning, afternoon, evening: hours of the day."""


def figures_of(run: Run, promises: Sequence[float]) -> Figures:
    """The figures of a run; `promises` in seconds, topic by topic as in the plan."""

    def promise(one: Course) -> float:
        return promises[one.topic]

    by_topic: list[list[Course]] = [[] for _ in promises]
    by_hour: list[list[Course]] = [[] for _ in range(24)]
    by_part: list[list[list[Course]]] = [[[] for _ in PARTS] for _ in range(7)]
    for one in run.courses:
        hour = int(one.at % DAY // HOUR)
        by_topic[one.topic].append(one)
        by_hour[hour].append(one)
        by_part[int(one.at % WEEK // DAY)][next(at for at, (_, end) in enumerate(PARTS) if hour < end)].append(one)
    return Figures(
        weeks=run.weeks,
        experts=len(run.experts),
        all=Answers.of(run.courses, promise),
        by_topic=tuple(Answers.of(courses, promise) for courses in by_topic),
        by_hour=tuple(Answers.of(courses, promise) for courses in by_hour),
        by_part=tuple(tuple(Answers.of(courses, promise) for courses in day) for day in by_part),
        ends=tuple(sum(one.end == end for one in run.courses) for end in ENDS),
        load=Spread.of(one.load for one in run.experts),
        earned=Spread.of(one.cents / run.weeks for one in run.experts),
        claimed=Spread.of(one.claimed / run.weeks for one in run.experts),
    )
