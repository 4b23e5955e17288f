"""Concerns of someone who goes: open ones are closed kindly, held ones find new hands, what nobody must keep goes."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connections, transaction

from oase.conversations.actions import pass_on
from oase.conversations.assignments import end_current, lock
from oase.conversations.audience import tell
from oase.conversations.chain import next_step
from oase.conversations.events import record
from oase.conversations.models import Assignment, Attachment, Conversation, Draft, Event, Message, Outbox
from oase.experts.rewards.models import Reward
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy.files import path_of
from oase.privacy.models import AccessLog, Sealed, SealedFile


def close(conversation: Conversation) -> bool:
    """The customer was forgotten: note it, and end what is open; whether it was. Called under its lock.

    Law 1 holds: assignment and concern end in one transaction, and whoever held it sees why.
    """
    was_open = conversation.is_open
    ended = end_current(conversation)
    conversation.solution_proposed_at = conversation.solution_proposed_by = None
    conversation.solved_at = conversation.solved_at or clock.now()
    conversation.save(update_fields=["solved_at", "solution_proposed_at", "solution_proposed_by"])
    if not conversation.events.filter(kind="forgotten").exists():
        record(conversation, "forgotten")
    Draft.objects.filter(conversation=conversation).delete()
    conversation.read_marks.filter(role=Message.CUSTOMER).delete()
    Outbox.objects.filter(conversation=conversation).delete()
    tell(conversation, also=(ended.holder_id,) if ended is not None and ended.holder_id else ())
    return was_open


def let_go(person: Person) -> int:
    """Give what this person holds for others on along the chain; how many concerns found new hands."""
    held = Assignment.objects.filter(holder=person, ended_at=None).values_list("conversation_id", flat=True)
    count = 0
    for conversation_id in sorted(held):
        conversation = lock(conversation_id)
        assignment = conversation.assignments.filter(ended_at=None, holder=person).first()
        if assignment is not None:
            # No actor: the customer reads that it changed hands, not who was forgotten.
            step = next_step(assignment.level, conversation.customer, conversation.topic)
            pass_on(conversation, step, kind="handed_over")
            count += 1
    return count


def delete(ids: Iterable[UUID]) -> int:
    """Delete solved concerns with all they hold; how many. Safe to run again after any interruption.

    Files go first: a row without its file says so, while a file without its row would wait for the sweeper.
    """
    return sum(_deleted(conversation_id) for conversation_id in ids)


def _deleted(conversation_id: UUID) -> bool:
    with transaction.atomic(using="owner"):
        row = Conversation.objects.using("owner").select_for_update().filter(pk=conversation_id).first()
        if row is None or row.solved_at is None:
            return False
        # What is told on in it is part of it, and goes first.
        for part in list(Conversation.objects.using("owner").filter(merged_into=row).order_by("pk")):
            _deleted(part.pk)
        messages = Message.objects.using("owner").filter(conversation=row)
        sealed = list(messages.exclude(original=None).values_list("original_id", flat=True))
        files = list(Attachment.objects.using("owner").filter(message__in=messages).values_list("file_id", flat=True))
        files += _whole_mails(conversation_id)
        words = list(row.choices.exclude(word=None).values_list("word_id", flat=True))
        for file_id in files:
            path_of(file_id).unlink(missing_ok=True)
        AccessLog.objects.using("owner").filter(about=row.pk).delete()
        Reward.objects.using("owner").filter(conversation=row).update(conversation=None)
        row.delete(using="owner")
        Sealed.objects.using("owner").filter(pk__in=[*sealed, *words]).delete()
        SealedFile.objects.using("owner").filter(pk__in=files).delete()
    return True


def _whole_mails(conversation_id: UUID) -> list[UUID]:
    # The mail channel lies above; which table it keeps whole mails in is all that is known of it here.
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT mail.whole_id FROM oase_receivedmail mail JOIN oase_message message ON message.id = mail.message_id"
            " WHERE message.conversation_id = %s",
            [conversation_id],
        )
        return [row[0] for row in cursor.fetchall()]


def take_hints_out(conversation_ids: Iterable[UUID], lapsed: Iterable[int]) -> int:
    """Take what holders wrote to each other, and what was said with a gesture, out of the history, and a first name out
    of `lapsed` events."""
    count = 0
    with transaction.atomic(using="owner"):
        events = Event.objects.using("owner")
        said = events.filter(conversation__in=list(conversation_ids))
        for event in said.filter(detail__has_key="hint").select_for_update():
            event.detail.pop("hint")
            event.save(update_fields=["detail"])
            count += 1
        for event in said.filter(detail__has_key="words").exclude(detail__words="").select_for_update():
            event.detail["words"] = ""
            event.save(update_fields=["detail"])
            count += 1
        for event in events.filter(pk__in=list(lapsed), detail__has_key="from").select_for_update():
            event.detail["from"] = ""
            event.save(update_fields=["detail"])
    return count
