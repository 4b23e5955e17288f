"""What can honestly be promised to somebody who is about to ask: who answers, by when, and who takes over otherwise.

It asks the same rules that will place the question, on a conversation that is not there yet.
"""

from dataclasses import dataclass, field
from datetime import datetime

from oase.companies.models import Company, Customer, Membership, Topic
from oase.companies.presence import is_there
from oase.conversations.models import Assignment, Conversation
from oase.conversations.promises import answer_due
from oase.experts.matching.finding import matches
from oase.experts.topics import is_sensitive, recognise
from oase.people.models import Person

MOST_FACES = 4
MOST_FOUND = 20


@dataclass(frozen=True)
class Pledge:
    """`way` is "network", "company" or, before anything is written, "open"."""

    way: str
    topic: Topic | None = None
    recognised: bool = False
    due: datetime | None = None
    faces: list[Person] = field(default_factory=list)
    experts: int = 0
    advisor: Person | None = None
    """Who takes over otherwise, or answers: the advisor if there is one here, else the team."""
    sensitive: bool = False


def pledge_for(
    text: str,
    *,
    company: Company,
    customer: Customer | None,
    chosen: Topic | None,
    wants_company: bool,
    language: str,
) -> Pledge:
    """What would be promised if this text were sent now. `customer` is of the person signed in, if they are one."""
    advisor = advisor_of(customer)
    topic = chosen or recognise(text, list(company.topics.all()))
    person = customer.person if customer else None
    asking = Conversation(
        company=company, topic=topic, language=language, customer=customer or Customer(company=company, person=person)
    )
    if not text.strip() and not wants_company:
        return Pledge("open", topic=topic, faces=_faces(company, language), advisor=advisor)
    sensitive = is_sensitive(text)
    experts: list[Person] = []
    if topic and topic.open_to_experts and not sensitive and not wants_company:
        ids = [match.contender.expert_id for match in matches(asking, most=MOST_FOUND)]
        found = Person.objects.in_bulk(ids)
        experts = [found[expert_id] for expert_id in ids]
    if experts:
        due = answer_due(asking, Assignment.NETWORK, first=True)
        return Pledge("network", topic, chosen is None, due, experts[:MOST_FACES], len(experts), advisor)
    due = answer_due(asking, Assignment.ADVISOR, first=True)
    faces = [advisor] if advisor else _team(company)
    return Pledge("company", topic, chosen is None, due, faces, advisor=advisor, sensitive=sensitive)


def advisor_of(customer: Customer | None) -> Person | None:
    """Who would look after this customer today: the advisor, else the deputy; None when it is the team."""
    for member in (customer.advisor, customer.deputy) if customer else ():
        if member is not None and is_there(member):
            return member.person
    return None


def _team(company: Company) -> list[Person]:
    members = company.memberships.filter(left_at=None, person__is_active=True).exclude(role=Membership.SUPERVISOR)
    return [member.person for member in members.select_related("person").order_by("pk")[:MOST_FACES]]


def _faces(company: Company, language: str) -> list[Person]:
    topics = company.topics.filter(open_to_experts=True)
    people = Person.objects.filter(
        is_active=True,
        expert__available=True,
        expert__there=True,
        expert__languages__contains=[language],
        expert__qualifications__topic__in=topics,
    )
    return list(people.distinct().order_by("pk")[:MOST_FACES])
