"""What was seen at a company since some moment: counts and sums, in a handful of statements. No words, no names."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, FloatField, Q, Sum
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, Ln

from oase.companies.models import Company
from oase.conversations.models import Conversation, Event, Message
from oase.experts.matching.models import Outcome
from oase.experts.planning.weeks import DAY, HOUR, MINUTE, Hours
from oase.jobs import clock

MOST_READ = 5000
"""So many of the company's newest answers are looked at."""
SHORTEST = 1.0


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one topic's questions in experts' hands."""

    answers: int = 0
    log_sum: float = 0.0
    """Of the logarithms of the seconds from claiming to the first answer."""
    solved: int = 0
    unsolved: int = 0


@dataclass(frozen=True)
class Seen:
    """All that was seen."""

    asked: Mapping[int, Mapping[int, int]]
    """By topic, and by hour of the week in the company's time zone: questions."""
    languages: Mapping[int, Mapping[str, int]]
    """By topic: questions in each language."""
    answers: Mapping[int, Answered] = field(default_factory=dict)
    """By topic."""
    messages: int = 0
    """Answers of experts, first and further, …"""
    answered: int = 0
    """… in so many conversations."""
    unsolved: int = 0
    given_on: int = 0
    claims: int = 0
    declines: int = 0
    lain_seconds: float = 0.0
    """How long offers lay on desks, all together, until they were claimed, declined or gone."""
    company_answers: int = 0
    company_log_sum: float = 0.0


def seen(company: Company, since: datetime, *, hours: Hours) -> Seen:
    """What was seen at this company since then; `hours` are its own, in its time zone."""
    asked, languages = _asked(company, since)
    answers = _answers(company, since)
    those = Message.objects.filter(
        conversation__company=company, author_role=Message.EXPERT, at__gte=since, audience=Message.CONVERSATION
    )
    messages = those.aggregate(all=Count("pk"), concerns=Count("conversation", distinct=True))
    given_on = Event.objects.filter(conversation__company=company, kind="given_on", at__gte=since).count()
    claims, declines, lain = _offers(company, since)
    company_answers, company_log_sum = _by_company(company, since, hours)
    return Seen(
        asked,
        languages,
        answers,
        messages=messages["all"],
        answered=messages["concerns"],
        unsolved=sum(one.unsolved for one in answers.values()),
        given_on=given_on,
        claims=claims,
        declines=declines,
        lain_seconds=lain,
        company_answers=company_answers,
        company_log_sum=company_log_sum,
    )


def _asked(company: Company, since: datetime) -> tuple[dict[int, dict[int, int]], dict[int, dict[str, int]]]:
    zone = ZoneInfo(company.time_zone)
    rows = (
        Conversation.objects.filter(company=company, topic__open_to_experts=True, opened_at__gte=since)
        .annotate(day=ExtractIsoWeekDay("opened_at", tzinfo=zone), hour=ExtractHour("opened_at", tzinfo=zone))
        .values_list("topic_id", "language", "day", "hour")
        .annotate(number=Count("pk"))
        .order_by("topic_id", "language", "day", "hour")
    )
    hours: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    languages: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for topic_id, language, day, hour, number in rows:
        if topic_id is not None:
            hours[topic_id][(day - 1) * 24 + hour] += number
            languages[topic_id][language] += number
    return hours, languages


def _answers(company: Company, since: datetime) -> dict[int, Answered]:
    solved, unsolved = Q(result=Outcome.SOLVED), Q(result=Outcome.UNSOLVED)
    rows = (
        Outcome.objects.filter(topic__company=company, claimed_at__gte=since)
        .values_list("topic_id")
        .annotate(
            answers=Count("seconds", filter=Q(seconds__gt=0)),
            logs=Sum(Ln("seconds"), filter=Q(seconds__gt=0), output_field=FloatField()),
            solved=Count("pk", filter=solved),
            unsolved=Count("pk", filter=unsolved),
        )
    )
    return {topic: Answered(answers, logs or 0.0, good, bad) for topic, answers, logs, good, bad in rows}


# An offer lies until it is declined, until somebody has the question, or until it runs out. Who has it next says whose
# claim it was: a hand-over is one moment for both rows.
_OFFERS = """
SELECT count(*) FILTER (WHERE taken.holder_id = o.expert_id),
       count(*) FILTER (WHERE o.declined_at IS NOT NULL),
       coalesce(sum(greatest(extract(epoch FROM
           least(o.declined_at, n.ended_at, o.expires_at, %(now)s::timestamptz) - o.offered_at), 0)), 0)
  FROM oase_offer o
  JOIN oase_assignment n ON n.id = o.assignment_id
  JOIN oase_conversation c ON c.id = n.conversation_id
  LEFT JOIN oase_assignment taken ON taken.conversation_id = c.id AND taken.level = 'expert'
       AND taken.started_at >= n.ended_at AND taken.started_at < n.ended_at + interval '1 second'
 WHERE c.company_id = %(company)s::bigint AND o.offered_at >= %(since)s::timestamptz
"""


def _offers(company: Company, since: datetime) -> tuple[int, int, float]:
    """Claims, declines, and the seconds that offers lay on desks."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, {"company": company.pk, "since": since, "now": clock.now()})
        claims, declines, lain = cursor.fetchone()
    return claims, declines, float(lain)


_BY_COMPANY = """
SELECT a.started_at, min(m.at)
  FROM (SELECT x.conversation_id, min(x.started_at) AS started_at FROM oase_assignment x
          JOIN oase_conversation c ON c.id = x.conversation_id
         WHERE c.company_id = %(company)s::bigint AND x.level NOT IN ('network', 'expert')
           AND x.started_at >= %(since)s::timestamptz
         GROUP BY 1 ORDER BY 2 DESC LIMIT %(most)s::int) a
  JOIN oase_message m ON m.conversation_id = a.conversation_id AND m.author_role = 'agent'
   AND m.audience = 'conversation' AND m.at >= a.started_at
 GROUP BY a.conversation_id, a.started_at
"""


def _by_company(company: Company, since: datetime, hours: Hours) -> tuple[int, float]:
    """How many of its answers were seen, and the sum of the logarithms of their seconds, from its being there on."""
    zone = ZoneInfo(company.time_zone)
    with connection.cursor() as cursor:
        cursor.execute(_BY_COMPANY, {"company": company.pk, "since": since, "most": MOST_READ})
        rows = cursor.fetchall()
    logs = [math.log(max(_waited(started, answered, hours, zone), SHORTEST)) for started, answered in rows]
    return len(logs), sum(logs)


def _waited(started: datetime, answered: datetime, hours: Hours, zone: ZoneInfo) -> float:
    here = started.astimezone(zone)
    moment = here.weekday() * DAY + here.hour * HOUR + here.minute * MINUTE + here.second
    return (answered - started).total_seconds() - (hours.next(moment) - moment)
