"""What an expert reads about being asked."""

from dataclasses import dataclass
from datetime import datetime, time

from oase.experts.availability.hours import Hours, Span
from oase.experts.availability.presence import Presence
from oase.experts.availability.readiness import Load, Readiness, readiness
from oase.experts.desk.reading import Desk
from oase.jobs import clock


@dataclass(frozen=True)
class Asked:
    """Their settings, and how full their hands and their desk are."""

    available: bool
    time_zone: str
    languages: list[str]
    at_once: int
    offers_at_once: int
    suspended: bool
    paused: bool
    paused_until: datetime | None
    unanswered: int
    beyond_until: datetime | None
    mail_offers: bool
    mail_replies: bool
    held: int
    offered: int
    topics: int
    hours: list[list[str]]
    """Each span as weekday, beginning and end: "0", "18:00", "00:00"."""

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(Span(int(day), time.fromisoformat(one), time.fromisoformat(two)) for day, one, two in self.hours)

    @property
    def presence(self) -> Presence:
        return Presence(
            switched_on=self.available,
            hours=Hours(self.spans, self.time_zone),
            paused=self.paused,
            paused_until=self.paused_until,
            beyond_until=self.beyond_until,
        )

    @property
    def ready(self) -> Readiness:
        """Whether they are being asked at this moment, and why not."""
        load = Load(
            self.held, self.at_once, self.offered, self.offers_at_once, self.topics, self.suspended, self.unanswered
        )
        return readiness(self.presence, load, clock.now())


def asked_of(desk: Desk) -> Asked:
    """How being asked stands for the expert of this desk: one statement."""
    (asked,) = desk.read(Asked, "SELECT * FROM desk.availability")
    return asked
