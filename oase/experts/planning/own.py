"""A plan from a company's own figures of the last weeks. Where there are few, they are mixed with what is usual.

Every estimate is a usual value that stands for some observations (`WORTH`), moved by what was observed: with nothing it
is the usual value, with a hundred observations it is the company's own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from oase.companies.models import Company, Topic
from oase.companies.opening.reading import calendar_of
from oase.experts.matching.waves import waves_of
from oase.experts.planning import observed
from oase.experts.planning.crew import crew_of
from oase.experts.planning.observed import Seen
from oase.experts.planning.plan import Behind, Group, Plan, Times, TopicPlan
from oase.experts.planning.usual import USUAL_WEEK
from oase.experts.planning.weeks import ALWAYS, DAY, HOUR, HOURS_OF_WEEK, MINUTE, WEEK, Hours
from oase.experts.planning.wrong import WrongPlan
from oase.experts.rewards.models import Shares
from oase.experts.rewards.prices import Tariff, tariffs_of
from oase.jobs import clock

WEEKS = 8
"""At most so far back."""
WORTH = 10.0
"""A usual value stands for so many observations."""
USUAL_TOPIC = TopicPlan("usual", 1.0, USUAL_WEEK, 900.0, waves_of(Topic()))
USUAL_GROUP = Group("usual", 0)


@dataclass(frozen=True)
class Own:
    """A company's plan, and what it was read from."""

    plan: Plan
    weeks: float
    questions: int
    answers: int
    """First answers of experts whose time was seen."""
    offers: int
    """Offers that were claimed or declined."""
    by_company: int
    """First answers by the company whose time was seen."""
    experts: int
    away: int
    """Qualified, and left out: they pause, are suspended or said that they are not available."""
    without_hours: int
    """Experts who named no hours: taken to be there by day."""


def own_plan(company: Company) -> Own:
    """What a company's own figures say.

    Raises:
        WrongPlan: no topic is open to experts, or nothing was asked about one in these weeks.
    """
    topics = list(company.topics.filter(open_to_experts=True))
    if not topics:
        raise WrongPlan("No topic of this company is open to experts.")
    since = max(clock.now() - timedelta(weeks=WEEKS), _first(company))
    weeks = max((clock.now() - since) / timedelta(weeks=1), 1.0)
    seen = observed.seen(company, since, hours=_opening(company))
    asked = [topic for topic in topics if seen.asked.get(topic.pk)]
    if not asked:
        raise WrongPlan(f"Nobody asked about a topic that is open to experts in the last {WEEKS} weeks.")
    crew = crew_of(company, asked)
    groups = _groups(crew.groups, seen)
    tariffs = tariffs_of([topic.pk for topic in asked])
    shares = Shares.objects.filter(company=company).first() or Shares()
    plan = Plan(
        tuple(_topic(topic, seen, weeks, tariffs[topic.pk]) for topic in asked),
        groups,
        Behind(_opening(company), _times(Behind().answer, seen.company_log_sum, seen.company_answers)),
        shares.handover,
    )
    return Own(
        plan,
        weeks,
        questions=sum(sum(hours.values()) for hours in seen.asked.values()),
        answers=sum(one.answers for one in seen.answers.values()),
        offers=seen.claims + seen.declines,
        by_company=seen.company_answers,
        experts=len(groups),
        away=crew.away,
        without_hours=crew.without_hours,
    )


def _first(company: Company) -> datetime:
    """When the company was first asked anything: before that it had no weeks."""
    first = company.conversations.order_by("opened_at").values_list("opened_at", flat=True).first()
    return first or clock.now()


def _opening(company: Company) -> Hours:
    opened = calendar_of(company).week
    if not opened:
        return ALWAYS
    return Hours.of(
        (
            day * DAY + begin.hour * HOUR + begin.minute * MINUTE,
            day * DAY + (end.hour * HOUR + end.minute * MINUTE or DAY),
        )
        for day, begin, end in opened
    )


def _topic(topic: Topic, seen: Seen, weeks: float, tariff: Tariff) -> TopicPlan:
    asked, usual = seen.asked[topic.pk], USUAL_TOPIC
    number, total = sum(asked.values()), sum(USUAL_WEEK)
    languages = seen.languages[topic.pk]
    answers = seen.answers.get(topic.pk, observed.Answered())
    return replace(
        usual,
        name=topic.slug,
        a_week=number / weeks,
        # As if a day's worth of questions had come in the usual hours.
        by_hour=tuple(
            asked.get(hour, 0) + HOURS_OF_WEEK / 7 * usual_share / total for hour, usual_share in enumerate(USUAL_WEEK)
        ),
        promise_seconds=max(topic.first_answer_minutes, 1) * MINUTE,
        waves=waves_of(topic),
        price_cents=tariff.base,
        languages=tuple(sorted((language, float(count)) for language, count in languages.items())),
        answer=_times(usual.answer, answers.log_sum, answers.answers),
        answers=(usual.answers * WORTH + seen.messages) / (WORTH + seen.answered),
        solved=(usual.solved * WORTH + answers.solved) / (WORTH + answers.solved + answers.unsolved),
        given_on=(usual.given_on * WORTH + min(seen.given_on, seen.unsolved)) / (WORTH + seen.unsolved),
        prices=tuple((language, _prices(tariff, language)) for language in sorted(languages)),
    )


def _prices(tariff: Tariff, language: str) -> tuple[int, ...]:
    # Any week: prices know weekdays and hours only.
    monday = datetime(2026, 1, 5, tzinfo=ZoneInfo(tariff.time_zone))
    return tuple(tariff.cents(language, monday + timedelta(hours=hour)) for hour in range(HOURS_OF_WEEK))


def _times(usual: Times, log_sum: float, number: int) -> Times:
    """The usual time, moved by `number` times whose logarithms sum up to `log_sum`."""
    return replace(usual, median=math.exp((math.log(usual.median) * WORTH + log_sum) / (WORTH + number)))


def _groups(groups: Sequence[Group], seen: Seen) -> tuple[Group, ...]:
    """With how soon offers are looked at, and how many are wanted.

    Looking comes at a constant rate, and offers that went before somebody looked count with the time they lay there
    (maximum likelihood for an exponential time with censoring).
    """
    usual = USUAL_GROUP
    looks = seen.claims + seen.declines
    # The median of an exponential time is its mean times the logarithm of two.
    mean = (usual.notice.median / math.log(2) * WORTH + seen.lain_seconds) / (WORTH + looks)
    notice = Times(min(mean * math.log(2), WEEK), usual.notice.spread)
    takes = (usual.takes * WORTH + seen.claims) / (WORTH + looks)
    return tuple(replace(group, notice=notice, takes=takes) for group in groups)
