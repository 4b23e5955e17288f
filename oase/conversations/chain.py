"""The chain network → expert → advisor → deputy → team → supervisors: nobody meets a dead end."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from oase.companies.care import with_advisor
from oase.companies.models import Customer, Membership, Topic
from oase.companies.presence import fresh, hold_still, is_there
from oase.companies.teams.models import Team
from oase.conversations.dealing import turn_of
from oase.conversations.models import Assignment
from oase.people.models import Person


@dataclass(frozen=True)
class Step:
    """A place in the chain: its level, and the person who holds it there, if it is one person."""

    level: str
    holder: Person | None
    stands_in_for: Person | None = field(default=None, compare=False)
    """Who would hold it if they were there; when they are back it is theirs again."""
    team_id: int | None = field(default=None, compare=False)
    """Which team is meant at the level of teams, where it is not the topic's."""


def company_step(customer: Customer, topic: Topic | None = None) -> Step:
    """Where a concern enters the second level: the advisor, else the deputy, else the team.

    Nobody of the company goes away before the transaction ends, so it is never given to somebody who is not there.
    """
    hold_still([customer.company_id])
    return _dealt(settled_step(_as_they_are(with_advisor(customer, topic))), customer, topic)


def settled_step(customer: Customer) -> Step:
    """The same of a customer whose carers are settled and were read after `hold_still`; nothing is dealt out."""
    advisor = customer.advisor
    if advisor is not None and is_there(advisor):
        return Step(Assignment.ADVISOR, advisor.person)
    return _deputy_or_team(customer, stands_in_for=advisor)


def after_advisor(customer: Customer) -> Step:
    """The deputy, if there is one here, else the team: for good, because the advisor is late with it."""
    hold_still([customer.company_id])
    return _deputy_or_team(_as_they_are(customer), stands_in_for=None)


def next_step(level: str, customer: Customer, topic: Topic | None = None) -> Step:
    """One step along the chain from `level`. At its end the supervisors keep it: it is theirs until it is answered.

    Only with the `topic` its team deals it out; without it is told what comes next, and nobody's turn is used.
    """
    match level:
        case Assignment.NETWORK | Assignment.EXPERT:
            return company_step(customer, topic)
        case Assignment.ADVISOR:
            return _dealt(after_advisor(customer), customer, topic)
        case Assignment.DEPUTY:
            return _dealt(Step(Assignment.TEAM, None), customer, topic)
        case _:
            return Step(Assignment.SUPERVISORS, None)


def settled_next(level: str, customer: Customer) -> Step:
    """The same for the second level, of a customer whose carers were read after `hold_still`; nothing is dealt out."""
    if level == Assignment.ADVISOR:
        return _deputy_or_team(customer, stands_in_for=None)
    return Step(Assignment.TEAM if level == Assignment.DEPUTY else Assignment.SUPERVISORS, None)


def team_step(team: Team, customer: Customer, *, besides: Collection[int] = ()) -> Step:
    """The team has it: whose turn it is, where it deals out, else whoever wants takes it.

    `besides` are people who are dealt nothing now.
    """
    member = turn_of(team, customer, besides=besides) if team.deals else None
    return Step(Assignment.TEAM, member.person if member is not None else None, team_id=team.pk)


def _dealt(step: Step, customer: Customer, topic: Topic | None) -> Step:
    """Where it would be the team's: who of the team has it. Whoever cares for the customer had their turn before."""
    if step.level != Assignment.TEAM or topic is None or topic.team is None:
        return step
    carers = [one.person_id for one in (customer.advisor, customer.deputy) if one is not None]
    return replace(step, holder=team_step(topic.team, customer, besides=carers).holder)


def _deputy_or_team(customer: Customer, *, stands_in_for: Membership | None) -> Step:
    absent = stands_in_for.person if stands_in_for is not None else None
    if customer.deputy is not None and is_there(customer.deputy):
        return Step(Assignment.DEPUTY, customer.deputy.person, absent)
    return Step(Assignment.TEAM, None, absent)


def _as_they_are(customer: Customer) -> Customer:
    """With advisor and deputy read once more: this one may have been read before somebody went."""
    now = fresh([customer.advisor, customer.deputy])
    for role in ("advisor", "deputy"):
        carer = getattr(customer, role)
        if carer is not None and carer.pk in now:
            setattr(customer, role, now[carer.pk])
    return customer
