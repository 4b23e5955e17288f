"""Which experts a company has, for those who lead it: by name, with what they may do. Nobody is ranked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from oase.companies.models import Membership, Topic
from oase.experts.matching.models import Standing
from oase.experts.models import Expert, Qualification
from oase.experts.programme.models import Application, Attempt
from oase.experts.programme.rules import leads
from oase.experts.reputation.models import Suspension
from oase.jobs import clock

APPLIED, THERE, AWAY, LAPSED, SUSPENDED = "applied", "there", "away", "lapsed", "suspended"


@dataclass(frozen=True)
class OnTopic:
    """What an expert may do on one topic. `lapsed`: they might until `lapses_at`."""

    topic: Topic
    level: str
    lapses_at: datetime | None
    lapsed: bool


@dataclass(frozen=True)
class Listed:
    """An expert as their company sees them."""

    expert: Expert
    state: str
    topics: Sequence[OnTopic] = field(default_factory=tuple)


def experts_visible_to(membership: Membership) -> QuerySet[Expert]:
    """Everybody who applied to the member's company or is qualified there, for those who lead; for others nobody."""
    if not leads(membership):
        return Expert.objects.none()
    here = Q(applications__company_id=membership.company_id) | Q(
        qualifications__topic__company_id=membership.company_id
    )
    qualified = Qualification.objects.filter(topic__company_id=membership.company_id)
    standings = Standing.objects.filter(topic__company_id=membership.company_id)
    suspended = Suspension.objects.filter(expert=OuterRef("pk"), company_id=membership.company_id, lifted_at=None)
    return (
        Expert.objects.filter(here, person__is_active=True)
        .distinct()
        .select_related("person")
        .annotate(suspended_here=Exists(suspended))
        .prefetch_related(
            Prefetch("qualifications", qualified.select_related("topic").order_by("topic__position"), "qualified_here"),
            Prefetch("standings", standings, "standings_here"),
        )
        .order_by("person__first_name", "pk")
    )


def listed(expert: Expert) -> Listed:
    """One of `experts_visible_to`, with what they may do."""
    now = clock.now()
    levels = {standing.topic_id: standing.level for standing in expert.standings_here}  # type: ignore[attr-defined]
    topics = [
        OnTopic(
            topic=one.topic,
            level=levels.get(one.topic_id, Standing.NEWCOMER),
            lapses_at=one.lapses_at,
            lapsed=one.lapses_at is not None and one.lapses_at <= now,
        )
        for one in expert.qualified_here  # type: ignore[attr-defined]  # both are prefetched above
    ]
    return Listed(expert, _state(expert, topics), tuple(topics))


def _state(expert: Expert, topics: Sequence[OnTopic]) -> str:
    if expert.suspended_at or expert.suspended_here:  # type: ignore[attr-defined]  # annotated above
        return SUSPENDED
    if not topics:
        return APPLIED
    if all(one.lapsed for one in topics):
        return LAPSED
    return THERE if expert.available and expert.there else AWAY


def application_to(membership: Membership, expert: Expert) -> Application | None:
    """What the expert wrote when they applied to the member's company."""
    return Application.objects.filter(expert=expert, company_id=membership.company_id).first()


def tests_at(membership: Membership, expert: Expert) -> QuerySet[Attempt]:
    """The tests the expert took at the member's company, newest first."""
    taken = Attempt.objects.filter(expert=expert, topic__company_id=membership.company_id)
    return taken.select_related("topic").order_by("-started_at", "-pk")
