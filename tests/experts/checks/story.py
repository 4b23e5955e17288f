"""Nils is new on the topic, Emil is senior on it: what Nils writes waits for Emil."""

from datetime import timedelta
from uuid import UUID, uuid4

from oase.conversations.models import Conversation, Event, Message, Outbox
from oase.conversations.thread import thread_visible_to_customer
from oase.experts import actions as expert_actions
from oase.experts.checks import ending
from oase.experts.checks.models import AskedToCheck, Check
from oase.experts.matching import standing
from oase.experts.matching.models import Standing
from oase.experts.models import Expert, Offer, Qualification
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast, current, person

WORDS = "Bitte das Sieb unter dem Tank spülen."


def expert(cast: Cast, name: str, level: str = Standing.NEWCOMER) -> Person:
    """Somebody qualified for machines, at this level."""
    somebody = person(name)
    Expert.objects.create(person=somebody, languages=["de", "en"])
    Qualification.objects.create(expert_id=somebody.pk, topic=cast.machines)
    standing.measure([somebody.pk])
    Standing.objects.filter(expert_id=somebody.pk).update(level=level)
    return somebody


def emil_is_senior(cast: Cast) -> None:
    standing.measure([cast.emil.pk])
    Standing.objects.filter(expert_id=cast.emil.pk).update(level=Standing.SENIOR)


def held_by(cast: Cast, somebody: Person, text: str = "Meine Aroma 4 zeigt E12.") -> Conversation:
    """Karla asked, and this expert has it."""
    conversation = cast.asks(text)
    offer, _ = Offer.objects.get_or_create(
        assignment=current(conversation), expert_id=somebody.pk,
        defaults={"wave": 1, "reward_cents": 420, "expires_at": current(conversation).due_at},
    )  # fmt: skip
    expert_actions.claim(offer_id=offer.pk, by=somebody)
    return conversation


def answers(
    somebody: Person, conversation: Conversation, text: str = WORDS, *, client_id: UUID | None = None,
    solved: bool = False,
) -> expert_actions.Answered:  # fmt: skip
    return expert_actions.answer(
        conversation_id=conversation.pk, by=somebody, text=text, client_id=client_id or uuid4(), solved=solved
    )


def waiting(cast: Cast, text: str = WORDS, *, solved: bool = False) -> tuple[Person, Conversation, Check]:
    """Nils answered, and it waits for Emil."""
    emil_is_senior(cast)
    nils = expert(cast, "Nils")
    conversation = held_by(cast, nils)
    answers(nils, conversation, text, solved=solved)
    return nils, conversation, Check.objects.get()


def said(conversation: Conversation) -> list[tuple[str, str]]:
    """What the customer reads: who, and what."""
    conversation.refresh_from_db()
    lines = thread_visible_to_customer(conversation)
    return [(line.actor.first_name if line.actor else "", line.text) for line in lines if line.kind == "message"]


def seen_by_customer(conversation: Conversation) -> tuple[object, ...]:
    """All that could tell the customer that something was written: lines, place, turn, promise, marks, notices."""
    conversation.refresh_from_db()
    assignment = current(conversation)
    return (
        said(conversation),
        list(Event.objects.filter(conversation=conversation).values_list("seq", "kind")),
        Message.objects.filter(conversation=conversation).count(),
        list(conversation.read_marks.values_list("role", "read_seq", "delivered_seq")),
        list(Outbox.objects.filter(conversation=conversation).values_list("kind", flat=True)),
        (conversation.last_seq, conversation.last_message_at, conversation.solution_proposed_at),
        (assignment.turn, assignment.due_at, assignment.promised_at, assignment.holder_id),
    )


def window_ends(check: Check, *, after: timedelta = timedelta(seconds=1)) -> int:
    """Let the time of a check run out, and the job look; how many ended."""
    check.refresh_from_db()
    with clock.standing_at(check.until_at + after):
        return ending.send_what_waited()


def outcome(check: Check) -> str:
    check.refresh_from_db()
    return check.outcome


def asked(check: Check) -> list[str]:
    """First names of those on whose desk it lies."""
    rows = AskedToCheck.objects.filter(check_of=check, passed_at=None).order_by("expert_id")
    return list(rows.values_list("expert__person__first_name", flat=True))
