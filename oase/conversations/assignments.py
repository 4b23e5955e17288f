from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from oase.companies.models import Topic
from oase.conversations.chain import Step
from oase.conversations.models import Assignment, Conversation
from oase.conversations.promises import silence_due
from oase.conversations.solution import pause, resume
from oase.jobs import clock
from oase.live.notify import Poke, person, poke
from oase.privacy import vault


def lock(conversation_id: UUID) -> Conversation:
    """The conversation, locked until the transaction ends: whoever changes its holder or history comes through here.

    Raises:
        Conversation.DoesNotExist: there is none.
    """
    return locking().get(pk=conversation_id)


def locking() -> QuerySet[Conversation]:
    """Conversations that are locked as they are read, with everybody around them."""
    return Conversation.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "company", "topic", "customer__person", "customer__advisor__person", "customer__deputy__person"
    )


def is_forgotten(conversation: Conversation) -> bool:
    """Whether its customer was forgotten. Asked under the lock: who waited for it holds the person as they were."""
    return not conversation.customer.person.is_active or vault.is_erased(conversation.customer.person_id)


def current(conversation: Conversation) -> Assignment:
    """Who holds an open conversation now.

    Raises:
        Assignment.DoesNotExist: it is solved.
    """
    return conversation.assignments.select_related("holder").get(ended_at=None)


def assign(conversation: Conversation, step: Step, *, due_at: datetime, promise: str = Assignment.NEXT) -> Assignment:
    """End the current assignment and begin the next, in the caller's transaction. What is late stays late.

    `promise` is what is owed by `due_at`.
    """
    before = end_current(conversation)
    resume(conversation)
    last = conversation.assignments.order_by("-started_at", "-pk").first()
    now = clock.now()
    started_at = max(now, last.ended_at) if last is not None and last.ended_at is not None else now
    return Assignment.objects.create(
        conversation=conversation,
        level=step.level,
        holder=step.holder,
        stands_in_for=step.stands_in_for,
        team_id=step.team_id or team_at(step.level, conversation.topic),
        due_at=due_at,
        promise=promise,
        promised_at=now,
        late_since=before.missed_since(now) if before is not None else None,
        started_at=started_at,
    )


def team_at(level: str, topic: Topic | None) -> int | None:
    """Which team is meant where the team holds it: the topic's, if it has one; None means everybody."""
    return topic.team_id if topic is not None and level == Assignment.TEAM else None


def end_current(conversation: Conversation) -> Assignment | None:
    """End the current assignment; None when there is none. The caller begins another, or the concern is solved."""
    before = conversation.assignments.filter(ended_at=None).first()
    if before is not None:
        # The clocks of two machines differ and one may be set back: a history never runs backwards.
        before.ended_at = max(clock.now(), before.started_at)
        before.save(update_fields=["ended_at"])
        if before.level == Assignment.NETWORK:
            # Offers are kept a room above; whoever has this one on the desk sees it go.
            offered = before.offers.values_list("expert_id", flat=True)
            poke([Poke("desk", 0, tuple(person(expert_id) for expert_id in offered))])
    return before


def withdraw_proposal(conversation: Conversation) -> None:
    """What was proposed as a solution, if anything, is none any more: the next step is the holder's."""
    if conversation.solution_proposed_at is not None:
        conversation.solution_proposed_at = conversation.solution_proposed_by = None
        conversation.save(update_fields=["solution_proposed_at", "solution_proposed_by"])


def owe(assignment: Assignment, due_at: datetime, promise: str = Assignment.NEXT) -> None:
    """It is the holder's turn: the next step is promised by `due_at`."""
    resume(assignment.conversation)
    _turn(assignment, Assignment.HOLDER, due_at, promise)


def await_customer(assignment: Assignment) -> None:
    """The holder kept the promise; now it is the customer's turn, and silence will be noticed."""
    pause(assignment.conversation)
    _turn(assignment, Assignment.CUSTOMER, silence_due(assignment.conversation))


def keep_turn(assignment: Assignment, before: Assignment) -> None:
    """Only the hands changed: whose turn it is, until when and whether they were reminded stays as it was."""
    kept = ("turn", "due_at", "promise", "promised_at", "reminded_at", "warned_at", "told_early_at")
    for name in kept:
        setattr(assignment, name, getattr(before, name))
    assignment.save(update_fields=kept)
    if assignment.turn == Assignment.CUSTOMER:
        pause(assignment.conversation)


def _turn(assignment: Assignment, turn: str, due_at: datetime, promise: str = Assignment.NEXT) -> None:
    assignment.turn, assignment.due_at, assignment.promise = turn, due_at, promise
    assignment.promised_at = clock.now()
    assignment.late_since = assignment.reminded_at = assignment.warned_at = assignment.told_early_at = None
    assignment.save(
        update_fields=[
            "turn", "due_at", "promise", "promised_at", "late_since", "reminded_at", "warned_at", "told_early_at",
        ]
    )  # fmt: skip
