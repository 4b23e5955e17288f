"""Saved answers and similar solved concerns, as an expert has them on the desk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oase.companies.models import in_language
from oase.experts.desk.reading import Desk

MOST_RANKED = 300
"""Saved answers that are compared for one page."""


@dataclass(frozen=True)
class AnswerTopic:
    """A topic on which they may keep answers."""

    id: int
    company: str
    topic_de: str
    topic_en: str

    @property
    def topic(self) -> str:
        return in_language(self.topic_de, self.topic_en)


@dataclass(frozen=True)
class SavedAnswer:
    """One of their own saved answers; `uses`: how often colleagues sent it."""

    id: int
    topic_id: int
    company: str
    topic_de: str
    topic_en: str
    title: str
    body: str
    language: str
    shared: bool
    likeness: bytes
    encoder: str
    changed_at: datetime
    uses: int

    @property
    def topic(self) -> str:
        return in_language(self.topic_de, self.topic_en)


@dataclass(frozen=True)
class SuitedAnswer:
    """A saved answer for a conversation they hold: their own, or shared by a colleague."""

    conversation_id: UUID
    id: int
    mine: bool
    author_name: str
    title: str
    body: str
    language: str
    likeness: bytes
    encoder: str
    changed_at: datetime


@dataclass(frozen=True)
class SimilarOne:
    """A solved concern like one they hold; `alike`: 1 is the same question."""

    conversation_id: UUID
    id: int
    alike: float
    opened: bool
    subject: str
    """Empty while it is not opened, and so not counted as read: then the topic stands for it."""
    topic_de: str
    topic_en: str
    language: str
    stars: int | None

    @property
    def topic(self) -> str:
        return in_language(self.topic_de, self.topic_en)

    @property
    def percent(self) -> int:
        """How alike the two questions are, in per cent."""
        return round(min(self.alike, 1) * 100)


@dataclass(frozen=True)
class SimilarSaid:
    """One message of a similar concern they opened."""

    conversation_id: UUID
    similar_id: int
    seq: int
    author_role: str
    mine: bool
    author_name: str
    author_face: str
    body: str
    shielded: bool
    at: datetime


def answer_topics(desk: Desk) -> list[AnswerTopic]:
    """Topics on which they may keep answers."""
    return desk.read(AnswerTopic, "SELECT * FROM desk.answer_topic ORDER BY company, topic_de, id")


def saved_answers(desk: Desk) -> list[SavedAnswer]:
    """Their own, the newest first."""
    return desk.read(SavedAnswer, "SELECT * FROM desk.saved_answer ORDER BY changed_at DESC, id DESC")


def saved_answer(desk: Desk, answer_id: int) -> SavedAnswer | None:
    """One of their own."""
    return next(iter(desk.read(SavedAnswer, "SELECT * FROM desk.saved_answer WHERE id = %s", [answer_id])), None)


def suited_answers(desk: Desk, conversation_id: UUID) -> list[SuitedAnswer]:
    """Those for a conversation they hold: their own first, then the newest."""
    query = """
        SELECT * FROM desk.suited_answer WHERE conversation_id = %s
         ORDER BY mine DESC, changed_at DESC, id DESC LIMIT %s
    """
    return desk.read(SuitedAnswer, query, [conversation_id, MOST_RANKED])


def suited_answer(desk: Desk, conversation_id: UUID, answer_id: int) -> SuitedAnswer | None:
    """One of those."""
    query = "SELECT * FROM desk.suited_answer WHERE conversation_id = %s AND id = %s"
    return next(iter(desk.read(SuitedAnswer, query, [conversation_id, answer_id])), None)


def similar_ones(desk: Desk, conversation_id: UUID) -> list[SimilarOne]:
    """Solved concerns like this one, the most alike first."""
    query = "SELECT * FROM desk.similar WHERE conversation_id = %s ORDER BY alike DESC, id LIMIT 4"
    return desk.read(SimilarOne, query, [conversation_id])


def similar_one(desk: Desk, conversation_id: UUID, similar_id: int) -> SimilarOne | None:
    """One of all that were found, though meanwhile others are more alike."""
    query = "SELECT * FROM desk.similar WHERE conversation_id = %s AND id = %s"
    return next(iter(desk.read(SimilarOne, query, [conversation_id, similar_id])), None)


def said_in_similar(desk: Desk, conversation_id: UUID, similar_id: int) -> list[SimilarSaid]:
    """The words of one they opened; empty while they did not."""
    query = "SELECT * FROM desk.similar_message WHERE conversation_id = %s AND similar_id = %s ORDER BY seq"
    return desk.read(SimilarSaid, query, [conversation_id, similar_id])
