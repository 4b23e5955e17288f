"""What is told of a simulated question and of a simulated expert."""

from dataclasses import dataclass
from typing import Final

SOLVED: Final = "solved"
"""By an expert, without the company."""
GIVEN_ON: Final = "given on"
"""An expert answered and handed it over to the company, with reasons."""
COMPANY_ASKED: Final = "company asked"
"""An expert answered; it was not enough, and the customer asked for the company."""
LATE: Final = "late"
"""Claimed, and not answered in time: it moved on to the company by itself."""
UNCLAIMED: Final = "unclaimed"
"""Offered, and nobody took it in time."""
NOBODY: Final = "nobody"
"""Nobody could be asked, so it went to the company at once."""
ENDS: Final = (SOLVED, GIVEN_ON, COMPANY_ASKED, LATE, UNCLAIMED, NOBODY)


@dataclass(frozen=True, slots=True)
class Course:
    """What became of one question. Moments are seconds since the first counted Monday, 00:00."""

    topic: int
    """Place of the topic in the plan."""
    at: float
    asked: int
    """How many experts it was offered to."""
    waves: int
    claimed_at: float | None
    answered_at: float
    """The first answer, whoever gave it."""
    ended_at: float
    """When it was solved, or had moved on to the company."""
    end: str

    @property
    def seconds(self) -> float:
        """From the question to its first answer."""
        return self.answered_at - self.at

    @property
    def by_expert(self) -> bool:
        """Whether an expert gave the first answer."""
        return self.end in (SOLVED, GIVEN_ON, COMPANY_ASKED)


@dataclass(frozen=True, slots=True)
class Worked:
    """What one expert did in the counted weeks."""

    group: int
    """Place of the group in the plan."""
    there_seconds: float
    busy_seconds: float
    """Writing."""
    offered: int
    claimed: int
    solved: int
    cents: int

    @property
    def load(self) -> float:
        """Part of their hours that they wrote; above 1 for who went on after hours. 0 without hours."""
        return self.busy_seconds / self.there_seconds if self.there_seconds else 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """One simulation: every counted question in the order asked, and every expert."""

    weeks: int
    courses: tuple[Course, ...]
    experts: tuple[Worked, ...]
