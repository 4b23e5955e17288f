"""Internal notes and the colleagues named in them: keyword-only, one transaction each."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.teams.models import Team
from oase.conversations.actions import IncomingFile, reply
from oase.conversations.append import Appended
from oase.conversations.models import Conversation, Message
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.mentions.models import Mention
from oase.second_level.mentions.naming import MARK, named_in
from oase.second_level.mentions.queries import may_be_named

MAIL_AFTER = timedelta(minutes=10)
"""Whoever sits at the page has read it by then."""


@transaction.atomic
def write_note(
    *, conversation_id: UUID, author: Person, text: str, client_id: UUID, files: Sequence[IncomingFile] = ()
) -> Appended:
    """Write an internal note. Colleagues named in it by `@name` are told: on the page, their devices, then by mail.

    Raises:
        NotAllowed: the author is not on the company's staff, or it is their own concern.
        Refused: the text is empty or too long, a file is too large, or a name that several colleagues have.
    """
    written = reply(
        conversation_id=conversation_id,
        author=author,
        role=Message.AGENT,
        text=text,
        client_id=client_id,
        audience=Message.STAFF,
        files=files,
    )
    if written.new and MARK.search(text):
        _tell(conversation_id, author, text, written)
    return written


def _tell(conversation_id: UUID, author: Person, text: str, written: Appended) -> None:
    conversation = Conversation.objects.select_related("customer").get(pk=conversation_id)
    teams = list(Team.objects.filter(company_id=conversation.company_id).prefetch_related("members"))
    named = named_in(text, may_be_named(conversation), teams)
    if named.unclear:
        sentence = _("Several colleagues are called %(name)s. Please write first and last name.")
        raise Refused(sentence % {"name": named.unclear[0]})
    now = clock.now()
    Mention.objects.bulk_create(
        Mention(
            message_id=written.id,
            conversation_id=conversation_id,
            person_id=person_id,
            at=now,
            not_before=now + MAIL_AFTER,
        )
        for person_id in named.people
        if person_id != author.pk
    )


def settle(*, conversation_id: UUID, person: Person) -> int:
    """Tick off where somebody was named in a concern; how many notes that were. It is their own list alone."""
    mine = Mention.objects.filter(conversation_id=conversation_id, person=person, done_at=None)
    return mine.update(done_at=clock.now())
