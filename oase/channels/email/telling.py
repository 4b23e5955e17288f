"""Plain mails that tell somebody something about their account: each is tried again until it goes out."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from oase.channels.email.writing.told import Told
from oase.companies.roles.models import Invitation
from oase.experts.programme.models import ProgrammeNotice
from oase.experts.reputation.models import AlarmMail
from oase.jobs import clock
from oase.second_level.mentions.models import Mention
from oase.second_level.people.models import ThanksDigest

log = logging.getLogger(__name__)


def send(
    row: AlarmMail | Invitation | Mention | ProgrammeNotice | ThanksDigest,
    to: str,
    compose: Callable[[], EmailMessage],
    *,
    first: timedelta,
    longest: timedelta,
) -> bool:
    """Send what the locked `row` tells; whether a mail went out.

    Who has no address (`to` is empty) is not told, and it is over. A mail server that refuses is asked again: first
    after `first` doubled, then later and later, at the latest after `longest`.
    """
    try:
        if to:
            compose().send()
    except Exception:  # whatever the mail server said, the other mails go on and this one is tried again
        log.exception("%s %s could not be sent", row._meta.verbose_name, row.pk)
        row.attempts += 1
        row.not_before = clock.now() + min(first * 2 ** min(row.attempts, 12), longest)
        row.save(update_fields=["attempts", "not_before"])
        return False
    row.sent_at = clock.now()
    row.save(update_fields=["sent_at"])
    return bool(to)


def composed(
    told: Told, values: Mapping[str, object], *, to: str, language: str, name: str, at: datetime
) -> EmailMessage:
    """A mail with the words of `told`; `name` is the same each time it is tried."""
    return EmailMessage(
        subject=told.subject.format_map(values),
        body=told.body.format_map(values),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={
            "Message-ID": f"<{name}@{urlsplit(settings.BASE_URL).hostname}>",
            "Date": format_datetime(at),
            # A program speaks: other programs shall not answer (RFC 3834, section 5).
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
