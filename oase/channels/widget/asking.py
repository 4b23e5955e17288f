"""A question from the widget, and where its answer may go besides."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from oase.channels.widget.visits import CHANNEL, customer_of_visit, is_signed, remember
from oase.companies.models import Company, Topic
from oase.conversations.actions import NO_WISHES, Wishes
from oase.conversations.models import Conversation, Outbox
from oase.conversations.outbox import post
from oase.conversations.words import IncomingFile, Refused
from oase.experts.routing import receive
from oase.jobs import clock
from oase.people.mailboxes import has_proven, leave_address, mark_of

MOST_MAILS = 3
"""An hour, to addresses that were only typed beside one conversation."""


@transaction.atomic
def ask(
    *,
    session: SessionStore,
    company: Company,
    text: str,
    client_id: UUID,
    topic: Topic | None = None,
    wants_company: bool = False,
    first_name: str = "",
    language: str = "de",
    files: Sequence[IncomingFile] = (),
    wishes: Wishes = NO_WISHES,
) -> Conversation:
    """Take in a question; what is refused leaves nothing behind, not even somebody new.

    Raises:
        Refused: the text is empty or too long, a file is too large, or too much was asked by somebody nobody knows.
    """
    customer = customer_of_visit(session, company, first_name=first_name, language=language)
    conversation = receive(
        customer=customer,
        text=text,
        client_id=client_id,
        topic=topic,
        wants_company=wants_company,
        language=language,
        channel=CHANNEL,
        files=files,
        wishes=wishes,
        confirmed=is_signed(session) or has_proven(customer.person),
    )
    remember(session, conversation.pk)
    session.save()
    return conversation


@transaction.atomic
def leave_mail_address(*, conversation: Conversation, address: str) -> None:
    """Keep where answers may go, and mail a link there that proves it. The same answer, whoever has the address.

    Raises:
        Refused: it is no address, or too many mails were asked for.
    """
    person, address = conversation.customer.person, address.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(_("An address looks like this: name@example.org")) from error
    if has_proven(person):
        raise Refused(_("Answers already reach you by mail."))
    leave_address(person=person, address=address)
    mark, hour = mark_of(person.pk, address), clock.now() - timedelta(hours=1)
    asked = Outbox.objects.filter(conversation__customer__person=person, kind="link", created_at__gt=hour)
    if not asked.filter(key__contains=mark).exists() and asked.count() >= MOST_MAILS:
        raise Refused(_("We have sent several mails within an hour. Please look there first, or try again later."))
    post(
        conversation,
        recipient_id=person.pk,
        kind="link",
        key=f"{mark}:{clock.now():%Y-%m-%dT%H}",
    )
