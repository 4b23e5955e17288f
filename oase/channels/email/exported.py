"""Mails that were kept here because no mail server is configured: part of what is held about their recipient."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.channels.email.models import LocalMail
from oase.people.mailboxes import address_of
from oase.people.models import Person
from oase.service_cloud.export.parts import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    mails = LocalMail.objects.filter(recipient__iexact=address_of(person)).order_by("at", "pk")
    yield Section(
        "local_mails",
        _("Mails that were kept here"),
        _("While no mail server is configured, mails to you are kept instead of sent."),
        {"at": _("When"), "subject": _("Subject"), "text": _("Text")},
        [{"at": mail.at, "subject": mail.subject, "text": mail.body} for mail in mails],
    )


PART = Part(frozenset(), _sections)
