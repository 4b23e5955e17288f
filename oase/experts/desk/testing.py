"""Tests on the desk: what a running one asks, what a decided one leaves, and what waits to be marked."""

import json
from dataclasses import dataclass
from datetime import datetime

from oase.companies.models import in_language
from oase.experts.desk.reading import Desk


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
