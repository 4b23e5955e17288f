"""What is late is mailed to those who lead a company: together, at most once an hour, and not what they have read."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from oase.channels.email.models import NoLateMail
from oase.channels.email.reading.charsets import one_line
from oase.channels.email.telling import composed
from oase.channels.email.writing.late_texts import LATE, MORE, NOBODY, ONE
from oase.companies.models import Company, Membership
from oase.conversations.marks import ReadMark
from oase.conversations.models import Assignment, LateSolution, Message
from oase.jobs import clock
from oase.people.mailboxes import address_of
from oase.people.models import Person

log = logging.getLogger(__name__)
AT_ONCE = 100
MOST = 10
"""So many stand in the mail itself; the page has all."""
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)


def leads(person: Person) -> bool:
    """Whether somebody leads a company: is its supervisor or administrator."""
    roles = [Membership.SUPERVISOR, Membership.ADMIN]
    return Membership.objects.filter(person=person, role__in=roles, left_at=None).exists()


def wants_late_mail(person: Person) -> bool:
    """Whether they want mails about what is late."""
    return not NoLateMail.objects.filter(person=person).exists()


def set_late_mail(*, person: Person, wanted: bool) -> None:
    """Want mails about what is late, or not."""
    if wanted:
        NoLateMail.objects.filter(person=person).delete()
    else:
        NoLateMail.objects.get_or_create(person=person)


def send_late() -> int:
    """Mail what is due; how many mails went out."""
    due = LateSolution.objects.filter(sent_at=None, not_before__lte=clock.now())
    pairs = due.order_by().values_list("recipient_id", "conversation__company_id").distinct()
    return sum(_send(person_id, company_id) for person_id, company_id in pairs[:AT_ONCE])


@transaction.atomic
def _send(person_id: int, company_id: int) -> bool:
    """One mail with all that waits for one person at one company; whether it went out."""
    waiting = LateSolution.objects.select_for_update(of=("self",), skip_locked=True).filter(
        recipient_id=person_id, conversation__company_id=company_id, sent_at=None, not_before__lte=clock.now()
    )
    rows = list(waiting.select_related("conversation").order_by("was_due", "pk"))
    if not rows:
        return False
    mine = LateSolution.objects.filter(pk__in=[row.pk for row in rows])
    person, company = Person.objects.get(pk=person_id), Company.objects.get(pk=company_id)
    news = _news(rows, person)
    to = address_of(person) if news and person.is_active and wants_late_mail(person) else ""
    try:
        if to:
            _composed(news, person, company, to).send()
    except Exception:  # whatever the mail server said, the other mails go on and this one is tried again
        log.exception("what is late at company %s could not be mailed to person %s", company_id, person_id)
        attempts = max(row.attempts for row in rows) + 1
        pause = min(FIRST_PAUSE * 2 ** min(attempts, 12), LONGEST_PAUSE)
        mine.update(attempts=attempts, not_before=clock.now() + pause)
        return False
    mine.update(sent_at=clock.now())
    return bool(to)


def _news(rows: Sequence[LateSolution], person: Person) -> list[LateSolution]:
    """Those still open that they have not had before their eyes; none for who leads that company no more."""
    roles = [Membership.SUPERVISOR, Membership.ADMIN]
    company_id = rows[0].conversation.company_id
    if not Membership.objects.filter(person=person, company_id=company_id, role__in=roles, left_at=None).exists():
        return []
    ids = [row.conversation_id for row in rows]
    marks = ReadMark.objects.filter(conversation__in=ids, reader_id=person.pk, role=Message.AGENT)
    read = dict(marks.values_list("conversation_id", "read_seq"))
    return [row for row in rows if row.conversation.is_open and read.get(row.conversation_id, 0) < row.seq]


def _composed(news: Sequence[LateSolution], person: Person, company: Company, to: str) -> EmailMessage:
    language = "en" if person.language == "en" else "de"
    shown = news[:MOST]
    current = Assignment.objects.filter(conversation__in=[row.conversation_id for row in shown], ended_at=None)
    holders = dict(current.values_list("conversation_id", "holder__first_name"))
    more = len(news) - len(shown)
    values = {
        "name": one_line(person.first_name),
        "company": one_line(company.name),
        "number": len(news),
        "lines": "\n".join(_line(row, company, language, holders.get(row.conversation_id)) for row in shown),
        "more": MORE[language].format(number=more) if more else "",
        "link": settings.BASE_URL + reverse("office-inbox", args=[company.slug]) + "?view=late",
        "wishes": settings.BASE_URL + reverse("notices"),
    }
    first = news[0]
    return composed(LATE[language], values, to=to, language=language, name=f"late.{first.pk}", at=first.at)


def _line(row: LateSolution, company: Company, language: str, holder: str | None) -> str:
    local = row.was_due.astimezone(ZoneInfo(company.time_zone))
    with override(language):
        time = date_format(local, "l, j. F, H:i") if language == "de" else date_format(local, "l j F, H:i")
    link = settings.BASE_URL + reverse("office-case", args=[company.slug, row.conversation_id])
    return ONE[language].format(time=time, holder=one_line(holder) if holder else NOBODY[language], link=link)
