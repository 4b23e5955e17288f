"""What experts are told about their programme goes out by mail."""

import logging
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from oase.channels.email.reading.charsets import one_line
from oase.channels.email.writing.learning_texts import TEXTS
from oase.experts.programme.models import ProgrammeNotice
from oase.jobs import clock
from oase.people.mailboxes import address_of

log = logging.getLogger(__name__)
AT_ONCE = 100
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)


def send_notices() -> int:
    """Send the notices that are due; how many mails went out."""
    due = ProgrammeNotice.objects.filter(sent_at=None, not_before__lte=clock.now()).order_by("not_before", "pk")
    return sum(_send(pk) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _send(notice_id: int) -> bool:
    notice = (
        ProgrammeNotice.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("expert__person", "topic__company")
        .filter(pk=notice_id, sent_at=None)
        .first()
    )
    if notice is None:
        return False
    person = notice.expert.person
    to = address_of(person) if person.is_active else ""
    try:
        if to:
            _composed(notice, to).send()
    except Exception:  # whatever the mail server said, the other mails go on and this one is tried again
        log.exception("notice %s of the programme could not be sent", notice.pk)
        notice.attempts += 1
        notice.not_before = clock.now() + min(FIRST_PAUSE * 2 ** min(notice.attempts, 12), LONGEST_PAUSE)
        notice.save(update_fields=["attempts", "not_before"])
        return False
    notice.sent_at = clock.now()
    notice.save(update_fields=["sent_at"])
    return bool(to)


def _composed(notice: ProgrammeNotice, to: str) -> EmailMessage:
    person, company = notice.expert.person, notice.topic.company
    language = "en" if person.language == "en" else "de"
    text = (TEXTS.get((notice.kind, notice.reason)) or TEXTS[(notice.kind, "")])[language]
    with override(language):
        end = notice.lapses_at.astimezone(ZoneInfo(notice.expert.time_zone)) if notice.lapses_at else None
        values = {
            "name": one_line(person.first_name),
            "company": one_line(company.name),
            "topic": one_line(notice.topic.name),
            "date": (date_format(end, "j. F Y, H:i") if language == "de" else date_format(end, "j F Y, H:i"))
            if end
            else "",
            "link": settings.BASE_URL + reverse("desk-learn", args=[company.slug]),
        }
    return EmailMessage(
        subject=text.subject.format_map(values),
        body=text.body.format_map(values),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={
            "Message-ID": f"<learning.{notice.pk}@{urlsplit(settings.BASE_URL).hostname}>",
            "Date": format_datetime(notice.at),
            # A program speaks: other programs shall not answer (RFC 3834, section 5).
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
