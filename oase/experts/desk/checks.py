"""Answers that wait for a look, as both sides have them on the desk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oase.experts.desk.reading import Desk
from oase.experts.desk.shapes import _Named


@dataclass(frozen=True)
class Waiting:
    """An own answer that a senior expert looks at first."""

    conversation_id: UUID
    body: str
    solved: bool
    written_at: datetime
    until_at: datetime
    checker_name: str
    """Empty while nobody looks yet."""
    checker_face: str
    wrote_since: bool
    """The asker has written more since."""


@dataclass(frozen=True)
class AskedToCheck(_Named):
    """An answer they are asked to look at; `mine` once they took it."""

    id: int
    mine: bool
    language: str
    last_seq: int
    opened_at: datetime
    written_at: datetime
    until_at: datetime
    excerpt: str | None
    reward_cents: int
    """What agreeing to it earns once the question is solved; nought where the company pays nothing for it."""


@dataclass(frozen=True)
class TakenCheck(_Named):
    """An answer they look at."""

    id: int
    language: str
    last_seq: int
    opened_at: datetime
    written_at: datetime
    until_at: datetime
    reward_cents: int
    subject: str
    solved: bool
    author_name: str
    author_face: str
    body: str
    shielded: bool
    wrote_since: bool


@dataclass(frozen=True)
class CheckSaid:
    """One message of the conversation of a taken check."""

    check_id: int
    seq: int
    author_role: str
    mine: bool
    author_name: str
    author_face: str
    body: str
    shielded: bool
    at: datetime


@dataclass(frozen=True)
class Checked(_Named):
    """What became of an answer; `wrote`: it was theirs, else they looked at it."""

    id: int
    conversation_id: UUID
    wrote: bool
    outcome: str
    decided_at: datetime
    remark: str
    language: str
    body: str
    other_name: str
    other_face: str


@dataclass(frozen=True)
class _Known:
    id: int


def waiting(desk: Desk, conversation_id: UUID) -> Waiting | None:
    """Their answer that waits in this conversation."""
    rows = desk.read(Waiting, "SELECT * FROM desk.waiting WHERE conversation_id = %s", [conversation_id])
    return next(iter(rows), None)


def asked_to_check(desk: Desk) -> list[AskedToCheck]:
    """What they are asked to look at: what they took first, then what goes out soonest."""
    return desk.read(AskedToCheck, "SELECT * FROM desk.asked_to_check ORDER BY mine DESC, until_at, id LIMIT 20")


def taken_check(desk: Desk, check_id: int) -> TakenCheck | None:
    """What they look at."""
    rows = desk.read(TakenCheck, "SELECT * FROM desk.taken_check WHERE id = %s", [check_id])
    return next(iter(rows), None)


def was_asked(desk: Desk, check_id: int) -> bool:
    """Whether they were ever asked to look at it."""
    return bool(desk.read(_Known, "SELECT id FROM desk.asked_before WHERE id = %s", [check_id]))


def said_in_check(desk: Desk, check_id: int) -> list[CheckSaid]:
    """The conversation of what they look at."""
    return desk.read(CheckSaid, "SELECT * FROM desk.check_message WHERE check_id = %s ORDER BY seq", [check_id])


def checked(desk: Desk, *, most: int = 50) -> list[Checked]:
    """What became of answers, the newest first."""
    return desk.read(Checked, "SELECT * FROM desk.checked ORDER BY decided_at DESC, id DESC LIMIT %s", [most])


def replaced_in(desk: Desk, conversation_id: UUID) -> Checked | None:
    """Their own answer in this conversation in whose place a senior expert answered."""
    query = """
        SELECT * FROM desk.checked
         WHERE conversation_id = %s AND wrote AND outcome = 'replaced' ORDER BY decided_at DESC LIMIT 1
    """
    return next(iter(desk.read(Checked, query, [conversation_id])), None)
