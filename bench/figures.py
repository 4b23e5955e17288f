"""What was measured, as numbers: percentiles, medians with their spread, ratios."""

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all do not exceed: the nearest rank. NaN of nothing."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Spread:
    """The median of several runs, and the least and the greatest of them."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Raises `ValueError` when there is no run."""
        if not values:
            raise ValueError("a median needs at least one run")
        return cls(statistics.median(values), min(values), max(values))


@dataclass
class Run:
    """One run of one measure: what was done in how many seconds of the clock."""

    done: int
    seconds: float
    latencies: list[float] = field(default_factory=list)
    """Seconds from sending to the whole answer, of what succeeded."""
    errors: Counter[str] = field(default_factory=Counter)
    """What went wrong and how often: a status, or a broken connection."""
    cores: dict[str, float] = field(default_factory=dict)
    """Processor seconds a second of the clock, by part of the house."""

    @property
    def rate(self) -> float:
        """Successes a second."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def failed(self) -> int:
        return self.errors.total()


@dataclass
class Measure:
    """One line of the tables: runs by how many were at it at once."""

    name: str
    unit: str = "/s"
    scale: int = 1
    """How many units one success is, such as rows of a batch."""
    runs: dict[int, list[Run]] = field(default_factory=dict)

    def add(self, at_once: int, run: Run) -> None:
        self.runs.setdefault(at_once, []).append(run)

    def rate(self, at_once: int) -> Spread | None:
        """Units a second."""
        runs = self.runs.get(at_once)
        return Spread.of([run.rate * self.scale for run in runs]) if runs else None

    def latency(self, at_once: int, share: float) -> Spread | None:
        """A percentile of the latency, in milliseconds: the median of the runs' percentiles."""
        runs = [run for run in self.runs.get(at_once, ()) if run.latencies]
        return Spread.of([percentile(run.latencies, share) * 1000 for run in runs]) if runs else None

    def cores(self, at_once: int) -> dict[str, float]:
        """Mean processor use by part, in cores."""
        runs = [run.cores for run in self.runs.get(at_once, ()) if run.cores]
        parts = sorted({part for run in runs for part in run})
        return {part: statistics.mean(run.get(part, 0.0) for run in runs) for part in parts}

    def each(self, at_once: int) -> dict[str, float]:
        """Processor milliseconds by part that one unit took."""
        rate = self.rate(at_once)
        if rate is None or not rate.middle:
            return {}
        return {part: used / rate.middle * 1000 for part, used in self.cores(at_once).items()}

    @property
    def errors(self) -> Counter[str]:
        return sum((run.errors for runs in self.runs.values() for run in runs), Counter())


def ratio(part: Spread | None, whole: Spread | None) -> float | None:
    """How much of `whole` the `part` is, median by median; None where one is missing or nothing."""
    if part is None or whole is None or not whole.middle:
        return None
    return part.middle / whole.middle
