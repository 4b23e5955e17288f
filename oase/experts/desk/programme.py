"""The programme on the desk: what to read, what can be tested, and what a running test asks."""

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
class Tested:
    """One of their tests."""

    id: int
    topic_id: int
    company_slug: str
    company: str
    topic_de: str
    topic_en: str
    started_at: datetime
    due_at: datetime
    handed_in_at: datetime | None
    decided_at: datetime | None
    pass_percent: int
    percent: int | None
    passed: bool | None
    again_from: datetime | None
    questions: int
    unmarked: int
    lapses_at: datetime | None

    @property
    def topic(self) -> str:
        return in_language(self.topic_de, self.topic_en)

    @property
    def ran_out(self) -> bool:
        """Whether it was its time that handed it in."""
        return self.handed_in_at == self.due_at


@dataclass(frozen=True)
class Asked:
    """A question of a running test, with what was answered so far."""

    id: int
    attempt_id: int
    place: int
    kind: str
    text_de: str
    text_en: str
    options: str
    """JSON: `[{"de": …, "en": …}, …]` in the order in which they are shown."""
    answer: str | None
    """JSON: places as they are shown."""
    words: str

    @property
    def text(self) -> str:
        return in_language(self.text_de, self.text_en)

    @property
    def labels(self) -> list[str]:
        return [in_language(one["de"], one["en"]) for one in json.loads(self.options)]

    @property
    def given(self) -> list[int]:
        """What was answered so far: places as they are shown, ticked or in order."""
        return list(json.loads(self.answer)) if self.answer else []


@dataclass(frozen=True)
class Result:
    """What one question of a decided test leaves."""

    attempt_id: int
    place: int
    complete: bool | None
    lesson_id: int | None
    remark: str


@dataclass(frozen=True)
class ToMark:
    """A free answer that waits for a senior expert."""

    id: int
    company: str
    topic_de: str
    topic_en: str
    text_de: str
    text_en: str
    guide_de: str
    guide_en: str
    words: str
    handed_in_at: datetime

    @property
    def topic(self) -> str:
        return in_language(self.topic_de, self.topic_en)

    @property
    def text(self) -> str:
        return in_language(self.text_de, self.text_en)

    @property
    def guide(self) -> str:
        return in_language(self.guide_de, self.guide_en)


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


def tested(desk: Desk, attempt_id: int) -> Tested | None:
    """One of their tests."""
    return next(iter(desk.read(Tested, "SELECT * FROM desk.attempt WHERE id = %s", [attempt_id])), None)


def questions(desk: Desk, attempt_id: int) -> list[Asked]:
    """What a running test asks, in its order; nothing once it was handed in."""
    return desk.read(Asked, "SELECT * FROM desk.question WHERE attempt_id = %s ORDER BY place", [attempt_id])


def results(desk: Desk, attempt_id: int) -> list[Result]:
    """What a decided test leaves, question by question."""
    return desk.read(Result, "SELECT * FROM desk.result WHERE attempt_id = %s ORDER BY place", [attempt_id])


def to_mark(desk: Desk) -> list[ToMark]:
    """Free answers that wait for them as a senior expert, the longest waiting first."""
    return desk.read(ToMark, "SELECT * FROM desk.marking ORDER BY handed_in_at, id LIMIT 50", [])


def notices(desk: Desk) -> list[Told]:
    """What they were told and have not put aside, newest first."""
    return desk.read(Told, "SELECT * FROM desk.programme_notice WHERE NOT is_read ORDER BY at DESC, id DESC", [])
