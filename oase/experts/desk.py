"""The expert's desk, read through the role `oase_expert` and the views of `views.sql` only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connections, transaction

from oase.companies.models import in_language
from oase.conversations import pseudonyms

Row = TypeVar("Row")


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


@dataclass(frozen=True)
class Past(_Named):
    id: UUID
    subject: str
    language: str
    ended_at: datetime
    solved_at: datetime | None
    cents: int | None
    answered_after: timedelta | None


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

    @property
    def name(self) -> str:
        return pseudonyms.name(self.pseudonym)


@dataclass(frozen=True)
class Earned:
    cents: int
    reason: str
    earned_at: datetime
    pseudonym: str
    subject: str

    @property
    def name(self) -> str:
        return pseudonyms.name(self.pseudonym)


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
class Desk:
    """Everything the expert `person_id` can see; opened by `desk_of`."""

    person_id: int
    cursor: Any

    def _rows(self, shape: type[Row], query: str, parameters: list[Any] | None = None) -> list[Row]:
        self.cursor.execute(query, parameters or [])
        columns = [column[0] for column in self.cursor.description]
        return [shape(**dict(zip(columns, row, strict=True))) for row in self.cursor.fetchall()]

    def profile(self) -> Profile | None:
        return next(iter(self._rows(Profile, "SELECT * FROM desk.profile")), None)

    def offers(self) -> list[Offered]:
        return self._rows(Offered, "SELECT * FROM desk.offer ORDER BY due_at, id LIMIT 50")

    def held(self) -> list[Held]:
        """What they hold: their own turn first, the soonest promise first."""
        return self._rows(Held, "SELECT * FROM desk.conversation ORDER BY turn = 'customer', due_at, id")

    def conversation(self, conversation_id: UUID) -> Held | None:
        rows = self._rows(Held, "SELECT * FROM desk.conversation WHERE id = %s", [conversation_id])
        return next(iter(rows), None)

    def messages(self, conversation_id: UUID) -> list[Said]:
        query = "SELECT * FROM desk.message WHERE conversation_id = %s ORDER BY seq"
        return self._rows(Said, query, [conversation_id])

    def events(self, conversation_id: UUID) -> list[Happened]:
        query = "SELECT * FROM desk.event WHERE conversation_id = %s ORDER BY seq"
        return self._rows(Happened, query, [conversation_id])

    def draft(self, conversation_id: UUID) -> str:
        self.cursor.execute("SELECT body FROM desk.draft WHERE conversation_id = %s", [conversation_id])
        row = self.cursor.fetchone()
        return str(row[0]) if row else ""

    def past(self, limit: int = 50) -> list[Past]:
        return self._rows(Past, "SELECT * FROM desk.past ORDER BY ended_at DESC LIMIT %s", [limit])

    def thanks(self, limit: int = 20) -> list[Thanked]:
        return self._rows(Thanked, "SELECT * FROM desk.thanks ORDER BY at DESC LIMIT %s", [limit])

    def rewards(self, limit: int = 100) -> list[Earned]:
        return self._rows(Earned, "SELECT * FROM desk.reward ORDER BY earned_at DESC LIMIT %s", [limit])

    def qualifications(self) -> list[Qualified]:
        return self._rows(Qualified, "SELECT * FROM desk.qualification ORDER BY company, topic_de")

    def week(self, since: datetime) -> dict[str, Any]:
        """Figures since a moment: how many solved, mean stars and of how many, median minutes to answer, cents earned."""
        self.cursor.execute(
            """
            SELECT (SELECT count(*) FROM desk.past WHERE solved_at >= %(since)s) AS solved,
                   (SELECT avg(stars)::float FROM desk.thanks WHERE at >= %(since)s) AS stars,
                   (SELECT count(*) FROM desk.thanks WHERE at >= %(since)s) AS ratings,
                   (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_after)) / 60
                      FROM desk.past WHERE ended_at >= %(since)s AND answered_after IS NOT NULL) AS minutes,
                   (SELECT coalesce(sum(cents), 0) FROM desk.reward WHERE earned_at >= %(since)s) AS cents
            """,
            {"since": since},
        )
        columns = [column[0] for column in self.cursor.description]
        return dict(zip(columns, self.cursor.fetchone(), strict=True))


@contextmanager
def desk_of(person_id: int) -> Iterator[Desk]:
    """The desk of one expert: one read-only transaction on the expert's own connection, bound to their id."""
    with transaction.atomic(using="expert"), connections["expert"].cursor() as cursor:
        cursor.execute("SELECT set_config('oase.expert', %s, true)", [str(person_id)])
        yield Desk(person_id, cursor)
