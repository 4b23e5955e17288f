"""Whether an expert is being asked now; if not, why not, and until when. Pure.

Of several reasons one is said: what was decided about them, then their switch, pause and hours, then what they lack,
and last that they have enough.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from oase.experts.availability.presence import Presence

State = Literal["asked", "beyond", "suspended", "unqualified", "away", "silent", "paused", "outside", "full", "laden"]


@dataclass(frozen=True)
class Load:
    """How much somebody has, and how much they want; `topics` are those they may be asked on."""

    held: int
    at_once: int
    offered: int
    offers_at_once: int
    topics: int
    suspended: bool = False
    unanswered: int = 0
    """Bursts of offers after which the house paused them."""


@dataclass(frozen=True)
class Readiness:
    """`until`: when this ends by itself, as far as the clock knows."""

    state: State
    until: datetime | None = None

    @property
    def asked(self) -> bool:
        """Whether new questions come to them now."""
        return self.state in {"asked", "beyond"}


def readiness(presence: Presence, load: Load, now: datetime) -> Readiness:
    """How it stands at `now`."""
    if load.suspended:
        return Readiness("suspended")
    if not presence.switched_on:
        return Readiness("away")
    if presence.pauses(now):
        return Readiness("silent") if load.unanswered else Readiness("paused", presence.paused_until)
    holds = presence.hours.hold(now)
    if not holds and not presence.is_beyond(now):
        return Readiness("outside", presence.hours.next(now))
    if not load.topics:
        return Readiness("unqualified")
    if load.held >= load.at_once:
        return Readiness("full")
    if load.offered >= load.offers_at_once:
        return Readiness("laden")
    if not holds:
        return Readiness("beyond", presence.beyond_until)
    return Readiness("asked", presence.hours.until(now))
