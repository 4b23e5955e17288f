"""The outbox goes out by mail: after the commit, at least once, and every time with the same Message-ID."""

import logging
from datetime import datetime, timedelta
from email.message import EmailMessage as StandardMessage
from email.utils import parseaddr
from typing import cast, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from oase.channels.email.quoting import quoted
from oase.channels.email.writing import Envelope, Kind, Language, notice
from oase.conversations.links import link_token
from oase.conversations.models import Assignment, Conversation, Outbox
from oase.jobs import clock
from oase.people.mailboxes import address_of, mark_of

log = logging.getLogger(__name__)
AT_ONCE = 100
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)


def deliver_due() -> int:
    """Send what is due; how many mails went out."""
    due = Outbox.objects.filter(sent_at=None, not_before__lte=clock.now()).order_by("not_before", "pk")
    return sum(deliver(pk) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def deliver(outbox_id: int) -> bool:
    """Send one notice, unless another worker has it; a mail server that refuses is asked again, later and later."""
    row = (
        Outbox.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("conversation__company", "recipient")
        .filter(pk=outbox_id, sent_at=None)
        .first()
    )
    if row is None:
        return False
    to = address_of(row.recipient, asking_for_proof=row.kind == "link")
    if not to:
        # Who left no address reads it where they asked.
        row.sent_at = clock.now()
        row.save(update_fields=["sent_at"])
        return False
    try:
        _composed(row, to).send()
    except Exception:  # whatever the mail server said, the other mails go on and this one is tried again
        log.exception("notice %s could not be sent", row.pk)
        row.attempts += 1
        row.not_before = clock.now() + min(FIRST_PAUSE * 2 ** min(row.attempts, 12), LONGEST_PAUSE)
        row.save(update_fields=["attempts", "not_before"])
        return False
    row.sent_at = clock.now()
    row.save(update_fields=["sent_at"])
    return True


def _composed(row: Outbox, to: str) -> EmailMultiAlternatives:
    conversation, person = row.conversation, row.recipient
    language: Language = "en" if person.language == "en" else "de"
    assignment = Assignment.objects.filter(conversation=conversation, ended_at=None).select_related("holder").first()
    said = quoted(row, language)
    # Whoever only typed this address chose these words: a stranger's mailbox is no place for them.
    confirmed = conversation.address_confirmed_at is not None
    finished = notice(
        envelope=Envelope(
            sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            to=to,
            message_id=_message_id(conversation, row),
            date=row.created_at,
        ),
        kind=_kind(row.kind),
        language=language,
        company_name=conversation.company.name,
        subject=conversation.subject if confirmed else "",
        first_name=person.first_name if confirmed else "",
        link=settings.BASE_URL + reverse("link", args=[_link_token(row, to)]),
        holder_name=said.name if said else _holder(assignment),
        due_at_text=_written(_due(row, assignment), conversation, language) if assignment else "",
        body=said.words if said else "",
    )
    return for_django(finished, to=to)


def _link_token(row: Outbox, to: str) -> str:
    # Where the address is not the person's own yet, the link says to which one it was mailed.
    return link_token(row.conversation_id, "" if row.recipient.email else mark_of(row.recipient_id, to))


def for_django(finished: StandardMessage, *, to: str) -> EmailMultiAlternatives:
    """The finished mail as Django's backends want it: the same words, the same headers."""
    carried = (
        "Message-ID", "Date", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language", "Reply-To",
        "In-Reply-To", "References", "List-Unsubscribe", "List-Unsubscribe-Post",
    )  # fmt: skip
    plain, page = finished.get_body(("plain",)), finished.get_body(("html",))
    mail = EmailMultiAlternatives(
        subject=str(finished["Subject"]),
        body=plain.get_content() if plain else "",
        from_email=str(finished["From"]),
        to=[to],
        headers={name: str(finished[name]) for name in carried if finished[name]},
    )
    if page is not None:
        mail.attach_alternative(page.get_content(), "text/html")
    return mail


def _kind(kind: str) -> Kind:
    for known in get_args(Kind):
        if known == kind:
            return cast("Kind", known)
    raise ValueError(f"there are no words for a notice of kind {kind}")


def _due(row: Outbox, assignment: Assignment) -> datetime:
    """By when the next step comes: what was said early names the time after the one that will not be kept."""
    if row.kind != "told_early":
        return assignment.due_at
    said = row.conversation.events.filter(seq=int(row.key.rpartition(":")[2]), kind=row.kind).first()
    return max(assignment.due_at, datetime.fromisoformat(said.detail["due_at"])) if said else assignment.due_at


def _holder(assignment: Assignment | None) -> str:
    return assignment.holder.first_name if assignment is not None and assignment.holder else ""


def _written(due_at: datetime, conversation: Conversation, language: str) -> str:
    with override(language):
        local = due_at.astimezone(ZoneInfo(conversation.company.time_zone))
        return f"{date_format(local, r'l, j. F, H:i \U\h\r')}" if language == "de" else date_format(local, "l j F, H:i")


def _message_id(conversation: Conversation, row: Outbox) -> str:
    """Names the conversation, so that a reply by mail finds back to it (`ingesting._answered`)."""
    return f"<{conversation.pk.hex}.{row.pk}@{urlsplit(settings.BASE_URL).hostname}>"
