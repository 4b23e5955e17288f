"""Teams, people and their places on pages: what a change means is said before it is made."""

from datetime import timedelta

import pytest

from oase.companies.audit.models import SettingChange
from oase.companies.models import Membership
from oase.companies.roles.models import Invitation
from oase.companies.teams.actions import TeamWanted, save_team
from oase.companies.teams.models import Team
from oase.conversations.models import Assignment
from oase.jobs import clock
from tests.cast import Cast
from tests.portals.office.programme.leader import Leader, errors


def words(page: str) -> str:
    return " ".join(page.split())


def test_a_team_is_looked_at_and_then_made(sven: Leader, cast: Cast) -> None:
    save_team(by=cast.member(cast.sven), team=None, wanted=TeamWanted("Büro", "Desk", [], [cast.machines.pk]))
    cast.asks(wants_company=True)
    team = {"name_de": "Technik", "name_en": "Workshop", "members": [cast.member(cast.ada).pk],
            "topics": [cast.machines.pk]}  # fmt: skip
    page = words(sven.post("team-new", status=200, preview="1", **team))
    assert "1 person, there just now: 1" in page
    assert "1 open concern is about these topics." in page
    assert "“Coffee machines” leaves the team “Desk”." in page
    assert Team.objects.count() == 1
    sven.post("team-new", **team)
    made = Team.objects.get(name_de="Technik")
    assert list(made.members.values_list("person__first_name", flat=True)) == ["Ada"]
    assert "Workshop" in sven.get("teams")
    sven.post("team-remove", made.pk)
    assert Team.objects.filter(pk=made.pk).count() == 0


@pytest.mark.parametrize("field", ["members", "topics"])
def test_nobody_elses_people_or_topics(sven: Leader, cast: Cast, field: str) -> None:
    foreign = {"members": cast.member(cast.mallory).pk, "topics": cast.velotal.topics.get().pk}[field]
    page = sven.post("team-new", status=422, **{"name_de": "A", "name_en": "B", field: [foreign]})
    assert len(errors(page)) == 1
    assert Team.objects.count() == 0
    theirs = Team.objects.create(company=cast.velotal, name_de="Fahrt", name_en="Ride")
    sven.get("team-edit", theirs.pk, status=404)
    sven.post("team-remove", theirs.pk, status=404)


def test_somebody_is_invited_and_joins(sven: Leader, cast: Cast) -> None:
    page = sven.client.post("/office/kaffeewerk/settings/roles/", {"email": "emil@example.org", "role": "agent"})
    assert page.status_code == 302
    shown = sven.get("roles")
    assert "emil@example.org" in shown
    assert "Hartmann" not in shown  # whether we know them is nobody's business until they say yes
    emil = Leader(cast.emil)
    assert emil.client.get("/office/")["Location"] == "/office/invitations/"
    invited = words(emil.client.get("/office/invitations/").content.decode())
    assert "Sven Falk would like to have you on the team (agent)" in invited
    answer = emil.client.post("/office/invitations/", {"invitation": Invitation.objects.get().pk})
    assert answer["Location"] == "/office/kaffeewerk/"
    assert cast.kaffeewerk.memberships.get(person=cast.emil).role == "agent"
    assert "Emil Hartmann" in sven.get("roles")


def test_saying_no_leaves_nothing(cast: Cast) -> None:
    Invitation.objects.create(company=cast.kaffeewerk, person=cast.emil, by=cast.sven)
    emil = Leader(cast.emil)
    emil.client.post("/office/invitations/", {"invitation": Invitation.objects.get().pk, "no": "1"})
    assert (Invitation.objects.count(), cast.kaffeewerk.memberships.filter(person=cast.emil).count()) == (0, 0)
    assert emil.client.get("/office/invitations/").status_code == 404


def test_another_ones_invitation_is_not_there(cast: Cast) -> None:
    invitation = Invitation.objects.create(company=cast.kaffeewerk, person=cast.emil, by=cast.sven, role="admin")
    for value in (invitation.pk, "", "x", -1):
        answer = Leader(cast.mallory).client.post("/office/invitations/", {"invitation": value})
        assert answer.status_code == 404
    assert Invitation.objects.count() == 1


