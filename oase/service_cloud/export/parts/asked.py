"""When somebody wants to be asked as an expert, how they are told, and what they were told by mail."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.experts.availability.models import Availability, ExpertHours, ExpertNotice, MailedAnswer, Pause
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    hours = ExpertHours.objects.filter(person=person)
    yield Section(
        "expert_hours",
        _("Your hours as an expert"),
        _("When questions may be offered to you; 0 is Monday. Kept until you change it."),
        {"weekday": _("Weekday"), "begins": _("From"), "ends": _("Until")},
        [{"weekday": one.weekday, "begins": f"{one.begins:%H:%M}", "ends": f"{one.ends:%H:%M}"} for one in hours],
    )
    yield Section(
        "expert_availability",
        _("How you are asked"),
        _("Which mails you want, and what stands beside your hours just now."),
        {
            "mail_offers": _("Mails about offers"),
            "mail_replies": _("Mails about replies"),
            "beyond_until": _("Here outside your hours until"),
            "reacted_at": _("Last changed"),
        },
        list(
            Availability.objects.filter(person=person).values(
                "mail_offers", "mail_replies", "beyond_until", "reacted_at"
            )
        ),
    )
    yield Section(
        "expert_pause",
        _("Your pause"),
        _("While you are not asked. Deleted when you are back."),
        {"since": _("Since"), "until": _("Until"), "unanswered": _("Offers without an answer before it")},
        list(Pause.objects.filter(person=person).values("since", "until", "unanswered")),
    )
    notices = ExpertNotice.objects.filter(person=person).order_by("created_at", "pk")
    yield Section(
        "expert_notices",
        _("Mails to you as an expert"),
        _("That there was something to tell, never what. Kept for two weeks."),
        {"kind": _("Kind"), "created_at": _("Made"), "sent_at": _("Sent"), "dropped_at": _("Not needed any more")},
        list(notices.values("kind", "created_at", "sent_at", "dropped_at")),
    )
    yield Section(
        "mailed_answers",
        _("Answers you sent by mail"),
        _("That a mail of yours came in and what became of it. Your words are with the concerns you helped in."),
        {"at": _("When"), "outcome": _("Outcome")},
        list(MailedAnswer.objects.filter(person=person).order_by("at", "pk").values("at", "outcome")),
    )


PART = Part(
    frozenset(
        {
            "ExpertHours.person",
            "Availability.person",
            "Pause.person",
            "ExpertNotice.person",
            "MailedAnswer.person",
        }
    ),
    _sections,
)
