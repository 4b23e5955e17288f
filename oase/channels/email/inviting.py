"""Invitations to a company's staff go out by mail: who asks, as what, until when, and where to answer."""

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
from oase.channels.email.writing.invitation_texts import INVITED
from oase.companies.roles.models import Invitation
from oase.jobs import clock
from oase.people.mailboxes import address_of

AT_ONCE = 100
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)


def send_invitations() -> int:
    """Send the invitations that are due; how many mails went out. What has run out is not sent any more."""
    now = clock.now()
    due = Invitation.objects.filter(sent_at=None, not_before__lte=now, until__gt=now).order_by("not_before", "pk")
    return sum(_send(pk) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _send(invitation_id: int) -> bool:
    invitation = (
        Invitation.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("company", "person", "by")
        .filter(pk=invitation_id, sent_at=None)
        .first()
    )
    if invitation is None:
        return False
    to = address_of(invitation.person) if invitation.person.is_active else ""
    return send(invitation, to, lambda: _composed(invitation, to), first=FIRST_PAUSE, longest=LONGEST_PAUSE)


def _composed(invitation: Invitation, to: str) -> EmailMessage:
    company = invitation.company
    language = "en" if invitation.person.language == "en" else "de"
    with override(language):
        end = invitation.until.astimezone(ZoneInfo(company.time_zone))
        values = {
            "name": one_line(invitation.by.full_name) or one_line(company.name),
            "company": one_line(company.name),
            "date": date_format(end, "j. F Y" if language == "de" else "j F Y"),
            "link": settings.BASE_URL + reverse("office-invited"),
            "address": to,
        }
    # Asked for once more it is another mail: its name tells them apart.
    name = f"invitation.{invitation.pk}.{round(invitation.not_before.timestamp())}"
    return composed(INVITED[language], values, to=to, language=language, name=name, at=invitation.not_before)
