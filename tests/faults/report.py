"""What a run found, and how it is told."""

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tests.faults.writing import Record


@dataclass
class Report:
    """Figures of a run. `wrong` is empty when every promise was kept."""

    rounds: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    well_after: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds from the kill to the first acknowledgement (of the jobs: to the next job done), by victim."""
    database_back: list[float] = field(default_factory=list)
    """Seconds from the kill of PostgreSQL, or of one of its connections, until it took connections again."""
    caught_up: list[float] = field(default_factory=list)
    """Seconds after an act until every open page showed everything."""
    wrong: list[str] = field(default_factory=list)
    acknowledged: int = 0
    given_up: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    pages: int = 0
    seconds: float = 0.0

    def add(self, record: Record) -> None:
        """Take in what the writers of an act know."""
        self.acknowledged += len(record.acknowledged)
        self.given_up += len(record.given_up)
        self.unknown += record.unknown
        self.slowest = max(self.slowest, record.slowest)
        self.wrong += record.wrong

    def text(self) -> str:
        """A summary for people."""
        lines = [
            f"{self.rounds} rounds in {self.seconds:.0f} s: {self.acknowledged} messages acknowledged, "
            f"{self.given_up} given up while their outcome was unknown",
            "",
            "| killed | times | well again, median | longest |",
            "|---|---|---|---|",
        ]
        for victim, times in sorted(self.well_after.items()):
            middle = statistics.median(times)
            lines.append(f"| {victim} | {self.kills[victim]} | {middle:.2f} s | {max(times):.2f} s |")
        unknown = ", ".join(f"{kind} {count}" for kind, count in self.unknown.most_common())
        lines += [
            "",
            f"PostgreSQL took connections again after at most {max(self.database_back, default=0):.1f} s",
            f"every one of {self.pages} open pages showed everything at most {max(self.caught_up, default=0):.1f} s "
            "after an act",
            f"answers that left the outcome open: {unknown or 'none'}; the slowest acknowledgement took "
            f"{self.slowest:.1f} s, tries included",
            "",
        ]
        lines += [f"WRONG: {one}" for one in self.wrong] or ["Nothing was lost, doubled, changed or out of order."]
        return "\n".join(lines)
