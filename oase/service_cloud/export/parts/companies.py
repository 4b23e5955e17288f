"""Where somebody is a customer and where they work."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.companies.models import Customer, Membership
from oase.people.models import Person
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    yield _as_customer(person)
    memberships = Membership.objects.filter(person=person).select_related("company").order_by("company__name")
    yield Section(
        "memberships",
        _("Where you work"),
        _("Your places on the staff of companies, and how you introduce yourself there."),
        {
            "company": _("Company"),
            "role": _("Role"),
            "introduction_de": _("Introduction in German"),
            "introduction_en": _("Introduction in English"),
            "languages": _("Languages"),
            "away_until": _("Away until"),
            "left_at": _("Left"),
            "advises": _("Customers you care for"),
            "deputises": _("Customers you stand in for"),
        },
        [
            {
                "company": one.company.name,
                "role": str(one.get_role_display()),
                "introduction_de": one.introduction_de,
                "introduction_en": one.introduction_en,
                "languages": list(one.languages),
                "away_until": one.away_until,
                "left_at": one.left_at,
                # How many, not whom: these are other people.
                "advises": one.advises.count(),
                "deputises": one.deputises.count(),
            }
            for one in memberships
        ],
    )


def _as_customer(person: Person) -> Section:
    customers = Customer.objects.filter(person=person).select_related("company", "advisor__person", "deputy__person")
    return Section(
        "customers",
        _("Where you are a customer"),
        _("Each company knows you apart from the others. Kept until you ask to be forgotten."),
        {
            "company": _("Company"),
            "number": _("Customer number"),
            "since": _("Since"),
            "advisor": _("Cares for you"),
            "deputy": _("Stands in"),
        },
        [
            {
                "company": one.company.name,
                "number": one.number,
                "since": one.since,
                "advisor": one.advisor.person.first_name if one.advisor else "",
                "deputy": one.deputy.person.first_name if one.deputy else "",
            }
            for one in customers.order_by("company__name")
        ],
    )


PART = Part(
    frozenset(
        {"Customer.person", "Membership.person", "Customer.advisor", "Customer.deputy"}
    ),
    _sections,
)  # fmt: skip
