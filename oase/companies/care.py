"""Who cares for a customer: the advisor and the deputy."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from oase.companies.models import Company, Customer, Membership, Topic
from oase.companies.points import with_points
from oase.companies.presence import is_there
from oase.people.models import Person


def customer_of(*, person: Person, company: Company) -> Customer:
    """The person as a customer of the company; the first concern makes them one."""
    customer, _ = Customer.objects.get_or_create(person=person, company=company)
    return customer


@transaction.atomic
def with_advisor(customer: Customer, topic: Topic | None = None) -> Customer:
    """Make sure the customer has an advisor and a deputy, if the company has staff to give.

    Whoever left the company is replaced: the deputy, who knows the customer, follows the advisor. Others are chosen
    among those who are there, speak the customer's language and know the `topic` first, then by how much room they
    have (`_carried`).
    """
    if cares_for(customer.advisor, customer) and cares_for(customer.deputy, customer):
        return customer
    # Two concerns may come at once, and this one may have been read a while ago: one of them chooses for both.
    stored = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    known = [one for one in (stored.advisor, stored.deputy) if cares_for(one, stored)]
    advisor, deputy = [*known, *candidates(stored, known, topic), None, None][:2]
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


def candidates(
    customer: Customer, known: Collection[Membership | None] = (), topic: Topic | None = None
) -> list[Membership]:
    """Everyone else who can look after this customer, best first; with `points`, `customers`, `speaks` and `skilled`.

    Who leads the team cares for nobody in particular.
    """
    advised = Customer.objects.filter(advisor=OuterRef("pk"), person__is_active=True).order_by()
    staff = with_points(
        Membership.objects.filter(company_id=customer.company_id, left_at=None, person__is_active=True)
        .exclude(role=Membership.SUPERVISOR)
        .exclude(person_id=customer.person_id)
        .exclude(pk__in=[one.pk for one in known if one])
        .select_related("person", "company")
    ).annotate(customers=Coalesce(Subquery(advised.values("advisor").annotate(n=Count("pk")).values("n")), 0))
    skilled = _skilled(topic)
    language = customer.person.language

    def place(one: Membership) -> tuple[bool, bool, bool, bool, float, int]:
        carried = _carried(one)
        return (not is_there(one), language not in one.languages, one.pk not in skilled, carried >= 1, carried, one.pk)

    return sorted(staff, key=place)


def _carried(one: Membership) -> float:
    """How much of their capacity is taken, 1 being all: what they hold open now, and one point for each customer of
    theirs, who will come again. So whoever has few customers gets the next one, and not the one who is drowning.
    """
    taken: int = one.points + one.customers  # type: ignore[attr-defined]  # annotated in `candidates`
    return taken / one.capacity if one.capacity else float("inf")


def _skilled(topic: Topic | None) -> set[int]:
    """Who knows the topic, or is in the team that looks after it."""
    if topic is None:
        return set()
    known = set(topic.known_by.values_list("pk", flat=True))
    return known | set(topic.team.members.values_list("pk", flat=True) if topic.team is not None else ())
