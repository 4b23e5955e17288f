"""Alarms about an account go out by mail at once: to those who lead the company, and to the owner of the account."""

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
from oase.channels.email.writing.alarm_texts import LEADER, OWNER
from oase.experts.reputation.models import AlarmMail
from oase.jobs import clock
from oase.people.mailboxes import address_of

log = logging.getLogger(__name__)
AT_ONCE = 100
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(minutes=30)


def send_alarms() -> int:
    """Send the alarms that are due; how many mails went out."""
    due = AlarmMail.objects.filter(sent_at=None, not_before__lte=clock.now()).order_by("not_before", "pk")
    return sum(_send(pk) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _send(mail_id: int) -> bool:
    mail = (
        AlarmMail.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("alarm__company", "alarm__expert__person", "recipient")
        .filter(pk=mail_id, sent_at=None)
        .first()
    )
    if mail is None:
        return False
    to = address_of(mail.recipient)
    try:
        if to:
            _composed(mail, to).send()
    except Exception:  # whatever the mail server said, the other alarms go out and this one is tried again
        log.exception("alarm mail %s could not be sent", mail.pk)
        mail.attempts += 1
        mail.not_before = clock.now() + min(FIRST_PAUSE * 2 ** min(mail.attempts, 12), LONGEST_PAUSE)
        mail.save(update_fields=["attempts", "not_before"])
        return False
    mail.sent_at = clock.now()
    mail.save(update_fields=["sent_at"])
    return bool(to)


def _composed(mail: AlarmMail, to: str) -> EmailMessage:
    alarm, company = mail.alarm, mail.alarm.company
    is_owner = mail.recipient_id == alarm.expert_id
    language = "en" if mail.recipient.language == "en" else "de"
    place = reverse("desk-standing") if is_owner else reverse("office-moderation", args=[company.slug])
    text = (OWNER if is_owner else LEADER)[language]
    with override(language):
        local = alarm.at.astimezone(ZoneInfo(company.time_zone))
        values = {
            "name": one_line(alarm.expert.person.first_name),
            "company": one_line(company.name),
            "number": len(alarm.conversations),
            "sessions": alarm.sessions,
            "time": date_format(local, "H:i"),
            "link": settings.BASE_URL + place,
        }
    return EmailMessage(
        subject=text.subject.format_map(values),
        body=text.body.format_map(values),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={
            "Message-ID": f"<alarm.{mail.pk}@{urlsplit(settings.BASE_URL).hostname}>",
            "Date": format_datetime(alarm.at),
            # A program speaks: other programs shall not answer (RFC 3834, section 5).
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
