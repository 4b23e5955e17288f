"""How one becomes an expert of a demo's company: what is read, asked and earned, as frozen values."""

from dataclasses import dataclass
from datetime import time, timedelta

from oase.demo.words import Opening, Words


@dataclass(frozen=True, slots=True)
class Lesson:
    """A short text in Markdown; `topic` is empty for every topic."""

    topic: str
    title: Words
    body: Words


@dataclass(frozen=True, slots=True)
class Question:
    """One of a bank. `right` are places in `options`; an order is right as it is written; a free one has a guide."""

    kind: str
    text: Words
    options: tuple[Words, ...]
    right: tuple[int, ...]
    guide: Words


@dataclass(frozen=True, slots=True)
class Test:
    """How a topic is tested, and what with."""

    topic: str
    questions: int
    minutes: int
    pass_percent: int
    wait_hours: int
    bank: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What a solved question earns under a condition, in euro cents; the hours are the company's."""

    topic: str
    language: str
    days: str
    begins: time | None
    ends: time | None
    cents: int


@dataclass(frozen=True, slots=True)
class Beginner:
    """Somebody new: qualified for `topics` a while `ago`, or having handed in `words` in the test of the only one."""

    person: str
    introduction_de: str
    introduction_en: str
    experience: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    ago: timedelta
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer an expert keeps; `shared` with the others of the topic or their own."""

    person: str
    topic: str
    title: str
    body: str
    language: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything about a company's experts that is not a person or a conversation."""

    inviting: bool
    welcome: Words
    valid_days: int
    notice_days: int
    lessons: tuple[Lesson, ...]
    tests: tuple[Test, ...]
    shares: dict[str, int]
    prices: tuple[Price, ...]
    seniors: dict[str, tuple[str, ...]]
    newcomers: tuple[Beginner, ...]
    applicants: tuple[Beginner, ...]
    hours: dict[str, tuple[Opening, ...]]
    answers: tuple[Answer, ...]
