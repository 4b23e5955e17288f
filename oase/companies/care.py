"""Who cares for a customer: the advisor and the deputy."""

from django.db.models import Count, Q

from oase.companies.models import Company, Customer, Membership
from oase.people.models import Person


def customer_of(*, person: Person, company: Company) -> Customer:
    """The person as a customer of the company; the first concern makes them one."""
    customer, _ = Customer.objects.get_or_create(person=person, company=company)
    return customer


def with_advisor(customer: Customer) -> Customer:
    """Make sure the customer has an advisor and a deputy, if the company has staff to give.

    Chosen among those who are there and speak the customer's language first, then by how few customers they have.
    """
    if customer.advisor_id and customer.deputy_id:
        return customer
    staff = (
        Membership.objects.filter(company_id=customer.company_id, left_at=None, person__is_active=True)
        .exclude(role=Membership.SUPERVISOR)
        .exclude(person_id=customer.person_id)
        .annotate(
            load=Count("advises", distinct=True),
            speaks=Count("pk", filter=Q(languages__contains=[customer.person.language]), distinct=True),
        )
        .order_by("-speaks", "load", "pk")
    )
    candidates = [one for one in staff if one.pk != customer.advisor_id]
    candidates.sort(key=lambda one: not one.is_there)
    if customer.advisor_id is None and candidates:
        customer.advisor = candidates.pop(0)
    if customer.deputy_id is None and candidates:
        customer.deputy = candidates[0]
    customer.save(update_fields=["advisor", "deputy"])
    return customer
