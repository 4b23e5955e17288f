"""A checked answer becomes its author's message."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from oase.conversations.actions import propose_solution
from oase.conversations.append import NewMessage, append
from oase.conversations.assignments import current, owe
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.promises import answer_due
from oase.conversations.shielding import hide_in
from oase.conversations.words import Refused
from oase.experts.answers.reusing import remember_reuse
from oase.experts.checks.models import Check
from oase.experts.checks.telling import tell_about
from oase.jobs import clock


def close(check: Check, outcome: str, *, remark: str = "") -> None:
    """Write down how a check ended, under the conversation's lock."""
    check.outcome, check.decided_at, check.remark = outcome, clock.now(), remark
    check.save(update_fields=["outcome", "decided_at", "remark"])


def send(check: Check, conversation: Conversation, outcome: str, *, remark: str = "") -> None:
    """Append the answer under its author's name, under the conversation's lock.

    When nobody looked and the customer wrote meanwhile, it answers what stood before: those words are still owed an
    answer, as if they had come after it, and nothing is proposed as solved.

    Raises:
        Refused: the shield cannot vouch for it now.
    """
    body, shielded_at = as_shielded_now(check, conversation)
    meanwhile = outcome == Check.UNSEEN and wrote_since(check, conversation)
    close(check, outcome, remark=remark)
    append(
        [
            NewMessage(
                conversation_id=conversation.pk,
                client_id=check.client_id,
                author_id=check.author_id,
                author_role=Message.EXPERT,
                body=body,
                shielded_at=shielded_at,
                placeholders=conversation.placeholders,
            )
        ]
    )
    conversation.refresh_from_db(fields=["last_seq", "last_message_at", "placeholders"])
    remember_reuse(conversation, by_id=check.author_id, sent=body, inserted=check.inserted)
    if meanwhile:
        assignment = current(conversation)
        owe(assignment, answer_due(conversation, assignment.level))
    elif check.solved:
        propose_solution(conversation_id=conversation.pk, by=check.author.person)
    tell_about(check, conversation)


def as_shielded_now(check: Check, conversation: Conversation) -> tuple[str, datetime]:
    """The words and when they were shielded; anew when the customer chose what is hidden since.

    Raises:
        Refused: the shield cannot vouch for it now.
    """
    if not chose_since(check, conversation):
        return check.body, check.shielded_at
    hidden = hide_in(conversation, check.body, expert_id=check.author_id)
    if hidden.shielded_at is None:
        raise Refused(_("Your answer could not be checked for personal data just now. Please try again in a moment."))
    return hidden.body, hidden.shielded_at


def chose_since(check: Check, conversation: Conversation) -> bool:
    """Whether the customer opened or hid a word since the answer was shielded."""
    chosen = conversation.choices.all()
    return chosen.filter(Q(at__gte=check.shielded_at) | Q(withdrawn_at__gte=check.shielded_at)).exists()


def wrote_since(check: Check, conversation: Conversation, *, seen: int | None = None) -> bool:
    """Whether the customer wrote after the answer was written, or after entry `seen`."""
    after = check.written_seq if seen is None else seen
    return conversation.messages.filter(author_role=Message.CUSTOMER, seq__gt=after).exists()


def holds(check: Check) -> bool:
    """Whether the author still holds the conversation as they did when they wrote it."""
    return Assignment.objects.filter(pk=check.assignment_id, ended_at=None, holder_id=check.author_id).exists()
