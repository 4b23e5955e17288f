"""What is promised where two concerns become one, and what is promised again once they part."""

from datetime import datetime
from typing import Any

from oase.companies.presence import hold_still, is_there
from oase.companies.queries import membership_of
from oase.conversations.assignments import assign, end_current
from oase.conversations.chain import Step, company_step
from oase.conversations.models import Assignment, Conversation
from oase.conversations.promises import answer_due
from oase.jobs import clock

OF_ITSELF = frozenset({"id", "conversation", "level", "holder", "team", "stands_in_for", "started_at", "ended_at"})
"""What a row of hands says about itself; all else is the promise."""


def promise_of(assignment: Assignment) -> dict[str, Any]:
    """Whose turn it is, until when, and how the promise stands."""
    fields = [field for field in Assignment._meta.concrete_fields if field.name not in OF_ITSELF]
    return {field.attname: getattr(assignment, field.attname) for field in fields}


def joined(source: Assignment, target: Assignment) -> dict[str, Any] | None:
    """The promise of both together: whoever waits for an answer gets it by the time that was promised sooner.

    None when that is the target's own.
    """
    if source.turn != Assignment.HOLDER:
        return None
    if target.turn == Assignment.HOLDER and target.due_at <= source.due_at:
        if source.late_since is None or (target.late_since is not None and target.late_since <= source.late_since):
            return None
        return promise_of(target) | {"late_since": source.late_since}
    missed = [one.late_since for one in (source, target) if one.turn == Assignment.HOLDER and one.late_since]
    return promise_of(source) | {"late_since": min(missed, default=None)}


def begin(conversation: Conversation, stood: Assignment, promise: dict[str, Any]) -> Assignment:
    """The same hands as `stood`, with this promise, in the caller's transaction."""
    return _with(assign(conversation, _step_of(stood), due_at=promise["due_at"]), stood, promise)


def begin_again(conversation: Conversation, stood: Assignment) -> Assignment:
    """The hands and the promise of then, as far as they are still there; what is past is promised anew."""
    step, promise = _hands(conversation, stood), promise_of(stood)
    if stood.turn == Assignment.HOLDER and stood.due_at <= clock.now():
        # It was promised where it was told on meanwhile, and kept or missed there. Nobody could keep it here now.
        promise |= _anew(answer_due(conversation, step.level))
    begun = assign(conversation, step, due_at=promise["due_at"])
    return _with(begun, stood if step.holder == stood.holder else begun, promise)


def _with(begun: Assignment, stood: Assignment, promise: dict[str, Any]) -> Assignment:
    for name, value in (promise | {"team_id": stood.team_id, "stands_in_for_id": stood.stands_in_for_id}).items():
        setattr(begun, name, value)
    begun.save()
    return begun


def _anew(due_at: datetime) -> dict[str, Any]:
    return {"due_at": due_at, "promised_at": clock.now(), "warned_at": None, "told_early_at": None}


def _step_of(stood: Assignment) -> Step:
    return Step(stood.level, stood.holder, stood.stands_in_for)


def _hands(conversation: Conversation, stood: Assignment) -> Step:
    if stood.holder is None:
        return _step_of(stood)
    hold_still([conversation.company_id])
    member = membership_of(stood.holder, conversation.company)
    if member is not None and is_there(member):
        return _step_of(stood)
    return company_step(conversation.customer, conversation.topic)


def stop(conversation: Conversation) -> Assignment:
    """End the current hands of a concern that is being closed; how they stood.

    Raises:
        ValueError: nobody holds it.
    """
    ended = end_current(conversation)
    if ended is None:
        raise ValueError(f"nobody holds conversation {conversation.pk}")
    return ended