def test_an_invitation_is_withdrawn(sven: Leader, cast: Cast) -> None:
    invitation = Invitation.objects.create(company=cast.kaffeewerk, person=cast.emil, by=cast.sven)
    sven.post("invitation-change", invitation.pk, withdraw="1")
    assert Invitation.objects.count() == 0
    assert (
        "is gone"
        in sven.client.post(
            f"/office/kaffeewerk/settings/roles/invited/{invitation.pk}/", {"withdraw": "1"}, follow=True
        ).content.decode()
    )


def test_a_wrong_address_stays_in_the_field(sven: Leader) -> None:
    page = sven.post("roles", status=422, email="jana", role="agent")
    assert len(errors(page)) == 1
    assert 'value="jana"' in page
    page = sven.post("roles", status=422, email="jana@example.org", role="admin")
    assert len(errors(page)) == 1
    assert Invitation.objects.count() == 0


def test_another_role_is_looked_at_and_given(sven: Leader, cast: Cast) -> None:
    cast.asks(wants_company=True)
    ada = cast.member(cast.ada)
    page = words(sven.post("place", ada.pk, status=200, preview="1", role="supervisor", capacity="2"))
    assert "From their next page on Ada:" in page
    assert "Carries 3 of 2 points now." in page
    assert cast.member(cast.ada).role == "agent"
    sven.post("place", ada.pk, role="supervisor", capacity="2")
    assert (cast.member(cast.ada).role, cast.member(cast.ada).capacity) == ("supervisor", 2)


def test_a_supervisor_finds_no_administrator_to_change(sven: Leader, cast: Cast) -> None:
    Membership.objects.filter(person=cast.ada).update(role="admin")
    ada = cast.member(cast.ada)
    sven.get("place", ada.pk, status=404)
    sven.post("place", ada.pk, status=404, role="agent", capacity="20")
    sven.post("leaving", ada.pk, status=404)
    sven.get("place", cast.member(cast.mallory).pk, status=404)
    assert cast.member(cast.ada).role == "admin"


def test_somebody_leaves_and_all_they_held_has_new_hands(sven: Leader, cast: Cast) -> None:
    conversation, ada = cast.asks(wants_company=True), cast.member(cast.ada)
    page = words(sven.get("place", ada.pk))
    assert "At once 1 open concern goes to a deputy or the team" in page
    assert "1 customer gets another advisor" in page
    sven.post("leaving", ada.pk)
    assert Membership.objects.get(pk=ada.pk).left_at is not None
    held = Assignment.objects.get(conversation=conversation, ended_at=None)
    assert held.holder == cast.dora
    cast.customer.refresh_from_db()
    assert cast.customer.advisor == cast.member(cast.dora)
    change = SettingChange.objects.get(area="roles")
    assert (change.subject, change.before, change.after) == ("Ada", {"role": "agent"}, None)
    sven.post("leaving", ada.pk, status=404)


def test_the_last_administrator_cannot_leave(cast: Cast) -> None:
    Membership.objects.filter(person=cast.sven).update(role="admin")
    sven = Leader(cast.sven)
    page = sven.post("leaving", cast.member(cast.sven).pk, status=422)
    assert "last administrator" in errors(page)[0]
    page = sven.post("place", cast.member(cast.sven).pk, status=422, role="agent", capacity="20")
    assert "last administrator" in errors(page)[0]
    assert (cast.member(cast.sven).left_at, cast.member(cast.sven).role) == (None, "admin")


def test_whoever_is_no_supervisor_any_more_finds_no_settings(sven: Leader, cast: Cast) -> None:
    Membership.objects.filter(person=cast.sven).update(role="agent")
    sven.get("settings", status=404)
    sven.post("roles", status=404, email="jana@example.org", role="agent")
    assert Invitation.objects.count() == 0


def test_an_invitation_that_ran_out_is_said_so(sven: Leader, cast: Cast) -> None:
    Invitation.objects.create(
        company=cast.kaffeewerk, person=cast.emil, by=cast.sven, until=clock.now() - timedelta(days=1)
    )
    assert "has run out" in sven.get("roles")
    assert Leader(cast.emil).client.get("/office/").status_code == 404
