"""Making some of a customer's words a concern of its own.

Nothing moves: the chosen messages are said again there as they were said here, at their time, sealed anew and shielded
anew. What was hidden by hand stays hidden; what was opened for experts is closed, because a consent stands for one
conversation. To undo it is to join the two again (`merging.merge`): where both are read, each message is there once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from oase.companies.models import Membership
from oase.conversations import pseudonyms
from oase.conversations.append import NewMessage, append
from oase.conversations.assignments import current
from oase.conversations.audience import tell
from oase.conversations.choices.models import Choice
from oase.conversations.choices.recording import remember, within
from oase.conversations.choices.standing import Wishes
from oase.conversations.events import record
from oase.conversations.models import Assignment, Attachment, Conversation, Message
from oase.conversations.outbox import post
from oase.conversations.promises import answer_due
from oase.conversations.shielding import hide_in
from oase.conversations.subjects import shorten
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.privacy import vault
from oase.privacy.files import seal_again
from oase.second_level.shaping.cared_for import cared_for
from oase.second_level.shaping.models import Copied, Split
from oase.second_level.shaping.promised import begin, promise_of
from oase.second_level.shaping.rules import why_not_split

MOST = 50
"""Messages that are said again at once: each is opened, sealed and shielded anew under the lock."""


@transaction.atomic
def split(*, conversation_id: UUID, by: Membership, message_ids: Sequence[int], client_id: UUID) -> Conversation:
    """A new concern of the same customer with these of their messages; with the same `client_id` again the same one.

    It is in the same hands. Where the customer waits for an answer, it is promised there by the same time; so is a
    solution.

    Raises:
        NotAllowed: not staff of the company, or their own concern.
        Refused: it cannot be split, or these messages cannot be taken out; the sentence says why.
    """
    origin = cared_for(conversation_id, by)
    before = Conversation.objects.filter(customer_id=origin.customer_id, client_id=client_id).first()
    if before is not None:
        if not Split.objects.filter(concern=before, origin=origin).exists():
            raise Refused(_("Something was missing when this was sent. Please send it again."))
        return before
    refused = why_not_split(origin)
    if refused:
        raise Refused(refused)
    messages = _chosen(origin, set(message_ids))
    try:
        texts = [_text(origin, message) for message in messages]
        concern = _opened(origin, messages[0].at, client_id)
        _keep_hidden(origin, concern, texts)
        stands = current(origin)
        _begin(concern, stands)
        made = Split.objects.create(origin=origin, concern=concern, by_id=by.person_id, at=clock.now())
        for message, text in zip(messages, texts, strict=True):
            _say_again(made, message, text)
    except vault.VaultError as error:
        raise Refused(_("Some of it was erased and can no longer be opened. Nothing was changed.")) from error
    _told(origin, concern, by)
    return concern


def _chosen(origin: Conversation, ids: Collection[int]) -> list[Message]:
    theirs = origin.messages.filter(author_role=Message.CUSTOMER, audience=Message.CONVERSATION).order_by("seq")
    chosen = [message for message in theirs if message.pk in ids]
    if not chosen or len(chosen) != len(ids):
        raise Refused(_("Please choose one or more messages of the customer."))
    if len(chosen) == len(theirs):
        raise Refused(_("At least one message has to stay: without any there would be nothing left here."))
    if len(chosen) > MOST:
        raise Refused(_("Please choose at most %(most)d messages at once.") % {"most": MOST})
    return chosen


def _text(origin: Conversation, message: Message) -> str:
    """The words as they were written, for the shield's eyes alone; what has no original was always harmless."""
    if message.original_id is None:
        return message.body
    opened = vault.for_the_shield(person_id=origin.customer.person_id, ids=[message.original_id])
    if not opened:
        raise vault.VaultError(f"the original of message {message.pk} is gone")
    return opened[0]


def _opened(origin: Conversation, at: datetime, client_id: UUID) -> Conversation:
    return Conversation.objects.create(
        company_id=origin.company_id,
        customer=origin.customer,
        topic=origin.topic,
        client_id=client_id,
        language=origin.language,
        channel=origin.channel,
        pseudonym=pseudonyms.draw(),
        address_confirmed_at=origin.address_confirmed_at,
        opened_at=at,
        last_message_at=at,
        # The solution that was promised was promised for all of it.
        solution_due_at=origin.solution_due_at,
        solution_paused_at=origin.solution_paused_at,
        solution_missed_at=origin.solution_missed_at,
    )


def _keep_hidden(origin: Conversation, concern: Conversation, texts: Sequence[str]) -> None:
    """What anybody hid by hand in the origin is hidden in the copies, by the same person's choice."""
    whole = "\n".join(texts)
    masks = origin.choices.filter(what=Choice.MASKED, withdrawn_at=None).exclude(word=None).select_related("by")
    for choice in masks:
        ids = [choice.word_id] if choice.word_id else []
        words = vault.for_the_shield(person_id=origin.customer.person_id, ids=ids)
        if wanted := within(whole, words):
            remember(concern, Wishes(masked=wanted), by=choice.by)


def _begin(concern: Conversation, stands: Assignment) -> Assignment:
    promise = promise_of(stands)
    if stands.turn != Assignment.HOLDER:
        # The origin was answered; whether these words were is what the new concern is about.
        promise |= {"turn": Assignment.HOLDER, "due_at": answer_due(concern, stands.level), "reminded_at": None}
        promise |= {"promised_at": clock.now(), "late_since": None}
    return begin(concern, stands, promise)


def _say_again(made: Split, message: Message, text: str) -> None:
    concern = made.concern
    hidden = hide_in(concern, text)
    concern.save(update_fields=["placeholders"])
    # It was said then, not now.
    with clock.standing_at(message.at):
        (copy,) = append(
            [
                NewMessage(
                    conversation_id=concern.pk,
                    client_id=uuid7(),
                    author_id=message.author_id,
                    author_role=Message.CUSTOMER,
                    body=hidden.body,
                    shielded_at=hidden.shielded_at,
                    original=vault.encrypt(text, person_id=concern.customer.person_id, kind="message"),
                    placeholders=hidden.placeholders,
                )
            ]
        )
    Copied.objects.create(split=made, message=message, copy_id=copy.id)
    for attachment in message.attachments.select_related("file"):
        Attachment.objects.create(message_id=copy.id, file=seal_again(attachment.file))
    if not concern.subject:
        concern.subject = shorten(hidden.body)
        concern.save(update_fields=["subject"])


def _told(origin: Conversation, concern: Conversation, by: Membership) -> None:
    concern.refresh_from_db(fields=["last_seq", "last_message_at"])
    begun = current(concern)
    record(concern, "asked", to=begun.holder, level=begun.level, due_at=begun.due_at.isoformat())
    record(concern, "split", actor=by.person, other=str(origin.pk), side="concern")
    record(origin, "split", actor=by.person, other=str(concern.pk), side="origin")
    post(concern, recipient_id=concern.customer.person_id, kind="asked", key="1")
    tell(concern)
    tell(origin)
