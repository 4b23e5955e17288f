from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from oase.companies.models import Company, Topic
from oase.experts.models import Qualification
from oase.experts.programme.granting import programme_of
from oase.jobs import clock


@dataclass(frozen=True)
class ReadingAgain:
    """Whom a material change concerns: so many experts, who would have until then."""

    experts: int
    until: datetime


def reading_again(company: Company, topic: Topic | None) -> ReadingAgain:
    """What a material change of a lesson would ask of whom; `topic` None: of everybody who is qualified here."""
    now = clock.now()
    held = Qualification.objects.filter(Q(lapses_at=None) | Q(lapses_at__gt=now), topic__company=company)
    if topic is not None:
        held = held.filter(topic=topic)
    experts = held.values("expert_id").distinct().count()
    return ReadingAgain(experts, now + timedelta(days=programme_of(company.pk).notice_days))
