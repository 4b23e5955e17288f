"""Who is there: one large company beside small ones, with its staff, topics, tags and customers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bench.mails import FIRST, LAST
from bench.scale.copying import Into, Past, written
from bench.words import VOCABULARY
from oase.companies.models import Company, Customer, Membership, Purpose, Topic
from oase.companies.teams.models import Team
from oase.people.models import Person
from oase.second_level.search.filling import marks_of
from oase.second_level.search.models import BlindMark
from oase.second_level.shaping.models import Tag

SMALL_ONES = 4
AGENTS, OF_SMALL_ONES, EXPERTS = 40, 3, 50
TEAMS, TOPICS, TAGS = 4, 12, 20
CONCERNS_EACH = 4
"""Of a customer, on average."""
FIRST_ID = 1_000_000


@dataclass
class Firm:
    """A company as far as concerns need it: ids."""

    company: int
    agents: list[int] = field(default_factory=list)
    memberships: list[int] = field(default_factory=list)
    topics: list[int] = field(default_factory=list)
    teams: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    customers: list[int] = field(default_factory=list)


def person(number: int) -> Person:
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    return Person.objects.create(email=f"staff{number}@example.org", first_name=first, last_name=last, face="ada")


def firm(number: int) -> Firm:
    """A company with its staff; the first one is the large one."""
    company = Company.objects.create(slug=f"firm-{number}", name=f"Firm {number}", vocabulary=list(VOCABULARY))
    Purpose.objects.create(company=company, text_de="Garantie prüfen", text_en="check the warranty")
    made = Firm(company.pk)
    teams = [
        Team.objects.create(company=company, name_de=f"Team {place}", name_en=f"Team {place}", position=place)
        for place in range(TEAMS)
    ]
    made.teams = [team.pk for team in teams]
    for place in range(TOPICS):
        topic = Topic.objects.create(
            company=company, slug=f"topic-{place}", name_de=f"Thema {place}", name_en=f"Topic {place}",
            open_to_experts=place % 2 == 0, team=teams[place % TEAMS] if place % 3 else None, position=place,
        )  # fmt: skip
        made.topics.append(topic.pk)
    made.tags = [
        Tag.objects.create(company=company, name=f"Etikett {place}", position=place).pk for place in range(TAGS)
    ]
    for place in range(AGENTS if number == 0 else OF_SMALL_ONES):
        role = Membership.SUPERVISOR if place == 0 else Membership.AGENT
        who = person(number * 1000 + place)
        member = Membership.objects.create(person=who, company=company, role=role, languages=["de", "en"])
        teams[place % TEAMS].members.add(member)
        made.agents.append(who.pk)
        made.memberships.append(member.pk)
    return made


def customers(past: Past, firms: Sequence[Firm], number: int, since: datetime) -> None:
    """As many customers, of whom one in twenty is of a small company; with the marks they are found by."""
    people = Into(Person, ["id", "email", "first_name", "last_name", "face", "password", "joined_at"])
    places = Into(Customer, ["id", "person_id", "company_id", "number", "advisor_id", "deputy_id", "since"])
    marks = Into(BlindMark, ["person_id", "customer_id", "company_id", "kind", "mark"])
    at = written(since)
    lines: list[list[str]] = [[], [], []]
    for place in range(number):
        one = firms[1 + place // 20 % (len(firms) - 1)] if place % 20 == 19 else firms[0]
        pk, first, last = FIRST_ID + place, FIRST[place % len(FIRST)], LAST[place // len(FIRST) % len(LAST)]
        mail, known = f"customer{place}@example.org", f"K-{place:07}"
        lines[0].append(people.line(str(pk), mail, first, last, "karla", "!", at))
        advisor, deputy = (str(one.memberships[(place + more) % len(one.memberships)]) for more in (0, 1))
        lines[1].append(places.line(str(pk), str(pk), str(one.company), known, advisor, deputy, at))
        found = marks_of(one.company, mails=[mail], number=known, name=f"{first} {last}")
        lines[2] += [
            marks.line(str(pk), str(pk), str(one.company), kind, written(mark)) for kind, mark in sorted(found)
        ]
        one.customers.append(pk)
    for into, all_lines in zip((people, places, marks), lines, strict=True):
        past.copy(into, all_lines)


def experts() -> list[int]:
    return [person(90_000 + place).pk for place in range(EXPERTS)]
