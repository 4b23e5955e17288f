"""Why an expert was asked: stored with the offer, so that it can be read later as it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oase.experts.matching.ranking import Ranked


def reason_for(match: Ranked) -> dict[str, Any]:
    """What spoke for this expert, as plain values for `Offer.reason`."""
    record = match.contender.record
    return {
        "solved": record.solved,
        "unsolved": record.unsolved,
        "stars_sum": record.stars_sum,
        "stars": record.stars,
        "minutes": max(1, round(record.usual_seconds / 60)) if record.answered else None,
        "held": match.contender.held,
        "draws": [round(draw, 3) for draw in (match.solves, match.takes, match.in_time)],
    }


@dataclass(frozen=True)
class Reason:
    """What `reason_for` stored, with the answers a page gives."""

    solved: int
    unsolved: int
    stars_sum: int
    stars: int
    minutes: int | None
    """Half of their first answers come within these; None before the first."""
    held: int
    draws: tuple[float, ...]
    """This time's chances: that they solve it, take it, and answer in time."""

    @property
    def of(self) -> int:
        """How many were solved or not."""
        return self.solved + self.unsolved

    @property
    def percents(self) -> tuple[int, ...]:
        """The draws in percent."""
        return tuple(round(draw * 100) for draw in self.draws)

    @property
    def mean_stars(self) -> float | None:
        return self.stars_sum / self.stars if self.stars else None

    @property
    def chance(self) -> bool:
        """Whether they were asked although nothing is known of them yet: everybody gets a first question."""
        return self.of == 0


def read(stored: Mapping[str, Any]) -> Reason | None:
    """The reason of an offer; None for one from before reasons were kept."""
    if not stored:
        return None
    return Reason(**{**stored, "draws": tuple(stored["draws"])})
