"""An expert's own standing, as their desk shows it."""

from dataclasses import dataclass
from datetime import datetime

from oase.companies.models import in_language
from oase.experts.desk.reading import Desk
from oase.experts.reputation.alarms import LATELY
from oase.experts.reputation.levels import Missing, Work, missing_for
from oase.jobs import clock

MOST_SUSPENSIONS = 20


@dataclass(frozen=True)
class Standing:
    """What their work on one topic has earned. `good`: different conversations with a good answer."""

    company: str
    topic_de: str
    topic_en: str
    level: str
    solved: int
    unsolved: int
    stars_sum: int
    stars: int
    good: int
    appointed: bool

    @property
    def topic(self) -> str:
        return in_language(self.topic_de, self.topic_en)

    @property
    def work(self) -> Work:
        return Work(self.good, self.solved, self.unsolved, self.stars_sum, self.stars, self.appointed)

    @property
    def mean(self) -> float | None:
        """Mean stars; None before the first."""
        return self.work.mean

    @property
    def missing(self) -> Missing | None:
        """What is missing to the next level; None for whoever is senior."""
        return missing_for(self.work, self.level)


@dataclass(frozen=True)
class Suspended:
    """A suspension and the answer to it; `words`, `appeal` and `reply` are shielded."""

    id: int
    company: str
    reason: str
    words: str
    at: datetime
    lifted_at: datetime | None
    appeal: str | None
    appealed_at: datetime | None
    granted: bool | None
    reply: str | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Stop:
    """Their account was stopped, as too much was opened by it."""

    at: datetime
    sessions: int
    disowned_at: datetime | None


@dataclass(frozen=True)
class Shown:
    """Their public page: part of its address, and since when there is one."""

    name: str
    since: datetime


def standings(desk: Desk) -> list[Standing]:
    """Their standing on each topic."""
    return desk.read(Standing, "SELECT * FROM desk.standing ORDER BY company, topic_de")


def suspensions(desk: Desk) -> list[Suspended]:
    """What they were suspended for, open ones first, then the newest."""
    query = f"SELECT * FROM desk.suspension ORDER BY lifted_at IS NOT NULL, at DESC LIMIT {MOST_SUSPENSIONS}"
    return desk.read(Suspended, query)


def stops(desk: Desk) -> list[Stop]:
    """When their account was stopped lately, newest first."""
    query = "SELECT * FROM desk.alarm WHERE at > %s::timestamptz ORDER BY at DESC"
    return desk.read(Stop, query, [clock.now() - LATELY])


def public_page(desk: Desk) -> Shown | None:
    """Their public page, if they chose to have one."""
    return next(iter(desk.read(Shown, "SELECT * FROM desk.public_page")), None)
