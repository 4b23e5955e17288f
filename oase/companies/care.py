"""Who cares for a customer: the advisor and the deputy."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, Q

from oase.companies.models import Company, Customer, Membership
from oase.people.models import Person


def customer_of(*, person: Person, company: Company) -> Customer:
    """The person as a customer of the company; the first concern makes them one."""
    customer, _ = Customer.objects.get_or_create(person=person, company=company)
    return customer


@transaction.atomic
def with_advisor(customer: Customer) -> Customer:
    """Make sure the customer has an advisor and a deputy, if the company has staff to give.

    Whoever left the company is replaced: the deputy, who knows the customer, follows the advisor. Others are chosen
    among those who are there and speak the customer's language first, then by how few customers they have.
    """
    if cares_for(customer.advisor, customer) and cares_for(customer.deputy, customer):
        return customer
    # Two concerns may come at once, and this one may have been read a while ago: one of them chooses for both.
    stored = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    known = [one for one in (stored.advisor, stored.deputy) if cares_for(one, stored)]
    advisor, deputy = [*known, *_candidates(stored, known), None, None][:2]
    if (stored.advisor, stored.deputy) != (advisor, deputy):
        stored.advisor, stored.deputy = advisor, deputy
        stored.save(update_fields=["advisor", "deputy"])
    customer.advisor, customer.deputy = advisor, deputy
    return customer


def cares_for(membership: Membership | None, customer: Customer) -> bool:
    """Whether this is someone on the company's staff who can look after the customer: nobody looks after themself."""
    return (
        membership is not None
        and membership.left_at is None
        and membership.person.is_active
        and membership.company_id == customer.company_id
        and membership.person_id != customer.person_id
    )


def _candidates(customer: Customer, known: Collection[Membership | None]) -> list[Membership]:
    staff = (
        Membership.objects.filter(company_id=customer.company_id, left_at=None, person__is_active=True)
        .exclude(role=Membership.SUPERVISOR)
        .exclude(person_id=customer.person_id)
        .exclude(pk__in=[one.pk for one in known if one])
        .select_related("person")
        .annotate(
            load=Count("advises", distinct=True),
            speaks=Count("pk", filter=Q(languages__contains=[customer.person.language]), distinct=True),
        )
        .order_by("-speaks", "load", "pk")
    )
    return sorted(staff, key=lambda one: not one.is_there)
