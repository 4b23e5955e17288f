from collections.abc import Collection

from oase.companies.models import Company, Customer, Membership
from oase.people.models import Person


def membership_of(person: Person, company: Company) -> Membership | None:
    """The person's place on the company's staff, if they have one now."""
    if not person.is_authenticated:
        return None
    return company.memberships.filter(person_id=person.pk, left_at=None, person__is_active=True).first()


def staff_ids(company_id: int) -> list[int]:
    """Person ids of everyone on the company's staff now."""
    return list(
        Membership.objects.filter(company_id=company_id, left_at=None, person__is_active=True)
        .order_by("person_id")
        .values_list("person_id", flat=True)
    )


def companies() -> list[Company]:
    """Every company one can ask."""
    return list(Company.objects.order_by("name"))


def care_visible_to(person: Person) -> list[Customer]:
    """Where this person is a customer, with who cares for them there."""
    customers = Customer.objects.filter(person_id=person.pk).order_by("company__name")
    return list(
        customers.select_related("company", "advisor__person", "advisor__company", "deputy__person", "deputy__company")
    )


def memberships_at(company_ids: Collection[int], person_ids: Collection[int]) -> dict[tuple[int, int], Membership]:
    """By company and person: which place these people have or had on the staff of these companies."""
    members = Membership.objects.filter(company_id__in=company_ids, person_id__in=person_ids)
    return {(member.company_id, member.person_id): member for member in members}
