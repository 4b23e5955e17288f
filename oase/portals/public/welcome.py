"""What a visitor may be told before asking: who is there at each company, and what is promised at this moment."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Prefetch, Q

from oase.companies.models import Company, Membership
from oase.companies.opening.calendar import Calendar
from oase.companies.opening.reading import calendars_of
from oase.conversations.models import Assignment
from oase.experts.models import Qualification
from oase.jobs import clock
from oase.people.models import Person

MOST_FACES = 5


@dataclass(frozen=True)
class Door:
    """One company as its visitors find it now."""

    company: Company
    faces: list[Person]
    """People who may answer: experts who are there, then staff."""
    experts: int
    """How many experts could take a question at this moment."""
    minutes: int
    """The longest first answer promised for what they answer; 0 when none is there."""
    team_is_there: bool
    team_answers_by: datetime
    """When the team would have answered a question asked now."""


def doors(language: str) -> list[Door]:
    """Every company, by name, for someone who writes in `language`. The number of queries does not grow."""
    staff = Membership.objects.filter(left_at=None, person__is_active=True).select_related("person").order_by("pk")
    companies = Company.objects.order_by("name", "pk").prefetch_related(
        "topics", Prefetch("memberships", staff, to_attr="staff")
    )
    ready, calendars = _ready(language), calendars_of([company.pk for company in companies])
    return [_door(company, calendars[company.pk], ready[company.pk]) for company in companies]


def _ready(language: str) -> dict[int, list[Qualification]]:
    """By company: what experts who are there, speak the language and have room for one more may answer."""
    now = clock.now()
    holding = Q(expert__person__holding__ended_at=None, expert__person__holding__level=Assignment.EXPERT)
    found: dict[int, list[Qualification]] = defaultdict(list)
    for one in (
        Qualification.objects.filter(
            Q(lapses_at=None) | Q(lapses_at__gt=now),
            topic__open_to_experts=True,
            expert__available=True,
            expert__there=True,
            expert__languages__contains=[language],
            expert__person__is_active=True,
        )
        .annotate(held=Count("expert__person__holding", filter=holding, distinct=True))
        .filter(held__lt=F("expert__at_once"))
        .select_related("topic", "expert__person")
        .order_by("expert_id", "pk")
    ):
        found[one.topic.company_id].append(one)
    return found


def _door(company: Company, calendar: Calendar, ready: list[Qualification]) -> Door:
    staff: list[Membership] = company.staff  # type: ignore[attr-defined]  # by the prefetch in `doors`
    team = {member.person_id: member.person for member in staff}
    # Nobody is asked about their own company.
    ready = [one for one in ready if one.expert_id not in team]
    experts = {one.expert_id: one.expert.person for one in ready}
    now = clock.now()
    longest = max(company.first_answer_minutes, *(topic.first_answer_minutes for topic in company.topics.all()), 0)
    return Door(
        company=company,
        faces=[*experts.values(), *team.values()][:MOST_FACES],
        experts=len(experts),
        minutes=max((one.topic.first_answer_minutes for one in ready), default=0),
        team_is_there=any(member.is_there for member in staff) and calendar.is_open(now),
        team_answers_by=calendar.due_after(now, timedelta(minutes=longest)),
    )
