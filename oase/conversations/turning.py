"""Whose turn it is after a batch of messages, and until when the next step is promised."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oase.companies.models import Company
from oase.conversations.footing import Footing
from oase.conversations.models import Assignment, Message
from oase.conversations.promises import after_silence, due
from oase.conversations.rules import SECOND_LEVEL, Standing


@dataclass(frozen=True)
class Turn:
    """What an assignment's turn becomes."""

    conversation_id: UUID
    assignment_id: int
    turn: str
    due_at: datetime


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
    companies = _companies(footings[one] for one, turn in after.items() if turn == Assignment.HOLDER)
    return [_turn(footings[one], turn, companies) for one, turn in after.items() if footings[one].assignment_id]


def _companies(footings: Iterable[Footing]) -> dict[int, Company]:
    ids = {footing.standing.company_id for footing in footings}
    return Company.objects.prefetch_related("opening_hours").in_bulk(ids) if ids else {}


def _turn(footing: Footing, turn: str, companies: Mapping[int, Company]) -> Turn:
    standing = footing.standing
    if turn == Assignment.CUSTOMER:
        due_at = after_silence(footing.silence_days)
    else:
        due_at = due(companies[standing.company_id], standing.level or "", footing.next_answer_minutes)
    return Turn(footing.id, footing.assignment_id or 0, turn, due_at)
