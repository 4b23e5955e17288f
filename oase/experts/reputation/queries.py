"""What is to be moderated, for a member of the company's staff: always with the member."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from oase.companies.models import Membership
from oase.conversations.models import Conversation
from oase.experts.matching.models import Standing
from oase.experts.models import Expert
from oase.experts.reputation.models import Alarm, Opening, Report, Suspension
from oase.experts.reputation.rules import LEADERS
from oase.experts.reputation.suspending import works_for

MOST_DECIDED = 30


def alarms_visible_to(membership: Membership) -> QuerySet[Alarm]:
    """Alarms at the member's company for those who lead, not about themself; those without an answer first."""
    if membership.role not in LEADERS:
        return Alarm.objects.none()
    return (
        Alarm.objects.filter(company_id=membership.company_id)
        .exclude(expert_id=membership.person_id)
        .select_related("expert__person", "answer__by", "disowned")
        .order_by("-at", "-pk")
    )


def reports_visible_to(membership: Membership) -> QuerySet[Report]:
    """Reports at the member's company: all for those who lead, except about themself or in a concern of their own; for
    others those they made."""
    reports = Report.objects.filter(conversation__company_id=membership.company_id)
    reports = reports.select_related("expert__person", "conversation__customer__person", "by", "judgement__by")
    if membership.role in LEADERS:
        others = reports.exclude(expert_id=membership.person_id)
        return others.exclude(conversation__customer__person_id=membership.person_id).order_by("-at", "-pk")
    return reports.filter(by_id=membership.person_id, role=Report.AGENT).order_by("-at", "-pk")


def suspensions_visible_to(membership: Membership) -> QuerySet[Suspension]:
    """Suspensions by the member's company, for those who lead; not their own."""
    if membership.role not in LEADERS:
        return Suspension.objects.none()
    return (
        Suspension.objects.filter(company_id=membership.company_id)
        .exclude(expert_id=membership.person_id)
        .select_related("expert__person", "by", "lifted_by", "appeal__decided_by")
        .order_by("-at", "-pk")
    )


def waiting_for(membership: Membership) -> int:
    """How much waits for somebody who leads: alarms, reports and appeals without a decision."""
    appeals = suspensions_visible_to(membership).filter(lifted_at=None, appeal__isnull=False, appeal__decided_at=None)
    open_alarms = alarms_visible_to(membership).filter(answer=None)
    return open_alarms.count() + appeals.count() + reports_visible_to(membership).filter(judgement=None).count()


@dataclass(frozen=True)
class Opened:
    """A conversation of the company that an expert opened, and when last; or only read the first words of."""

    conversation: Conversation
    at: datetime
    excerpt: bool


def opened_by(membership: Membership, expert_id: int, *, most: int = 60) -> list[Opened]:
    """What of the company this expert opened lately, newest first; for those who lead."""
    if membership.role not in LEADERS or membership.person_id == expert_id:
        return []
    openings = Opening.objects.filter(expert_id=expert_id, conversation__company_id=membership.company_id)
    own = openings.exclude(conversation__customer__person_id=membership.person_id)
    newest = own.select_related("conversation__topic").order_by("-at")[:most]
    return [Opened(one.conversation, one.at, one.excerpt) for one in newest]


def expert_visible_to(membership: Membership, expert_id: int) -> Expert | None:
    """An expert who works or worked for the member's company, to those who lead it; None for everybody else."""
    if membership.role not in LEADERS or membership.person_id == expert_id:
        return None
    expert = Expert.objects.select_related("person").filter(pk=expert_id).first()
    return expert if expert is not None and works_for(expert_id, membership.company) else None


def standings_visible_to(membership: Membership, expert_id: int) -> QuerySet[Standing]:
    """How an expert stands on each topic of the member's company."""
    appointed = Q(topic__appointments__expert_id=expert_id, topic__appointments__ended_at=None)
    return (
        Standing.objects.filter(expert_id=expert_id, topic__company_id=membership.company_id)
        .annotate(appointed=Count("topic__appointments", filter=appointed, distinct=True))
        .select_related("topic")
        .order_by("topic__position", "topic_id")
    )


def is_resting(expert_id: int, company_id: int) -> bool:
    """Whether this expert is suspended at this company now."""
    here = Suspension.objects.filter(expert=OuterRef("pk"), company_id=company_id, lifted_at=None)
    return Expert.objects.filter(Exists(here) | ~Q(suspended_at=None), pk=expert_id).exists()
