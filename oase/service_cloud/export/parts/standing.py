"""How somebody stands as an expert, what was said and decided about them, and what they said and decided about others.

Who reported an expert is told to nobody but those who decide; so of reports about oneself there is what was decided.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from oase.experts.reputation.models import (
    Alarm,
    AlarmAnswer,
    AlarmMail,
    Appeal,
    Appointment,
    Judgement,
    Opening,
    PublicPage,
    Report,
    Suspension,
)
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    yield _safety(person)
    yield _suspensions(person)
    yield _standing(person)
    yield _reports(person)
    yield _decided(person)


def _safety(person: Person) -> Section:
    rows: list[tuple[datetime, str, str]] = [
        (one.at, one.conversation.company.name, _("read the first words of a question offered to you"))
        if one.excerpt
        else (one.at, one.conversation.company.name, _("opened a conversation"))
        for one in Opening.objects.filter(expert_id=person.pk).select_related("conversation__company")
    ]
    alarms = Alarm.objects.filter(expert_id=person.pk).select_related("company")
    rows += [(one.at, one.company.name, _("your account was stopped")) for one in alarms]
    mails = AlarmMail.objects.filter(recipient=person).select_related("alarm__company")
    rows += [(one.alarm.at, one.alarm.company.name, _("an alarm was mailed to you")) for one in mails]
    return Section(
        "safety",
        _("What your account opened"),
        _("So that a stolen account reads little: what was opened when, kept for 90 days; and alarms, which stay."),
        {"at": _("When"), "company": _("Company"), "what": _("What")},
        [{"at": at, "company": company, "what": what} for at, company, what in sorted(rows)],
    )


def _suspensions(person: Person) -> Section:
    found = Suspension.objects.filter(expert_id=person.pk).select_related("company", "appeal").order_by("at", "pk")
    return Section(
        "suspensions",
        _("When you were suspended as an expert"),
        _("What was said to you, and your appeals. Kept as long as you are an expert."),
        {
            "company": _("Company"),
            "at": _("From"),
            "lifted_at": _("Until"),
            "words": _("What was said"),
            "appeal": _("Your appeal"),
            "reply": _("The answer"),
        },
        [
            {
                "company": one.company.name,
                "at": one.at,
                "lifted_at": one.lifted_at,
                "words": one.words,
                "appeal": appeal.words if (appeal := getattr(one, "appeal", None)) else "",
                "reply": appeal.reply if appeal else "",
            }
            for one in found
        ],
    )


def _standing(person: Person) -> Section:
    appointed = Appointment.objects.filter(expert_id=person.pk).select_related("topic__company").order_by("at", "pk")
    rows: list[dict[str, str | datetime | None]] = [
        {"what": f"{one.topic.company.name}: {one.topic.name}", "at": one.at, "until": one.ended_at}
        for one in appointed
    ]
    pages = PublicPage.objects.filter(expert_id=person.pk)
    words = _("Your public page %(name)s")
    rows += [{"what": words % {"name": one.name}, "at": one.since, "until": None} for one in pages]
    return Section(
        "standing",
        _("Topics you were made senior on, and your public page"),
        _("Shown to you; the page also to whoever has its address, until you take it down."),
        {"what": _("What"), "at": _("From"), "until": _("Until")},
        rows,
    )


def _reports(person: Person) -> Section:
    made = Report.objects.filter(by=person).select_related("conversation__company").order_by("at", "pk")
    about = Report.objects.filter(expert_id=person.pk).exclude(judgement=None)
    about = about.select_related("conversation__company", "judgement").order_by("at", "pk")
    rows: list[dict[str, str | datetime]] = [
        {"at": one.at, "company": one.conversation.company.name, "what": one.reason, "words": one.words} for one in made
    ]
    rows += [
        {
            "at": one.judgement.at,
            "company": one.conversation.company.name,
            "what": _("about you: %(reason)s, upheld") % {"reason": one.reason}
            if one.judgement.upheld
            else _("about you: %(reason)s, nothing was wrong") % {"reason": one.reason},
            "words": "",
        }
        for one in about
    ]
    return Section(
        "reports",
        _("Reports of an expert's help"),
        _("What you reported, and what was decided about reports on you. Kept with the concern."),
        {"at": _("When"), "company": _("Company"), "what": _("What"), "words": _("Your words")},
        rows,
    )


def _decided(person: Person) -> Section:
    answers = AlarmAnswer.objects.filter(by=person).select_related("alarm__company")
    judgements = Judgement.objects.filter(by=person).select_related("report__conversation__company")
    made = Suspension.objects.filter(by=person).select_related("company")
    lifted = Suspension.objects.filter(lifted_by=person).select_related("company")
    appeals = Appeal.objects.filter(decided_by=person).select_related("suspension__company")
    appointments = Appointment.objects.filter(by=person).select_related("topic__company")
    rows: list[tuple[datetime | None, str, str]] = [
        *((one.at, one.alarm.company.name, _("answered an alarm")) for one in answers),
        *((one.at, one.report.conversation.company.name, _("decided about a report")) for one in judgements),
        *((one.at, one.company.name, _("suspended an expert")) for one in made),
        *((one.lifted_at, one.company.name, _("lifted a suspension")) for one in lifted),
        *((one.decided_at, one.suspension.company.name, _("decided about an appeal")) for one in appeals),
        *((one.at, one.topic.company.name, _("made an expert senior")) for one in appointments),
    ]
    return Section(
        "moderation",
        _("What you decided about experts"),
        _("As staff of a company. Whom it was about stays with those people."),
        {"at": _("When"), "company": _("Company"), "what": _("What")},
        [{"at": at, "company": company, "what": what} for at, company, what in rows],
    )


PART = Part(
    frozenset(
        {
            "Opening.expert", "Alarm.expert", "AlarmMail.recipient", "Suspension.expert", "Appointment.expert",
            "PublicPage.expert", "Report.by", "Report.expert", "AlarmAnswer.by", "Judgement.by", "Suspension.by",
            "Suspension.lifted_by", "Appeal.decided_by", "Appointment.by",
        }
    ),
    _sections,
)  # fmt: skip
