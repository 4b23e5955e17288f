"""The programme on the desk: what to read, what one can be tested on, and what they were told."""

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from oase.companies.models import in_language
from oase.experts.desk.reading import Desk
from oase.experts.rewards.prices import Priced
from oase.jobs import clock


@dataclass(frozen=True)
class Applied:
    """A company they applied to."""

    company_slug: str
    company: str
    applied_at: datetime
    experience: str
    inviting: bool


@dataclass(frozen=True)
class LessonToRead:
    """A lesson in the words that hold now. `read_before`: they read it, and then it changed materially."""

    id: int
    company_slug: str
    company: str
    topic_id: int | None
    topic_de: str | None
    topic_en: str | None
    position: int
    number: int
    title_de: str
    title_en: str
    body_de: str
    body_en: str
    at: datetime
    read_at: datetime | None
    read_before: bool

    @property
    def topic(self) -> str:
        """Empty when it belongs to every topic."""
        return in_language(self.topic_de or "", self.topic_en or "")

    @property
    def title(self) -> str:
        return in_language(self.title_de, self.title_en)

    @property
    def body(self) -> str:
        """Markdown."""
        return in_language(self.body_de, self.body_en)


@dataclass(frozen=True)
class Testable:
    """A topic they may be tested on, with its rules and their last test."""

    topic_id: int
    company_slug: str
    company: str
    topic_de: str
    topic_en: str
    about_de: str
    about_en: str
    reward_cents: int
    prices: str
    """JSON, as `tariff` reads it."""
    questions: int
    """How many are asked; 0 while there are none."""
    minutes: int
    pass_percent: int
    wait_hours: int
    lessons: int
    lessons_left: int
    passed_at: datetime | None
    lapses_at: datetime | None
    notice_days: int
    attempt_id: int | None
    due_at: datetime | None
    handed_in_at: datetime | None
    decided_at: datetime | None
    percent: int | None
    passed: bool | None
    again_from: datetime | None

    @property
    def topic(self) -> str:
        return in_language(self.topic_de, self.topic_en)

    @property
    def about(self) -> str:
        return in_language(self.about_de, self.about_en)

    @property
    def tariff(self) -> list[Priced]:
        """What a question earns instead, in some languages and at some hours."""
        return [
            Priced(
                one["cents"],
                one["language"],
                one["days"],
                time.fromisoformat(one["begins"]) if one["begins"] else None,
                time.fromisoformat(one["ends"]) if one["ends"] else None,
            )
            for one in json.loads(self.prices)
        ]

    @property
    def is_held(self) -> bool:
        return self.passed_at is not None and (self.lapses_at is None or self.lapses_at > clock.now())

    @property
    def ends_soon(self) -> bool:
        """Whether it has lapsed, or ends so soon that it can be renewed."""
        if self.passed_at is None or self.lapses_at is None:
            return False
        return self.lapses_at <= clock.now() + timedelta(days=self.notice_days)

    @property
    def state(self) -> str:
        """The one thing that is next: `running`, `marking`, `held`, `waiting`, `lessons`, `empty` or `ready`."""
        if self.attempt_id is not None and self.handed_in_at is None:
            return "running"
        if self.attempt_id is not None and self.decided_at is None:
            return "marking"
        if self.is_held and not self.ends_soon:
            return "held"
        if self.again_from is not None and self.again_from > clock.now():
            return "waiting"
        if self.lessons_left:
            return "lessons"
        return "ready" if self.questions else "empty"


@dataclass(frozen=True)
class Told:
    """A notice about their programme."""

    id: int
    company_slug: str
    company: str
    topic_de: str
    topic_en: str
    kind: str
    reason: str
    lapses_at: datetime | None
    at: datetime
    is_read: bool

    @property
    def topic(self) -> str:
        return in_language(self.topic_de, self.topic_en)


def applied(desk: Desk) -> list[Applied]:
    """The companies they applied to."""
    return desk.read(Applied, "SELECT * FROM desk.programme ORDER BY company", [])


def lessons(desk: Desk, company_slug: str) -> list[LessonToRead]:
    """The lessons of a company, those for every topic first."""
    query = """
        SELECT * FROM desk.lesson WHERE company_slug = %s
         ORDER BY topic_id IS NOT NULL, topic_id, position, id
    """
    return desk.read(LessonToRead, query, [company_slug])


def testables(desk: Desk, company_slug: str) -> list[Testable]:
    """The topics of a company they may be tested on."""
    return desk.read(Testable, "SELECT * FROM desk.test WHERE company_slug = %s ORDER BY topic_id", [company_slug])


def notices(desk: Desk) -> list[Told]:
    """What they were told and have not put aside, newest first."""
    return desk.read(Told, "SELECT * FROM desk.programme_notice WHERE NOT is_read ORDER BY at DESC, id DESC", [])
