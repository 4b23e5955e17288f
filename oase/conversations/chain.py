"""The chain network → expert → advisor → deputy → team → supervisors: nobody meets a dead end."""

from dataclasses import dataclass

from oase.companies.care import with_advisor
from oase.companies.models import Customer, Membership
from oase.conversations.models import Assignment
from oase.people.models import Person


@dataclass(frozen=True)
class Step:
    """A place in the chain: its level, and the person who holds it there, if it is one person."""

    level: str
    holder: Person | None


def _is_there(membership: Membership | None) -> bool:
    return membership is not None and membership.is_there and membership.person.is_active


def company_step(customer: Customer) -> Step:
    """Where a concern enters the second level: the advisor, else the deputy, else the team."""
    customer = with_advisor(customer)
    if customer.advisor and _is_there(customer.advisor):
        return Step(Assignment.ADVISOR, customer.advisor.person)
    return after_advisor(customer)


def after_advisor(customer: Customer) -> Step:
    """The deputy, if there is one here, else the team."""
    if customer.deputy and _is_there(customer.deputy):
        return Step(Assignment.DEPUTY, customer.deputy.person)
    return Step(Assignment.TEAM, None)


def next_step(level: str, customer: Customer) -> Step:
    """One step along the chain from `level`. At its end the supervisors keep it: it is theirs until it is answered."""
    match level:
        case Assignment.NETWORK | Assignment.EXPERT:
            return company_step(customer)
        case Assignment.ADVISOR:
            return after_advisor(customer)
        case Assignment.DEPUTY:
            return Step(Assignment.TEAM, None)
        case _:
            return Step(Assignment.SUPERVISORS, None)
