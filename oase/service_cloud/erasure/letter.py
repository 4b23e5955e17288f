"""The two mails of an erasure. The last one leaves before the address is forgotten, and no trace of it stays."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from oase.jobs import clock
from oase.people.mailboxes import address_of
from oase.privacy import vault
from oase.privacy.erasures import Erasure
from oase.privacy.vault import VaultError
from oase.service_cloud.erasure import report, traces

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=30)
QUIET = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""No machine answers it (RFC 3834)."""


def sealed_address(erasure: Erasure, address: str) -> str:
    """The address, kept for the last mail only, under the house's key."""
    return vault.seal_for_the_house(address.encode(), bound_to=_bound(erasure.pk)).hex()


def _bound(erasure_id: UUID) -> str:
    return f"erasure:{erasure_id}"


def link_of(erasure: Erasure) -> str:
    """Where the report can be read."""
    return str(settings.BASE_URL) + reverse("forgotten", args=[erasure.token])


def tell_it_was_asked(erasure: Erasure) -> None:
    """Say to the person's address that they will be forgotten, and how to take it back: it may not have been them."""
    person = erasure.person
    if not (to := address_of(person)):
        return
    with override(erasure.language):
        lines = [
            _("Hello %(name)s,") % {"name": person.first_name} if person.first_name else _("Hello,"),
            _("You asked us to forget you. We will do so on %(when)s.") % {"when": _written(erasure.due_at)},
            _("Until then you can take it back: sign in and choose “Keep my data”."),
            settings.BASE_URL + reverse("leaving"),
            _("If it was not you who asked, please take it back there and change your password."),
            _("Afterwards you find here what was done:"),
            link_of(erasure),
        ]
        _mail(to, _("You will be forgotten"), lines)


def send(erasure: Erasure) -> bool:
    """Send the report to the address that is about to be forgotten; False asks to be called again later.

    After `MOST_ATTEMPTS` the address is forgotten all the same: the report has its page.
    """
    try:
        to = vault.open_for_the_house(bytes.fromhex(erasure.report["to"]), bound_to=_bound(erasure.pk)).decode()
    except VaultError:
        log.warning("the address of erasure %s does not open", erasure.pk)
        return True
    if not to:
        return True
    with override(erasure.language):
        subject = _("You are forgotten")
        try:
            _mail(to, subject, _told(erasure))
        except Exception as error:  # whatever the mail server said: it may hold the address, so only its kind is kept
            log.warning("the last mail of erasure %s could not be sent: %s", erasure.pk, type(error).__name__)
            return _tried_in_vain(erasure)
        traces.forget_last_mail(to, subject)
    erasure.mailed_at = clock.now()
    erasure.save(update_fields=["mailed_at"])
    return True


def _tried_in_vain(erasure: Erasure) -> bool:
    erasure.attempts += 1
    erasure.not_before = clock.now() + FIRST_PAUSE * 2**erasure.attempts
    erasure.save(update_fields=["attempts", "not_before"])
    return erasure.attempts >= MOST_ATTEMPTS


def _told(erasure: Erasure) -> list[str]:
    lines = [_("As you wished, we have forgotten you. This is the last mail to this address; we no longer know it.")]
    counts = [f"- {words}: {number}" for number, words in report.counted(erasure.report)]
    if counts:
        lines += [_("Deleted or changed:"), "\n".join(counts)]
    stays = [
        f"- {one.company}: {report.concerns_line(one.concerns)}, "
        + _("until %(when)s at the latest. %(why)s") % {"when": _day(one.until), "why": one.why}
        for one in report.stays_of(erasure.report)
    ]
    lines += [_("What stays, without your name:"), "\n".join(stays)] if stays else [_("Nothing of yours stays.")]
    return [*lines, _("This report stays readable here, without your name:"), link_of(erasure), _("Farewell.")]


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")


def _written(moment: datetime) -> str:
    return f"{_day(moment)}, {localtime(moment):%H:%M}"


def _mail(to: str, subject: str, lines: list[str]) -> None:
    EmailMessage(subject=subject, body="\n\n".join(lines) + "\n", to=[to], headers=QUIET).send()
