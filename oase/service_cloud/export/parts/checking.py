"""What an expert kept to answer with, and what they looked at for others or had looked at."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from oase.experts.answers.models import Reuse, SavedAnswer, Similar
from oase.experts.checks.models import AskedToCheck, Check
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    if hasattr(person, "expert"):
        yield _saved(person)
        yield _reused(person)
        yield _checks(person)
        yield _asked(person)
        yield _similar(person)


def _saved(person: Person) -> Section:
    saved = SavedAnswer.objects.filter(expert_id=person.pk).select_related("topic__company").order_by("saved_at", "pk")
    return Section(
        "saved_answers",
        _("Answers you keep"),
        _("To use again. Kept until you delete them."),
        {
            "company": _("Company"),
            "topic": _("Topic"),
            "title": _("What it answers"),
            "text": _("Text"),
            "language": _("Language"),
            "shared": _("Shared with colleagues"),
            "saved_at": _("Saved"),
            "changed_at": _("Changed"),
        },
        [
            {
                "company": one.topic.company.name,
                "topic": one.topic.name,
                "title": one.title,
                "text": one.body,
                "language": one.language,
                "shared": one.shared,
                "saved_at": one.saved_at,
                "changed_at": one.changed_at,
            }
            for one in saved
        ],
    )


def _reused(person: Person) -> Section:
    reused = Reuse.objects.filter(Q(author_id=person.pk) | Q(by_id=person.pk)).select_related("conversation__company")
    return Section(
        "reused_answers",
        _("Saved answers that were used again"),
        _("When a colleague sent one of yours, or you one of a colleague's."),
        {"company": _("Company"), "at": _("When"), "yours": _("It was yours")},
        [
            {
                "company": one.conversation.company.name if one.conversation else "",
                "at": one.at,
                "yours": one.author_id == person.pk,
            }
            for one in reused.order_by("at", "pk")
        ],
    )


def _checks(person: Person) -> Section:
    checks = Check.objects.filter(Q(author_id=person.pk) | Q(checker_id=person.pk))
    return Section(
        "checks",
        _("Answers that were looked at before they went out"),
        _("Yours, and those you looked at: of these without the words, which are another expert's."),
        {
            "company": _("Company"),
            "written_at": _("Written"),
            "yours": _("It was yours"),
            "outcome": _("What became of it"),
            "decided_at": _("When"),
            "text": _("Text"),
            "remark": _("Remark"),
        },
        [
            {
                "company": one.assignment.conversation.company.name,
                "written_at": one.written_at,
                "yours": one.author_id == person.pk,
                "outcome": one.outcome,
                "decided_at": one.decided_at,
                "text": one.body if one.author_id == person.pk else "",
                "remark": one.remark,
            }
            for one in checks.select_related("assignment__conversation__company").order_by("written_at", "pk")
        ],
    )


def _asked(person: Person) -> Section:
    asked = AskedToCheck.objects.filter(expert_id=person.pk).order_by("asked_at", "pk")
    return Section(
        "asked_to_check",
        _("Answers you were asked to look at"),
        _("When you were asked and whether you let it go by."),
        {"asked_at": _("Asked"), "passed_at": _("Let go by")},
        [{"asked_at": one.asked_at, "passed_at": one.passed_at} for one in asked],
    )


def _similar(person: Person) -> Section:
    similar = Similar.objects.filter(expert_id=person.pk).order_by("found_at", "pk")
    return Section(
        "similar",
        _("Similar questions that were found for you"),
        _("When, and whether you opened them. Whose they were stays with those people."),
        {"found_at": _("Found"), "opened_at": _("Opened")},
        [{"found_at": one.found_at, "opened_at": one.opened_at} for one in similar],
    )


PART = Part(
    frozenset(
        {
            "SavedAnswer.expert",
            "Reuse.author",
            "Reuse.by",
            "Check.author",
            "Check.checker",
            "AskedToCheck.expert",
            "Similar.expert",
        }
    ),
    _sections,
)
