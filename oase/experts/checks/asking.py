"""A newcomer's answer is kept back and seniors are asked to look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from oase.conversations.actions import save_draft
from oase.conversations.assignments import current, is_forgotten
from oase.conversations.models import Conversation
from oase.conversations.shielding import hide_in
from oase.conversations.words import Refused, clean_text
from oase.experts.checks.models import AskedToCheck, Check
from oase.experts.checks.rules import is_checked_first, seniors, window_end
from oase.experts.checks.telling import tell_about
from oase.jobs import clock
from oase.people.models import Person


@dataclass(frozen=True)
class Written:
    """An answer that its author wants to send; `inserted`: ids of the saved answers that went into it."""

    text: str
    client_id: UUID
    solved: bool = False
    inserted: Sequence[int] = ()


def waiting_in(conversation: Conversation) -> Check | None:
    """The answer that waits for a look in this conversation."""
    return Check.objects.filter(
        assignment__conversation=conversation, assignment__ended_at=None, decided_at=None
    ).first()


def ask_first(conversation: Conversation, written: Written, *, by: Person) -> Check | None:
    """Keep the answer back and ask seniors to look at it; None when it may go out at once.

    That is when its author is no newcomer here, when nobody senior is there, or when the promise leaves no time.
    Called under the conversation's lock, for whoever holds it.

    Raises:
        Refused: the text is empty or too long, or the shield could not vouch for it.
    """
    if not is_checked_first(conversation, by.pk):
        return None
    assignment, now = current(conversation), clock.now()
    until, asked = window_end(now, assignment.due_at), seniors(conversation, without=[by.pk])
    if until is None or not asked:
        return None
    text = clean_text(written.text)
    if is_forgotten(conversation):
        raise Refused(_("This customer was forgotten: nobody would read it."))
    hidden = hide_in(conversation, text, expert_id=by.pk)
    if hidden.shielded_at is None:
        raise Refused(_("Your answer could not be checked for personal data just now. Please try again in a moment."))
    conversation.save(update_fields=["placeholders"])
    # Their own words as they wrote them stay theirs, for the case that they take them back.
    save_draft(conversation_id=conversation.pk, person=by, body=text)
    check = Check.objects.create(
        assignment=assignment,
        author_id=by.pk,
        client_id=written.client_id,
        body=hidden.body,
        shielded_at=hidden.shielded_at,
        solved=written.solved,
        inserted=list(written.inserted),
        written_seq=conversation.last_seq,
        written_at=now,
        until_at=until,
    )
    ask(check, asked)
    tell_about(check, conversation)
    return check


def ask(check: Check, experts: Sequence[int]) -> None:
    """Put a check on the desks of these seniors, once each."""
    AskedToCheck.objects.bulk_create(
        [AskedToCheck(check_of=check, expert_id=one, asked_at=clock.now()) for one in experts], ignore_conflicts=True
    )
