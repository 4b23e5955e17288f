"""Who would get what somebody holds and whom they care for if they left now. Nothing is stored."""

from collections import Counter
from dataclasses import dataclass

from oase.companies.models import Membership
from oase.companies.presence import is_there
from oase.conversations.models import Assignment
from oase.second_level.advisors.leaving import Dealing, carers_after, customers_of
from oase.second_level.advisors.standing_in import held_by


@dataclass(frozen=True)
class Heir:
    """One who stays: how many customers they advise or stand in for from then on, and how many concerns they get."""

    membership: Membership
    advises: int
    deputises: int
    concerns: int


@dataclass(frozen=True)
class Parting:
    """What goes where. `to_team`: concerns nobody in particular gets; `alone`: customers without an advisor then."""

    heirs: list[Heir]
    to_team: int
    alone: int


def parting_of(membership: Membership) -> Parting:
    """What it would mean if they left now, as `leaving.leave` does it. For themself, or for who leads."""
    advises, deputises, concerns = Counter[int](), Counter[int](), Counter[int]()
    people: dict[int, Membership] = {}
    after: dict[int, tuple[Membership | None, Membership | None]] = {}
    alone = 0
    for customer, advisor, deputy in carers_after(customers_of(membership), membership, Dealing(membership)):
        after[customer.pk] = advisor, deputy
        people |= {one.pk: one for one in (advisor, deputy) if one is not None}
        if customer.advisor_id == membership.pk:
            alone += advisor is None
            advises.update([advisor.pk] if advisor is not None else [])
        if deputy is not None and deputy.pk != customer.deputy_id:
            deputises[deputy.pk] += 1
    to_team, there = 0, dict[int, bool]()
    held = Assignment.objects.filter(conversation__in=held_by(membership), ended_at=None)
    for one in held.select_related("conversation__customer__advisor__person", "conversation__customer__deputy__person"):
        customer = one.conversation.customer
        carers = after.get(customer.pk, (customer.advisor, customer.deputy))
        taker = next((carer for carer in carers if carer is not None and _there(carer, there)), None)
        if taker is None:
            to_team += 1
        else:
            people[taker.pk] = taker
            concerns[taker.pk] += 1
    heirs = [Heir(one, advises[pk], deputises[pk], concerns[pk]) for pk, one in people.items()]
    moved = [one for one in heirs if one.advises or one.deputises or one.concerns]
    return Parting(sorted(moved, key=lambda one: (one.membership.person.first_name, one.membership.pk)), to_team, alone)


def _there(carer: Membership, known: dict[int, bool]) -> bool:
    if carer.pk not in known:
        known[carer.pk] = carer.left_at is None and is_there(carer)
    return known[carer.pk]
