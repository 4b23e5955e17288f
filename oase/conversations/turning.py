"""Whose turn it is after a batch of messages, and until when the next step is promised."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oase.companies.opening.calendar import Calendar
from oase.companies.opening.reading import calendars_of
from oase.conversations.footing import Footing
from oase.conversations.models import Assignment, Message
from oase.conversations.promises import AROUND_THE_CLOCK, after_silence, due
from oase.conversations.rules import SECOND_LEVEL, Standing
from oase.conversations.solution import resumed
from oase.jobs import clock


@dataclass(frozen=True)
class Turn:
    """What an assignment's turn becomes."""

    conversation_id: UUID
    assignment_id: int
    turn: str
    due_at: datetime
    solution_due_at: datetime | None
    solution_paused_at: datetime | None


def keeps_the_promise(role: str, audience: str, standing: Standing) -> bool:
    """Whether a message answers the customer on behalf of whoever holds the concern."""
    holds = role == Message.EXPERT or (role == Message.AGENT and standing.level in SECOND_LEVEL)
    return holds and audience == Message.CONVERSATION and standing.open


def turns_after(messages: Iterable[tuple[UUID, str, str]], footings: Mapping[UUID, Footing]) -> list[Turn]:
    """The turns that change with these messages (conversation, role, audience), taken in their order.

    A customer who writes more while the holder owes an answer moves no promise; an answer always ends one.
    """
    before = {one: footings[one].turn for one, _, _ in messages}
    after: dict[UUID, str] = {}
    for one, role, audience in messages:
        if role == Message.CUSTOMER:
            if after.get(one, before[one]) == Assignment.CUSTOMER:
                after[one] = Assignment.HOLDER
        elif keeps_the_promise(role, audience, footings[one].standing):
            after[one] = Assignment.CUSTOMER
    calendars = _calendars(footings[one] for one, turn in after.items() if turn == Assignment.HOLDER)
    return [_turn(footings[one], turn, calendars) for one, turn in after.items() if footings[one].assignment_id]


def _calendars(footings: Iterable[Footing]) -> dict[int, Calendar]:
    ids = {
        footing.standing.company_id
        for footing in footings
        if footing.standing.level not in AROUND_THE_CLOCK or footing.solution_paused_at is not None
    }
    return calendars_of(ids) if ids else {}


def _turn(footing: Footing, turn: str, calendars: Mapping[int, Calendar]) -> Turn:
    standing = footing.standing
    calendar = calendars.get(standing.company_id)
    solution, paused = footing.solution_due_at, footing.solution_paused_at
    if turn == Assignment.CUSTOMER:
        due_at = after_silence(footing.silence_days)
        if solution is not None and not footing.solution_missed:
            paused = paused or clock.now()
    else:
        due_at = due(calendar, standing.level or "", footing.next_answer_minutes)
        if calendar is not None and solution is not None and paused is not None:
            solution, paused = resumed(calendar, solution, paused), None
    return Turn(footing.id, footing.assignment_id or 0, turn, due_at, solution, paused)
