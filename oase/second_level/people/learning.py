"""What somebody of the staff would like to learn. They say so themselves; colleagues who know it may teach."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from oase.companies.models import Membership, Topic
from oase.conversations.append import NotAllowed
from oase.second_level.people.models import LearningWish


def topics_for(membership: Membership) -> QuerySet[Topic]:
    """What there is to learn at the member's company."""
    return Topic.objects.filter(company_id=membership.company_id)


@transaction.atomic
def save_learning(*, membership: Membership, topic_ids: Collection[int]) -> None:
    """Keep what they want to learn, and nothing else any more.

    Raises:
        NotAllowed: they have left the staff, or a topic is not one of the company's.
    """
    if membership.left_at is not None:
        raise NotAllowed("no longer on the staff")
    wanted = set(topic_ids)
    if topics_for(membership).filter(pk__in=wanted).count() != len(wanted):
        raise NotAllowed("not a topic of the company")
    LearningWish.objects.filter(membership=membership).exclude(topic__in=wanted).delete()
    rows = [LearningWish(membership=membership, topic_id=one) for one in sorted(wanted)]
    LearningWish.objects.bulk_create(rows, ignore_conflicts=True)
