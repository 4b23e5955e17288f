"""A company's experts as a plan has them: one group of one for each, with their hours and what was seen of them."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from oase.companies.models import Company, Topic
from oase.experts.availability.models import ExpertHours, Pause
from oase.experts.matching.models import Standing
from oase.experts.matching.ranking import Record
from oase.experts.models import Expert, Qualification
from oase.experts.planning.plan import Group
from oase.experts.planning.weeks import DAY, HOUR, MINUTE, Hours, hours_in
from oase.experts.reputation.models import Suspension
from oase.jobs import clock

BY_DAY = hours_in("mo-su 08:00-22:00")
"""Who names no hours may be asked at all times; nobody is there at all times."""
WORTH = 10.0
"""Pace and skill of one expert are an ordinary one's, worth so many conversations, moved by what was seen of them."""
USUALLY_SOLVED = 0.75
COUNTS = (
    "solved",
    "unsolved",
    "stars_sum",
    "stars",
    "offered",
    "claimed",
    "answered",
    "seconds_log_sum",
    "seconds_log_squares",
)


@dataclass(frozen=True)
class Crew:
    """Experts who can be counted on, and how many were left out."""

    groups: tuple[Group, ...]
    away: int
    without_hours: int


def crew_of(company: Company, topics: Collection[Topic]) -> Crew:
    """The experts who may answer on one of these topics. Of the company's own staff nobody is one."""
    now = clock.now()
    slugs = {topic.pk: topic.slug for topic in topics}
    able: dict[int, set[str]] = defaultdict(set)
    rows = Qualification.objects.filter(
        Q(lapses_at=None) | Q(lapses_at__gt=now), topic__in=slugs, expert__person__is_active=True
    ).exclude(expert__person__memberships__in=company.memberships.filter(left_at=None))
    for expert_id, topic_id in rows.values_list("expert_id", "topic_id"):
        able[expert_id].add(slugs[topic_id])
    experts = Expert.objects.filter(pk__in=able)
    suspended = set(Suspension.objects.filter(company=company, lifted_at=None).values_list("expert_id", flat=True))
    pausing = set(
        Pause.objects.filter(Q(until=None) | Q(until__gt=now), person_id__in=able).values_list("person_id", flat=True)
    )
    there = [
        one
        for one in experts.order_by("pk")
        if one.available and one.suspended_at is None and one.pk not in suspended | pausing
    ]
    spans: dict[int, list[ExpertHours]] = defaultdict(list)
    for row in ExpertHours.objects.filter(person_id__in=able):
        spans[row.person_id].append(row)
    records: dict[int, dict[str, Record]] = defaultdict(dict)
    for standing in Standing.objects.filter(expert_id__in=able, topic__in=slugs):
        counts = {name: getattr(standing, name) for name in COUNTS}
        records[standing.expert_id][slugs[standing.topic_id]] = Record(**counts)
    ordinary = Ordinary.among([record for theirs in records.values() for record in theirs.values()])
    groups = [
        _group(one, able[one.pk], spans.get(one.pk, []), records.get(one.pk, {}), company, now, ordinary)
        for one in there
    ]
    return Crew(tuple(groups), away=len(able) - len(there), without_hours=sum(one.pk not in spans for one in there))


def _group(
    expert: Expert,
    topics: Iterable[str],
    spans: Collection[ExpertHours],
    records: dict[str, Record],
    company: Company,
    now: datetime,
    ordinary: "Ordinary",
) -> Group:
    return Group(
        f"expert {expert.pk}",
        1,
        _hours(spans, now, ZoneInfo(expert.time_zone), ZoneInfo(company.time_zone)) if spans else BY_DAY,
        topics=tuple(sorted(topics)),
        languages=tuple(expert.languages) or ("de",),
        at_once=max(expert.at_once, 1),
        offers_at_once=max(expert.offers_at_once, 1),
        pace=ordinary.pace(records.values()),
        skill=ordinary.skill(records.values()),
        differ=0.0,
        known=tuple(sorted(records.items())),
    )


def _hours(spans: Collection[ExpertHours], now: datetime, theirs: ZoneInfo, ours: ZoneInfo) -> Hours:
    """On the company's clock, with the two time zones as far apart as they are now."""
    ahead = [now.astimezone(zone).utcoffset() or timedelta() for zone in (ours, theirs)]
    shift = (ahead[0] - ahead[1]).total_seconds()
    found: list[tuple[float, float]] = []
    for span in spans:
        begin = span.weekday * DAY + span.begins.hour * HOUR + span.begins.minute * MINUTE
        end = span.weekday * DAY + span.ends.hour * HOUR + span.ends.minute * MINUTE
        found.append((begin + shift, (end if end > begin else end + DAY) + shift))
    return Hours.of(found)


@dataclass(frozen=True)
class Ordinary:
    """What all experts of the company have shown together: the measure for each of them."""

    seconds_log: float
    good: float
    bad: float

    @classmethod
    def among(cls, records: Collection[Record]) -> "Ordinary":
        answered = sum(one.answered for one in records)
        logs = sum(one.seconds_log_sum for one in records)
        solved, unsolved = sum(one.solved for one in records), sum(one.unsolved for one in records)
        share = (USUALLY_SOLVED * WORTH + solved) / (WORTH + solved + unsolved)
        return cls(logs / answered if answered else 0.0, share * WORTH, (1 - share) * WORTH)

    def pace(self, records: Collection[Record]) -> float:
        """How long somebody takes against the others."""
        answered = sum(one.answered for one in records)
        logs = sum(one.seconds_log_sum for one in records)
        return min(max(math.exp((logs - answered * self.seconds_log) / (WORTH + answered)), 0.05), 20.0)

    def skill(self, records: Collection[Record]) -> float:
        """The odds that they solve it against the others'."""
        good = self.good + sum(one.solved for one in records)
        bad = self.bad + sum(one.unsolved for one in records)
        return min(max(good / bad * self.bad / self.good, 0.05), 20.0)
