"""What the mail knows of somebody: mails kept here because no mail server is configured, and what they are told of."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.channels.email.models import LocalMail, NoLateMail
from oase.conversations.models import LateSolution
from oase.people.mailboxes import address_of
from oase.people.models import Person
from oase.second_level.mentions.models import Mention
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
    mentions = Mention.objects.filter(person=person).select_related("conversation__company").order_by("at", "pk")
    if mentions:
        yield Section(
            "mentions",
            _("Notes that named you"),
            _("So that you are told when a colleague asks you. What they wrote belongs to the concern."),
            {"company": _("Company"), "at": _("When"), "done": _("Done"), "mailed": _("Mailed")},
            [
                {
                    "company": one.conversation.company.name,
                    "at": one.at,
                    "done": one.done_at,
                    "mailed": one.sent_at,
                }
                for one in mentions
            ],
        )
    late = LateSolution.objects.filter(recipient=person).select_related("conversation__company").order_by("at", "pk")
    off = NoLateMail.objects.filter(person=person).values_list("since", flat=True)
    if late or off:
        yield Section(
            "late_solutions",
            _("What was late where you lead"),
            _("So that you are told. Without a company it says since when you want no mails about it."),
            {"company": _("Company"), "at": _("When"), "mailed": _("Mailed")},
            [
                *({"company": one.conversation.company.name, "at": one.at, "mailed": one.sent_at} for one in late),
                *({"company": "", "at": since, "mailed": None} for since in off),
            ],
        )


PART = Part(frozenset({"Mention.person", "LateSolution.recipient", "NoLateMail.person"}), _sections)
