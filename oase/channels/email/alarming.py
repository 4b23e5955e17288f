"""Alarms about an account go out by mail at once: to those who lead the company, and to the owner of the account."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from oase.channels.email.reading.charsets import one_line
from oase.channels.email.telling import composed, send
from oase.channels.email.writing.alarm_texts import LEADER, OWNER
from oase.experts.reputation.models import AlarmMail
from oase.jobs import clock
from oase.people.mailboxes import address_of

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
    return send(mail, to, lambda: _composed(mail, to), first=FIRST_PAUSE, longest=LONGEST_PAUSE)


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
    return composed(text, values, to=to, language=language, name=f"alarm.{mail.pk}", at=alarm.at)
