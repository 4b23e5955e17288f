"""Who may do what in the programme."""

from oase.companies.models import Membership, Topic
from oase.experts.matching.models import Standing
from oase.experts.models import Qualification
from oase.experts.programme.models import DrawnQuestion
from oase.experts.reputation.models import Suspension
from oase.jobs import clock
from oase.people.models import Person


def leads(membership: Membership) -> bool:
    """Whether they write lessons and questions and set the rules: supervisors and administrators."""
    return membership.left_at is None and membership.role in {Membership.SUPERVISOR, Membership.ADMIN}


def is_senior(person: Person, topic: Topic) -> bool:
    """Whether they are a senior expert on the topic now."""
    held = Qualification.objects.filter(expert_id=person.pk, topic=topic).exclude(lapses_at__lte=clock.now())
    standing = Standing.objects.filter(expert_id=person.pk, topic=topic, level=Standing.SENIOR)
    suspended = Suspension.objects.filter(expert_id=person.pk, company_id=topic.company_id, lifted_at=None)
    return held.filter(expert__suspended_at=None).exists() and standing.exists() and not suspended.exists()


def may_mark(person: Person, drawn: DrawnQuestion) -> bool:
    """Staff of the company and senior experts on the topic mark free answers; nobody their own."""
    attempt = drawn.attempt
    if attempt.expert_id == person.pk or not person.is_active:
        return False
    staff = person.memberships.filter(company_id=attempt.topic.company_id, left_at=None)
    return staff.exists() or is_senior(person, attempt.topic)
