from oase.companies.models import Company, Membership
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
