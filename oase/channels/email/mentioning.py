"""Colleagues named in a note are mailed when they have not read it on the page by then: without a word of it."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from oase.channels.email.reading.charsets import one_line
from oase.channels.email.telling import composed, send
from oase.channels.email.writing.mention_texts import MENTIONED
from oase.companies.queries import staff_ids
from oase.conversations.marks import ReadMark
from oase.conversations.models import Message
from oase.jobs import clock
from oase.people.mailboxes import address_of
from oase.second_level.mentions.models import Mention

AT_ONCE = 100
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)


def send_mentions() -> int:
    """Mail what is due; how many mails went out."""
    due = Mention.objects.filter(sent_at=None, not_before__lte=clock.now()).order_by("not_before", "pk")
    return sum(_send(pk) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _send(mention_id: int) -> bool:
    mention = (
        Mention.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("conversation__company", "conversation__customer", "message__author", "person")
        .filter(pk=mention_id, sent_at=None)
        .first()
    )
    if mention is None:
        return False
    to = address_of(mention.person) if _is_news(mention) else ""
    return send(mention, to, lambda: _composed(mention, to), first=FIRST_PAUSE, longest=LONGEST_PAUSE)


def _is_news(mention: Mention) -> bool:
    """Whether they are still on the staff, and have neither dealt with it nor had it before their eyes."""
    conversation, person_id = mention.conversation, mention.person_id
    if mention.done_at is not None or person_id not in staff_ids(conversation.company_id):
        return False
    read = ReadMark.objects.filter(
        conversation=conversation, reader_id=person_id, role=Message.AGENT, read_seq__gte=mention.message.seq
    )
    return person_id != conversation.customer.person_id and not read.exists()


def _composed(mention: Mention, to: str) -> EmailMessage:
    company = mention.conversation.company
    language = "en" if mention.person.language == "en" else "de"
    place = reverse("office-case", args=[company.slug, mention.conversation_id])
    values = {
        "by": one_line(mention.message.author.first_name),
        "company": one_line(company.name),
        "link": settings.BASE_URL + place,
    }
    return composed(MENTIONED[language], values, to=to, language=language, name=f"mention.{mention.pk}", at=mention.at)
