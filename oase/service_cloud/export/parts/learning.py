"""How somebody became an expert: what they said, read, answered and were told; and what staff wrote for it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.experts.programme.models import (
    Acknowledgement,
    Application,
    Attempt,
    DrawnQuestion,
    LessonVersion,
    Portrait,
    ProgrammeNotice,
)
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    if person.memberships.exists():
        yield _written(person)
    if not Application.objects.filter(expert_id=person.pk).exists():
        return
    yield _applications(person)
    yield _read(person)
    yield _tests(person)
    yield _answers(person)
    yield _told(person)


def _applications(person: Person) -> Section:
    applied = Application.objects.filter(expert_id=person.pk).select_related("company").order_by("applied_at", "pk")
    picture = Portrait.objects.filter(person=person).first()
    return Section(
        "applications",
        _("Where you applied as an expert"),
        _("What you told these companies of what you know. Kept while you are an expert."),
        {"company": _("Company"), "applied_at": _("When"), "experience": _("Experience"), "picture_at": _("Picture")},
        [
            {
                "company": one.company.name,
                "applied_at": one.applied_at,
                "experience": one.experience,
                "picture_at": picture.at if picture else None,
            }
            for one in applied
        ],
    )


def _read(person: Person) -> Section:
    read = Acknowledgement.objects.filter(expert_id=person.pk).select_related("version__lesson__company")
    return Section(
        "lessons",
        _("Lessons you have read"),
        _("Which version, and when you said so. Kept while you are an expert."),
        {"company": _("Company"), "lesson": _("Lesson"), "version": _("Version"), "at": _("When")},
        [
            {
                "company": one.version.lesson.company.name,
                "lesson": one.version.title,
                "version": one.version.number,
                "at": one.at,
            }
            for one in read.order_by("at", "pk")
        ],
    )


def _tests(person: Person) -> Section:
    tests = Attempt.objects.filter(expert_id=person.pk).select_related("topic__company").order_by("started_at", "pk")
    return Section(
        "tests",
        _("Tests you took"),
        _("When, and how they ended. Kept while you are an expert."),
        {
            "company": _("Company"),
            "topic": _("Topic"),
            "started_at": _("Begun"),
            "handed_in_at": _("Handed in"),
            "percent": _("Percent"),
            "passed": _("Passed"),
        },
        [
            {
                "company": one.topic.company.name,
                "topic": one.topic.name,
                "started_at": one.started_at,
                "handed_in_at": one.handed_in_at,
                "percent": one.percent,
                "passed": one.passed,
            }
            for one in tests
        ],
    )


def _answers(person: Person) -> Section:
    # What is chosen says little without the options, and those with what is right are the company's.
    drawn = DrawnQuestion.objects.filter(attempt__expert_id=person.pk).exclude(words="").select_related("question")
    return Section(
        "test_answers",
        _("What you wrote in tests"),
        _("Your own words, and what was said about them. Kept while you are an expert."),
        {"question": _("Question"), "text": _("Text"), "points": _("Points"), "remark": _("Remark")},
        [
            {"question": one.question.text, "text": one.words, "points": one.points, "remark": one.remark}
            for one in drawn.order_by("pk")
        ],
    )


def _told(person: Person) -> Section:
    told = ProgrammeNotice.objects.filter(expert_id=person.pk).select_related("topic__company").order_by("at", "pk")
    return Section(
        "programme_notices",
        _("What you were told about tests and qualifications"),
        _("Shown on your page and sent by mail. Kept while you are an expert."),
        {"company": _("Company"), "topic": _("Topic"), "kind": _("Kind"), "until": _("Until"), "at": _("When")},
        [
            {
                "company": one.topic.company.name,
                "topic": one.topic.name,
                "kind": one.kind,
                "until": one.lapses_at,
                "at": one.at,
            }
            for one in told
        ],
    )


def _written(person: Person) -> Section:
    lessons = LessonVersion.objects.filter(by=person).select_related("lesson__company").order_by("at", "pk")
    marked = DrawnQuestion.objects.filter(marked_by=person).select_related("attempt__topic__company")
    return Section(
        "programme_work",
        _("What you did for the programme of experts"),
        _("Lessons you wrote and test answers you marked. They belong to the company and stay there."),
        {"company": _("Company"), "what": _("What"), "text": _("Text"), "at": _("When")},
        [{"company": one.lesson.company.name, "what": _("lesson"), "text": one.title, "at": one.at} for one in lessons]
        + [
            {"company": one.attempt.topic.company.name, "what": _("mark"), "text": one.remark, "at": one.marked_at}
            for one in marked.order_by("marked_at", "pk")
        ],
    )


PART = Part(
    frozenset(
        {
            "Acknowledgement.expert",
            "Application.expert",
            "Attempt.expert",
            "DrawnQuestion.marked_by",
            "LessonVersion.by",
            "Portrait.person",
            "ProgrammeNotice.expert",
        }
    ),
    _sections,
)
