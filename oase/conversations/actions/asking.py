from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Customer, Topic
from oase.conversations import pseudonyms
from oase.conversations.append import NewMessage, NotAllowed, append
from oase.conversations.assignments import assign
from oase.conversations.audience import tell
from oase.conversations.chain import Step
from oase.conversations.choices.recording import heeded, remember
from oase.conversations.choices.standing import NO_WISHES, Wishes
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.outbox import post
from oase.conversations.promises import answer_due
from oase.conversations.shielding import hide_in
from oase.conversations.solution import begin
from oase.conversations.subjects import shorten
from oase.conversations.words import IncomingFile, Refused, attach, check_files, clean_line, clean_text
from oase.jobs import clock
from oase.privacy import vault

MOST_UNCONFIRMED = 5
"""Questions an hour for an address that was only typed: nobody can have a stranger's mailbox filled."""


@transaction.atomic
def ask(
    *,
    customer: Customer,
    text: str,
    client_id: UUID,
    place: Callable[[Conversation, bool], Step],
    topic: Topic | None = None,
    language: str = "de",
    subject: str = "",
    channel: str = "web",
    files: Sequence[IncomingFile] = (),
    wishes: Wishes = NO_WISHES,
    quiet: bool = False,
    confirmed: bool = True,
) -> tuple[Conversation, Assignment | None]:
    """Open a conversation with its first message; with a `client_id` that was used before, give that one back.

    `place` says where in the chain it begins, given the conversation and whether the shield vouched for its text. The
    assignment is None when nothing new was opened. `quiet` sends no confirmation: what a machine sent gets no automatic
    answer (RFC 3834). `confirmed` is false while somebody has only typed the address they ask with.

    Raises:
        NotAllowed: the topic is another company's.
        Refused: the text is empty or too long, a file is too large, or too much was asked for an address only typed.
    """
    if topic is not None and topic.company_id != customer.company_id:
        raise NotAllowed("a topic of another company")
    text, subject = clean_text(text, with_files=bool(files)), clean_line(subject)
    check_files(files)
    now = clock.now()
    conversation, is_new = Conversation.objects.get_or_create(
        customer=customer,
        client_id=client_id,
        defaults={
            "company": customer.company,
            "topic": topic,
            "language": language,
            "channel": channel,
            "address_confirmed_at": now if confirmed else None,
            "pseudonym": pseudonyms.draw(),
            "opened_at": now,
            "last_message_at": now,
        },
    )
    if not is_new:
        return conversation, None
    if not confirmed:
        _refuse_a_flood(customer, now)
    wishes = heeded(text, wishes)
    hidden = hide_in(conversation, text, wishes=wishes)
    title = hide_in(conversation, subject, wishes=wishes)
    conversation.subject = shorten(title.body or hidden.body)
    conversation.save(update_fields=["subject", "placeholders"])
    step = place(conversation, hidden.shielded_at is not None)
    due_at = answer_due(conversation, step.level, first=True)
    assignment = assign(conversation, step, due_at=due_at, promise=Assignment.FIRST)
    begin(conversation)
    (written,) = append(
        [
            NewMessage(
                conversation_id=conversation.pk,
                client_id=client_id,
                author_id=customer.person_id,
                author_role=Message.CUSTOMER,
                body=hidden.body,
                shielded_at=hidden.shielded_at,
                original=vault.encrypt(text, person_id=customer.person_id, kind="message"),
            )
        ]
    )
    remember(conversation, wishes, by=customer.person, message_id=written.id, text=text, spans=hidden.found)
    attach(conversation, written.id, files)
    conversation.refresh_from_db(fields=["last_seq", "last_message_at"])
    record(
        conversation,
        "asked",
        to=step.holder,
        level=step.level,
        due_at=assignment.due_at.isoformat(),
    )
    if not quiet:
        post(conversation, recipient_id=customer.person_id, kind="asked", key="1")
    tell(conversation)
    return conversation, assignment


def _refuse_a_flood(customer: Customer, now: datetime) -> None:
    typed = Conversation.objects.filter(
        customer__person_id=customer.person_id, address_confirmed_at=None, opened_at__gt=now - timedelta(hours=1)
    )
    if typed.count() > MOST_UNCONFIRMED:
        raise Refused(
            _("This address was used for several questions within an hour. Please sign in with a code; then ask more.")
        )
