"""Who cares for a person over time, and how they care for others: changes, notes that went along, being away."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Manager
from django.utils.translation import gettext as _

from oase.people.models import Person
from oase.privacy import vault
from oase.service_cloud.export.parts.contract import Part, Section


def _rows_of(model: str) -> "Manager[Any]":
    # The second level is a stranger to this room; the name of a table is all that is known of it here.
    manager: Manager[Any] = apps.get_model("oase", model)._default_manager
    return manager


def _sections(person: Person) -> Iterator[Section]:
    changes = list(
        _rows_of("AdvisorChange")
        .filter(customer__person=person)
        .select_related("customer__company", "before__person", "after__person", "note")
        .order_by("at", "pk")
    )
    if changes:
        yield _changes(changes)
    absences = list(_rows_of("Absence").filter(membership__person=person).select_related("membership__company"))
    if absences:
        yield _absences(absences)
    written = _rows_of("HandoverNote").filter(by=person).select_related("change__customer__company").order_by("at")
    made = _rows_of("AdvisorChange").filter(by=person).exclude(customer__person=person)
    entered = _rows_of("Absence").filter(by=person).exclude(membership__person=person)
    counted = [
        (_("Words you left for the next advisor of a customer"), written.count()),
        (_("Changes of an advisor that you made"), made.count()),
        (_("Absences you entered for a colleague"), entered.count()),
    ]
    if any(number for _words, number in counted):
        yield Section(
            "caring",
            _("How you cared for customers"),
            # How often, not for whom: these are other people.
            _("As staff of a company. Whom it was about stays with those people."),
            {"what": _("What"), "number": _("How often")},
            [{"what": words, "number": number} for words, number in counted if number],
        )


def _changes(changes: list[Any]) -> Section:
    return Section(
        "advisors",
        _("Who cared for you before"),
        _("Each change of your advisor, and what was handed over about you, shielded and without who wrote it."),
        {
            "company": _("Company"),
            "day": _("Day"),
            "before": _("Before"),
            "after": _("After"),
            "note": _("Handed over"),
        },
        [
            {
                "company": one.customer.company.name,
                # The day, not the minute: it would tell who wrote the note.
                "day": one.at.date().isoformat(),
                "before": one.before.person.first_name if one.before else "",
                "after": one.after.person.first_name if one.after else "",
                "note": one.note.body if hasattr(one, "note") else "",
            }
            for one in changes
        ],
    )


def _absences(absences: list[Any]) -> Section:
    return Section(
        "absences",
        _("When you were away"),
        _("As staff of a company. Why is yours alone: nobody else can read it."),
        {"company": _("Company"), "from": _("From"), "until": _("Until"), "reason": _("Why")},
        [
            {
                "company": one.membership.company.name,
                "from": one.starts_at,
                "until": one.ends_at,
                "reason": _reason(one),
            }
            for one in absences
        ],
    )


def _reason(absence: Any) -> str:
    if absence.sealed is None:
        return ""
    member = absence.membership
    try:
        return vault.open_in_place(bytes(absence.sealed), person_id=member.person_id, bound_to=f"absence:{member.pk}")
    except vault.VaultError:
        return ""


PART = Part(
    frozenset(
        {
            "Absence.membership", "Absence.by", "AdvisorChange.customer", "AdvisorChange.before",
            "AdvisorChange.after", "AdvisorChange.by", "HandoverNote.by",
        }
    ),
    _sections,
)  # fmt: skip
