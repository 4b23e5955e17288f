"""Which waves meet a time aimed at: the same questions and experts, again and again with other waves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from oase.experts.matching.waves import Waves
from oase.experts.planning.figures import figures_of
from oase.experts.planning.plan import Plan
from oase.experts.planning.simulating import simulate

SIZES = ((1, 2, 4, 8), (3, 6, 12, 25), (5, 10, 25, 50), (10, 20, 40, 80), (25, 50, 100, 200))
SECONDS = (15.0, 30.0, 60.0)


@dataclass(frozen=True)
class Tried:
    """One setting and what came of it: means over the seeds. Times in seconds."""

    waves: Waves
    median: float
    p95: float
    expert_median: float
    within: float
    """Share answered within the time aimed at."""
    solved: float
    claimed: float
    asked: float
    """Offers to one question."""

    def meets(self, aim_seconds: float) -> bool:
        """Whether half of all questions, whoever answers them, have their answer within this time."""
        return self.median <= aim_seconds


def tried(
    plan: Plan,
    *,
    aim_seconds: float,
    sizes: Sequence[tuple[int, ...]] = SIZES,
    seconds: Sequence[float] = SECONDS,
    weeks: int,
    seeds: Sequence[int],
) -> Iterator[Tried]:
    """Each size with each time, with every seed; the share within `aim_seconds` is told beside the median.

    Raises:
        WrongPlan: as `simulate`.
    """
    aims = [aim_seconds for _ in plan.topics]
    for size in sizes:
        for every in seconds:
            waves = Waves(size, every)
            those = plan.promising(waves=waves)
            found = [figures_of(simulate(those, weeks=weeks, seed=seed), aims).all for seed in seeds]
            yield Tried(
                waves,
                median=fmean(one.median for one in found),
                p95=fmean(one.p95 for one in found),
                expert_median=fmean(one.expert_median for one in found),
                within=fmean(one.in_time for one in found),
                solved=fmean(one.solved for one in found),
                claimed=fmean(one.claimed for one in found),
                asked=fmean(one.asked for one in found),
            )
