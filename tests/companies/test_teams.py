"""Teams are put together by whoever leads, and every change stands in the log."""

from dataclasses import replace

import pytest

from oase.companies.audit.models import SettingChange
from oase.companies.models import Membership, Topic
from oase.companies.teams.actions import TeamWanted, remove_team, save_team
from oase.companies.teams.models import Team
from oase.companies.words import NotAllowed, Wrong
from tests.cast import Cast


def wanted(cast: Cast, *, name: str = "Technik", english: str = "Workshop", members: bool = True) -> TeamWanted:
    ids = [cast.member(cast.ada).pk, cast.member(cast.dora).pk] if members else []
    return TeamWanted(name, english, ids, [cast.machines.pk])


def log(area: str) -> list[tuple[str, object, object]]:
    rows = SettingChange.objects.filter(area=area).order_by("pk")
    return [(row.subject, row.before, row.after) for row in rows]


def test_a_team_gets_its_people_and_topics(cast: Cast) -> None:
    team = save_team(by=cast.member(cast.sven), team=None, wanted=wanted(cast))
    assert sorted(team.members.values_list("person__first_name", flat=True)) == ["Ada", "Dora"]
    cast.machines.refresh_from_db()
    assert cast.machines.team == team
    assert log("teams") == [
        ("Technik", None, {"name_de": "Technik", "name_en": "Workshop", "members": ["Ada", "Dora"],
                           "topics": ["Kaffeemaschinen"], "deals": False}),
    ]  # fmt: skip
    assert log("topics") == [("Kaffeemaschinen", {"team": None}, {"team": "Technik"})]


def test_a_topic_has_one_team(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    save_team(by=sven, team=None, wanted=wanted(cast))
    other = save_team(by=sven, team=None, wanted=wanted(cast, name="Büro", english="Desk"))
    cast.machines.refresh_from_db()
    assert cast.machines.team == other
    assert log("topics")[-1] == ("Kaffeemaschinen", {"team": "Technik"}, {"team": "Büro"})
    assert [team.position for team in cast.kaffeewerk.teams.all()] == [0, 1]


def test_only_what_differs_is_written_down(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    team = save_team(by=sven, team=None, wanted=wanted(cast))
    save_team(by=sven, team=team, wanted=wanted(cast))
    assert len(log("teams")) == 1
    save_team(by=sven, team=team, wanted=TeamWanted("Technik", "Workshop", [], [cast.machines.pk]))
    assert log("teams")[-1] == ("Technik", {"members": ["Ada", "Dora"]}, {"members": []})


def test_that_it_deals_out_is_written_down(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    team = save_team(by=sven, team=None, wanted=wanted(cast))
    save_team(by=sven, team=team, wanted=replace(wanted(cast), deals=True))
    assert (Team.objects.get().deals, log("teams")[-1]) == (True, ("Technik", {"deals": False}, {"deals": True}))


def test_what_a_removed_team_looked_after_is_everybodys(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    team = save_team(by=sven, team=None, wanted=wanted(cast))
    conversation = cast.asks(wants_company=True)
    conversation.assignments.filter(ended_at=None).update(level="team", holder=None, team=team)
    remove_team(by=sven, team=team)
    cast.machines.refresh_from_db()
    assert (cast.machines.team, Team.objects.count()) == (None, 0)
    assert list(conversation.assignments.filter(ended_at=None).values_list("level", "team")) == [("team", None)]
    assert [after for _subject, _before, after in log("teams")][-1] is None


@pytest.mark.parametrize(
    ("name", "english", "field"),
    [("", "Desk", "name_de"), ("Büro", " \0 ".replace("\0", ""), "name_en"), ("B" * 61, "Desk", "name_de"),
     ("TECHNIK", "Desk", "name_de"), ("Büro", "workshop", "name_en")],
)  # fmt: skip
def test_a_name_that_cannot_stand(cast: Cast, name: str, english: str, field: str) -> None:
    sven = cast.member(cast.sven)
    save_team(by=sven, team=None, wanted=wanted(cast))
    with pytest.raises(Wrong) as wrong:
        save_team(by=sven, team=None, wanted=wanted(cast, name=name, english=english))
    assert wrong.value.field == field
    assert Team.objects.count() == 1


def test_nobody_of_another_company_and_nobody_who_left(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    mallory, ada = cast.member(cast.mallory), cast.member(cast.ada)
    Membership.objects.filter(pk=ada.pk).update(left_at="2026-01-01T00:00Z")
    leasing = Topic.objects.get(slug="leasing")
    for members, topics in (([mallory.pk], []), ([ada.pk], []), ([], [leasing.pk]), ([-1], [])):
        with pytest.raises(Wrong):
            save_team(by=sven, team=None, wanted=TeamWanted("Büro", "Desk", members, topics))
    assert Team.objects.count() == 0
    assert SettingChange.objects.count() == 0


def test_only_whoever_leads_this_company(cast: Cast) -> None:
    team = save_team(by=cast.member(cast.sven), team=None, wanted=wanted(cast))
    mallory = cast.member(cast.mallory)
    mallory.role = Membership.ADMIN
    mallory.save()
    for by in (cast.member(cast.ada), mallory):
        with pytest.raises(NotAllowed):
            save_team(by=by, team=team, wanted=wanted(cast, name="Meins"))
        with pytest.raises(NotAllowed):
            remove_team(by=by, team=team)
    assert Team.objects.get().name_de == "Technik"


def test_a_team_that_is_gone_does_not_come_back_by_an_old_page(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    team = save_team(by=sven, team=None, wanted=wanted(cast))
    old = Team.objects.get(pk=team.pk)
    remove_team(by=sven, team=team)
    with pytest.raises(Wrong):
        save_team(by=sven, team=old, wanted=wanted(cast, name="Wieder", english="Again"))
    remove_team(by=sven, team=old)
    assert (Team.objects.count(), len(log("teams"))) == (0, 2)
