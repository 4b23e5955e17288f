"""How much somebody carries: points for what they hold open, measured against `Membership.capacity`.

A concern whose next step is theirs weighs 3, one that waits for its customer 1, a missed promise 1 more. No wall: who
carries more than they should goes on being their customers' advisor; the team lead sees it, and new customers go to
others first.
"""

from collections.abc import Collection

from django.db.models import Case, F, FilteredRelation, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from oase.companies.models import Membership
from oase.jobs import clock

OURS, THEIRS, LATE = 3, 1, 1
SECOND_LEVEL = ("advisor", "deputy", "team", "supervisors")
"""Conversations lie above; here they are only asked for by name."""


def with_points(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """The same with `points`: what each of them holds at their company now."""
    late = Q(held__late_since__isnull=False) | Q(held__due_at__lte=clock.now())
    weight = Case(
        When(Q(held__turn="holder") & late, then=Value(OURS + LATE)),
        When(held__turn="holder", then=Value(OURS)),
        default=Value(THEIRS),
        output_field=IntegerField(),
    )
    # Joined by what is held now: what somebody held in all these years would be read in vain.
    now_held = Q(person__holding__ended_at=None, person__holding__level__in=SECOND_LEVEL)
    return memberships.annotate(
        held=FilteredRelation("person__holding", condition=now_held),
        points=Coalesce(Sum(weight, filter=Q(held__conversation__company=F("company"))), 0),
    )


def points_of(memberships: Collection[Membership]) -> dict[int, int]:
    """The points each of them carries now, by id; 0 for whoever holds nothing."""
    asked = Membership.objects.filter(pk__in=[one.pk for one in memberships])
    return {one.pk: one.points for one in with_points(asked)}  # type: ignore[attr-defined]  # annotated
