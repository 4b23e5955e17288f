"""What the second level keeps about its own people: what they gave, wished for and would like to learn."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from oase.people.models import Person
from oase.second_level.goodwill.models import Goodwill, GoodwillBudget, GoodwillWish
from oase.second_level.people.models import LearningWish, NoThanksMail, ThanksDigest
from oase.service_cloud.export.parts import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    yield from filter(lambda section: section.rows, (_given(person), _wishes(person), _budgets(person)))
    yield from filter(lambda section: section.rows, (_learning(person), _mails(person)))


def _given(person: Person) -> Section:
    lines = Goodwill.objects.filter(Q(giver__person=person) | Q(by=person) | Q(approved_by=person))
    return Section(
        "goodwill_given",
        _("Goodwill you gave, took back or agreed to"),
        _("The company's own books; who it was for is not part of your data. Kept as long as the company keeps books."),
        {"company": _("Company"), "at": _("When"), "kind": _("What"), "cents": _("Euro cents")},
        [
            {"company": one.company.name, "at": one.at, "kind": one.kind.name, "cents": one.cents}
            for one in lines.select_related("company", "kind").order_by("at", "pk")
        ],
    )


def _wishes(person: Person) -> Section:
    wishes = GoodwillWish.objects.filter(Q(giver__person=person) | Q(decided_by=person))
    return Section(
        "goodwill_wishes",
        _("Goodwill you asked for or decided on"),
        _("Beyond the budgets. Kept with the concern."),
        {
            "company": _("Company"), "at": _("When"), "kind": _("What"), "cents": _("Euro cents"),
            "reason": _("Why"), "verdict": _("Decision"), "answer": _("Why not"), "decided_at": _("Decided"),
        },
        [
            {
                "company": one.company.name, "at": one.at, "kind": one.kind.name, "cents": one.cents,
                "reason": one.reason, "verdict": one.verdict, "answer": one.answer, "decided_at": one.decided_at,
            }
            for one in wishes.select_related("company", "kind").order_by("at", "pk")
        ],
    )  # fmt: skip


def _budgets(person: Person) -> Section:
    budgets = GoodwillBudget.objects.filter(membership__person=person).select_related("company").order_by("pk")
    return Section(
        "goodwill_budgets",
        _("What you may give in a month"),
        _("Where it is not what everybody has. Kept until it is changed."),
        {"company": _("Company"), "cents": _("Euro cents")},
        [{"company": one.company.name, "cents": one.cents} for one in budgets],
    )


def _learning(person: Person) -> Section:
    wishes = LearningWish.objects.filter(membership__person=person).select_related("topic__company").order_by("pk")
    return Section(
        "learning_wishes",
        _("What you would like to learn"),
        _("Your colleagues read it. Kept until you change it."),
        {"company": _("Company"), "topic": _("Topic"), "since": _("Since")},
        [{"company": one.topic.company.name, "topic": one.topic.name, "since": one.since} for one in wishes],
    )


def _mails(person: Person) -> Section:
    weeks = ThanksDigest.objects.filter(person=person).order_by("week").values("week", "sent_at")
    rows = [{"week": f"{one['week']:%Y-%m-%d}", "sent_at": one["sent_at"], "off": None} for one in weeks]
    off = NoThanksMail.objects.filter(person=person).values_list("since", flat=True)
    rows += [{"week": "", "sent_at": None, "off": one} for one in off]
    return Section(
        "thanks_mails",
        _("Weekly mails with your thanks"),
        _("So that each goes out once, and none when you want none."),
        {"week": _("Week from"), "sent_at": _("Sent"), "off": _("Turned off")},
        rows,
    )


PART = Part(
    frozenset(
        {
            "Goodwill.giver", "Goodwill.by", "Goodwill.approved_by", "GoodwillWish.giver", "GoodwillWish.decided_by",
            "GoodwillBudget.membership", "LearningWish.membership", "ThanksDigest.person", "NoThanksMail.person",
        }
    ),
    _sections,
)  # fmt: skip
