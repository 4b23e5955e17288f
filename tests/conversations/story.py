"""Shorthand for stories about one conversation."""

from datetime import timedelta
from uuid import uuid4

from oase.conversations import actions, watching
from oase.conversations.append import Appended
from oase.conversations.models import Conversation, Event, Message, Outbox
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast, current


def says(author: Person, role: str, conversation: Conversation, text: str = "Ein Wort.", **options: object) -> Appended:
    options = {"client_id": uuid4()} | options
    return actions.reply(conversation_id=conversation.pk, author=author, role=role, text=text, **options)  # type: ignore[arg-type]  # a test's shorthand


def place(conversation: Conversation) -> tuple[str, Person | None]:
    assignment = current(conversation)
    return assignment.level, assignment.holder


def lapses(conversation: Conversation, *, after: timedelta = timedelta()) -> int:
    """Let the time of the current promise run out, and the watcher look; how much it moved."""
    with clock.standing_at(current(conversation).due_at + after):
        return watching.move_lapsed()


def happened(conversation: Conversation) -> list[str]:
    """Kinds of events in their order."""
    return list(Event.objects.filter(conversation=conversation).order_by("seq").values_list("kind", flat=True))


def noticed(conversation: Conversation) -> list[str]:
    """Kinds of notices that left for the customer."""
    return list(Outbox.objects.filter(conversation=conversation).order_by("pk").values_list("kind", flat=True))


def solved_by_ada(cast: Cast) -> Conversation:
    conversation = cast.given_on()
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    conversation.refresh_from_db()
    return conversation


def fingerprint(conversation: Conversation) -> tuple[object, ...]:
    """Everything that a refused verb must leave as it was."""
    conversation.refresh_from_db()
    return (
        list(conversation.assignments.order_by("pk").values()),
        happened(conversation),
        Message.objects.filter(conversation=conversation).count(),
        Outbox.objects.filter(conversation=conversation).count(),
        (conversation.last_seq, conversation.solved_at, conversation.solution_proposed_at),
    )
