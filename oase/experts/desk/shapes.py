"""What a row of each of the expert's views is. Names and pictures of customers are their pseudonym's."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from oase.companies.models import in_language
from oase.conversations import pseudonyms
from oase.experts.matching import reasons
from oase.experts.matching.reasons import Reason


@dataclass(frozen=True)
class _Named:
    """What most rows share: the customer's pseudonym and the topic."""

    pseudonym: str
    company: str
    topic_de: str | None
    topic_en: str | None

    @property
    def name(self) -> str:
        return pseudonyms.name(self.pseudonym)

    @property
    def picture(self) -> str:
        return pseudonyms.picture(self.pseudonym)

    @property
    def topic(self) -> str:
        return in_language(self.topic_de or "", self.topic_en or "")


@dataclass(frozen=True)
class Offered(_Named):
    id: int
    language: str
    reward_cents: int
    offered_at: datetime
    expires_at: datetime
    due_at: datetime
    opened_at: datetime
    excerpt: str | None
    reason: str = "{}"
    """JSON, as stored: `why` reads it."""

    @property
    def why(self) -> Reason | None:
        """What spoke for asking this expert."""
        return reasons.read(json.loads(self.reason))


@dataclass(frozen=True)
class Held(_Named):
    id: UUID
    subject: str
    language: str
    opened_at: datetime
    last_seq: int
    solution_proposed_at: datetime | None
    company_slug: str
    reward_cents: int
    turn: str
    due_at: datetime
    promised_at: datetime
    claimed_at: datetime
    customer_delivered: int
    """Up to which entry everything arrived at the customer's page, or was read by them."""
    customer_read: int
    asked: int
    """The customer's last message."""
    answered: int
    """The expert's own last one; 0 before the first."""
    unread: int
    """Messages that are new to the expert."""


@dataclass(frozen=True)
class Past(_Named):
    id: UUID
    subject: str
    language: str
    ended_at: datetime
    solved_at: datetime | None
    cents: int | None
    answered_after: timedelta | None
    sensitive: bool
    """It became the company's alone while they held it."""


@dataclass(frozen=True)
class Said:
    """One message of a held conversation."""

    conversation_id: UUID
    seq: int
    author_role: str
    mine: bool
    author_name: str
    author_face: str
    body: str
    shielded: bool
    at: datetime


@dataclass(frozen=True)
class Happened:
    """One event of a held conversation."""

    conversation_id: UUID
    seq: int
    kind: str
    mine: bool | None
    at: datetime
    hint: str | None


@dataclass(frozen=True)
class Thanked:
    stars: int
    thanks: str
    at: datetime
    pseudonym: str
    subject: str
    """Empty an hour after they held it: then the topic stands for it."""
    topic_de: str | None
    topic_en: str | None

    @property
    def name(self) -> str:
        return pseudonyms.name(self.pseudonym)


@dataclass(frozen=True)
class Earned:
    cents: int
    reason: str
    earned_at: datetime
    pseudonym: str
    """This and the subject are empty once the conversation was deleted, and where it was never theirs to read."""
    subject: str
    """Empty an hour after they held it, too."""
    topic_de: str | None
    topic_en: str | None
    company: str
    paid: bool
    taken_back: str
    """Why the company took it back; empty when it did not."""

    @property
    def name(self) -> str:
        return pseudonyms.name(self.pseudonym) if self.pseudonym else ""

    @property
    def topic(self) -> str:
        return in_language(self.topic_de or "", self.topic_en or "")


@dataclass(frozen=True)
class Qualified:
    company: str
    topic_de: str
    topic_en: str
    about_de: str
    about_en: str
    reward_cents: int
    passed_at: datetime
    lapses_at: datetime | None

    @property
    def topic(self) -> str:
        return in_language(self.topic_de, self.topic_en)

    @property
    def about(self) -> str:
        return in_language(self.about_de, self.about_en)


@dataclass(frozen=True)
class Profile:
    first_name: str
    face: str
    introduction_de: str
    introduction_en: str
    languages: list[str]
    available: bool
    at_once: int
    since: datetime

    @property
    def introduction(self) -> str:
        return in_language(self.introduction_de, self.introduction_en)


@dataclass(frozen=True)
class Month:
    """What was earned in one month; `month` is its first day."""

    month: date
    rewards: int
    cents: int


@dataclass(frozen=True)
class Week:
    """Figures of some days: how many solved, mean stars and of how many, median minutes to the first answer, earned."""

    solved: int
    stars: float | None
    ratings: int
    minutes: float | None
    cents: int
