"""Teams: who is in them and what they look after; keyword-only, one transaction each, written into the audit log."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Company, Membership, Topic
from oase.companies.roles.now import read_anew
from oase.companies.roles.rules import leads
from oase.companies.teams.models import Team
from oase.companies.words import NotAllowed, Wrong, clean_line

LONGEST_NAME = 60
MOST_TEAMS = 200


@dataclass(frozen=True)
class TeamWanted:
    """What was filled in; members and topics by their ids."""

    name_de: str
    name_en: str
    members: Collection[int]
    topics: Collection[int]
    deals: bool = False
    """Whether what comes to it is dealt out by turns."""


@transaction.atomic
def save_team(*, by: Membership, team: Team | None, wanted: TeamWanted) -> Team:
    """Change a team, or without one add another as the last. A topic has one team: chosen here, it leaves another's.

    What the team holds now stays with it; topics decide where concerns go from now on. Once it deals out, what nobody
    has taken yet is dealt out, too (`second_level/dealing.py`).

    Raises:
        Wrong: a name is missing, too long or taken, or somebody chosen is no longer there.
        NotAllowed: the team is another company's, or `by` does not lead.
    """
    company = _company_of(by, team)
    if team is not None and not company.teams.filter(pk=team.pk).exists():
        raise Wrong("name_de", _("Somebody took this team away meanwhile. Please make a new one."))
    name_de, name_en = _name(company, team, "name_de", wanted.name_de), _name(company, team, "name_en", wanted.name_en)
    members, topics = _members(company, wanted.members), _topics(company, wanted.topics)
    before = None if team is None else _values(team)
    if team is None:
        if company.teams.count() >= MOST_TEAMS:
            raise Wrong("name_de", _("A company has at most %(most)d teams.") % {"most": MOST_TEAMS})
        last = company.teams.order_by("-position").first()
        team = Team(company=company, position=0 if last is None else last.position + 1)
    team.name_de, team.name_en, team.deals = name_de, name_en, wanted.deals
    team.save()
    team.members.set(members)
    _look_after(by, team, topics)
    record_change(company=company, by=by.person, area="teams", subject=name_de, before=before, after=_values(team))
    return team


@transaction.atomic
def remove_team(*, by: Membership, team: Team) -> None:
    """Take a team away. What it held and looked after belongs to everybody again; nothing changes hands.

    Raises:
        NotAllowed: the team is another company's, or `by` does not lead.
    """
    company = _company_of(by, team)
    if not company.teams.filter(pk=team.pk).exists():
        return
    before = _values(team)
    for topic in team.topics.all():
        _record_topic(by, topic, team.name_de, None)
    team.delete()
    record_change(company=company, by=by.person, area="teams", subject=before["name_de"], before=before, after=None)


def _company_of(by: Membership, team: Team | None) -> Company:
    # Two who add a team at once wait for each other, so that both find a place and a name.
    company = Company.objects.select_for_update(no_key=True).get(pk=by.company_id)
    read_anew(by)
    if not leads(by) or (team is not None and team.company_id != by.company_id):
        raise NotAllowed
    return company


def _name(company: Company, team: Team | None, field: str, text: str) -> str:
    name = clean_line(text)
    if not name:
        raise Wrong(field, _("Please give the team a name in both languages."))
    if len(name) > LONGEST_NAME:
        raise Wrong(field, _("Please keep the name under %(most)d characters.") % {"most": LONGEST_NAME})
    others = company.teams.all() if team is None else company.teams.exclude(pk=team.pk)
    if others.filter(**{f"{field}__iexact": name}).exists():
        raise Wrong(field, _("There is a team called “%(name)s” already.") % {"name": name})
    return name


def _members(company: Company, ids: Iterable[int]) -> list[Membership]:
    wanted = set(ids)
    found = list(company.memberships.filter(pk__in=wanted, left_at=None, person__is_active=True))
    if len(found) != len(wanted):
        raise Wrong("members", _("Somebody you chose is not on your staff any more. Please look again."))
    return found


def _topics(company: Company, ids: Iterable[int]) -> list[Topic]:
    wanted = set(ids)
    found = list(company.topics.filter(pk__in=wanted).select_related("team"))
    if len(found) != len(wanted):
        raise Wrong("topics", _("A topic you chose is not there any more. Please look again."))
    return found


def _look_after(by: Membership, team: Team, topics: list[Topic]) -> None:
    for topic in team.topics.exclude(pk__in=[topic.pk for topic in topics]):
        _record_topic(by, topic, team.name_de, None)
        Topic.objects.filter(pk=topic.pk).update(team=None)
    for topic in topics:
        if topic.team_id != team.pk:
            _record_topic(by, topic, topic.team.name_de if topic.team else None, team.name_de)
            Topic.objects.filter(pk=topic.pk).update(team=team)


def _record_topic(by: Membership, topic: Topic, before: str | None, after: str | None) -> None:
    record_change(
        company=by.company,
        by=by.person,
        area="topics",
        subject=topic.name_de,
        before={"team": before},
        after={"team": after},
    )


def _values(team: Team) -> dict[str, Any]:
    return {
        "name_de": team.name_de,
        "name_en": team.name_en,
        "members": sorted(team.members.values_list("person__first_name", flat=True)),
        "topics": sorted(team.topics.values_list("name_de", flat=True)),
        "deals": team.deals,
    }
