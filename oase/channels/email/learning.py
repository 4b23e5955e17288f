"""What experts are told about their programme goes out by mail."""

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
from oase.channels.email.writing.learning_texts import TEXTS
from oase.experts.programme.models import ProgrammeNotice
from oase.jobs import clock
from oase.people.mailboxes import address_of

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
    return send(notice, to, lambda: _composed(notice, to), first=FIRST_PAUSE, longest=LONGEST_PAUSE)


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
    return composed(text, values, to=to, language=language, name=f"learning.{notice.pk}", at=notice.at)
