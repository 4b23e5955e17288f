"""Who is on the staff: invited, asked, made something else. Nobody takes the last administrator away."""

from datetime import timedelta

import pytest

from oase.companies.audit.models import SettingChange
from oase.companies.models import Membership
from oase.companies.roles import actions
from oase.companies.roles.models import OPEN_FOR, Invitation
from oase.companies.words import NotAllowed, Refused, Wrong
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast
from tests.threads import at_once


def made(cast: Cast, person: Person, role: str) -> Membership:
    Membership.objects.filter(person=person).update(role=role)
    return cast.member(person)


def become(by: Membership, member: Membership, role: str) -> None:
    actions.change_place(by=by, member=member, role=role, capacity=member.capacity)


def roles() -> list[tuple[str, object, object]]:
    rows = SettingChange.objects.filter(area="roles").order_by("pk")
    return [(row.subject, row.before, row.after) for row in rows]


def test_somebody_new_is_invited_and_says_yes(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    invitation = actions.invite(by=sven, email=" Jana@Example.org ", role="agent")
    assert invitation.person.email == "jana@example.org"
    assert Membership.objects.filter(person=invitation.person).count() == 0
    invitation.person.first_name = "Jana"
    invitation.person.save()
    member = actions.accept(person=invitation.person, invitation_id=invitation.pk)
    assert (member.role, member.company, Invitation.objects.count()) == ("agent", cast.kaffeewerk, 0)
    assert roles() == [("", None, {"invited_as": "agent"}), ("Jana", None, {"role": "agent"})]


def test_the_log_knows_no_address(cast: Cast) -> None:
    actions.invite(by=cast.member(cast.sven), email="jana@example.org", role="agent")
    change = SettingChange.objects.get()
    assert "jana" not in f"{change.subject} {change.before} {change.after}".lower()


def test_known_or_not_makes_no_difference_to_whoever_invites(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    for email in ("emil@example.org", "nobody@example.org"):
        actions.invite(by=sven, email=email, role="agent")
    assert Invitation.objects.filter(sent_at=None).count() == 2
    cast.emil.refresh_from_db()
    assert cast.emil.first_name == "Emil"


def test_only_the_one_invited_says_yes(cast: Cast) -> None:
    invitation = actions.invite(by=cast.member(cast.sven), email="emil@example.org", role="supervisor")
    with pytest.raises(Refused):
        actions.accept(person=cast.mallory, invitation_id=invitation.pk)
    with pytest.raises(Refused):
        actions.decline(person=cast.mallory, invitation_id=invitation.pk)
    assert Membership.objects.filter(company=cast.kaffeewerk, person__in=[cast.mallory, cast.emil]).count() == 0
    actions.decline(person=cast.emil, invitation_id=invitation.pk)
    with pytest.raises(Refused):
        actions.accept(person=cast.emil, invitation_id=invitation.pk)


def test_an_invitation_runs_out(cast: Cast) -> None:
    invitation = actions.invite(by=cast.member(cast.sven), email="emil@example.org", role="agent")
    with clock.standing_at(clock.now() + OPEN_FOR + timedelta(minutes=1)):
        with pytest.raises(Refused):
            actions.accept(person=cast.emil, invitation_id=invitation.pk)
        # Who is asked once more is asked as if for the first time.
        again = actions.invite(by=cast.member(cast.sven), email="emil@example.org", role="agent")
        assert actions.accept(person=cast.emil, invitation_id=again.pk).role == "agent"
    assert again.pk == invitation.pk


def test_the_mail_goes_out_once_more_but_not_at_once(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    invitation = actions.invite(by=sven, email="emil@example.org", role="agent")
    Invitation.objects.update(sent_at=clock.now())
    with pytest.raises(Refused):
        actions.invite_again(by=sven, invitation_id=invitation.pk)
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        actions.invite_again(by=sven, invitation_id=invitation.pk)
    assert Invitation.objects.get().sent_at is None


def test_whoever_left_comes_back_as_the_same(cast: Cast) -> None:
    ada = cast.member(cast.ada)
    Membership.objects.filter(pk=ada.pk).update(left_at=clock.now(), role="supervisor")
    invitation = actions.invite(by=cast.member(cast.sven), email="ada@example.org", role="agent")
    member = actions.accept(person=cast.ada, invitation_id=invitation.pk)
    assert (member.pk, member.left_at, member.role) == (ada.pk, None, "agent")


def test_an_invitation_takes_nothing_away(cast: Cast) -> None:
    admin = made(cast, cast.sven, "admin")
    invitation = Invitation.objects.create(company=cast.kaffeewerk, person=cast.sven, by=cast.ada, role="agent")
    assert actions.accept(person=cast.sven, invitation_id=invitation.pk).role == "admin"
    assert cast.member(cast.sven).pk == admin.pk


@pytest.mark.parametrize(
    ("email", "field"),
    [("", "email"), ("jana", "email"), ("a@b@c.org", "email"), ("ADA@example.org", "email"),
     ("j" * 250 + "@example.org", "email"), ("jana@example.org\nBcc: x@example.org", "email")],
)  # fmt: skip
def test_an_address_that_cannot_be_invited(cast: Cast, email: str, field: str) -> None:
    with pytest.raises(Wrong) as wrong:
        actions.invite(by=cast.member(cast.sven), email=email, role="agent")
    assert wrong.value.field == field
    assert Invitation.objects.count() == 0


def test_an_address_is_invited_once(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    actions.invite(by=sven, email="jana@example.org", role="agent")
    with pytest.raises(Wrong):
        actions.invite(by=sven, email="JANA@example.org", role="supervisor")
    assert Invitation.objects.get().role == "agent"


def test_a_supervisor_makes_no_administrator(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    for attempt in (
        lambda: actions.invite(by=sven, email="jana@example.org", role="admin"),
        lambda: become(sven, cast.member(cast.ada), "admin"),
        lambda: become(sven, sven, "admin"),
    ):
        with pytest.raises(Wrong):
            attempt()
    assert list(Membership.objects.filter(role="admin")) == []
    assert Invitation.objects.count() == 0


def test_a_supervisor_does_not_touch_administrators(cast: Cast) -> None:
    dora, sven = made(cast, cast.dora, "admin"), cast.member(cast.sven)
    made(cast, cast.ada, "admin")
    with pytest.raises(NotAllowed):
        become(sven, dora, "agent")
    invitation = actions.invite(by=dora, email="jana@example.org", role="admin")
    with pytest.raises(NotAllowed):
        actions.withdraw(by=sven, invitation_id=invitation.pk)
    assert cast.member(cast.dora).role == "admin"


def test_a_supervisor_makes_a_colleague_one_too(cast: Cast) -> None:
    become(cast.member(cast.sven), cast.member(cast.ada), "supervisor")
    assert cast.member(cast.ada).role == "supervisor"
    assert roles() == [("Ada", {"role": "agent"}, {"role": "supervisor"})]


def test_agents_and_strangers_change_nothing(cast: Cast) -> None:
    mallory = made(cast, cast.mallory, "admin")
    invitation = actions.invite(by=cast.member(cast.sven), email="emil@example.org", role="agent")
    for by in (cast.member(cast.ada), mallory):
        with pytest.raises(NotAllowed):
            become(by, cast.member(cast.dora), "supervisor")
        with pytest.raises((NotAllowed, Refused)):
            actions.withdraw(by=by, invitation_id=invitation.pk)
    with pytest.raises(NotAllowed):
        actions.invite(by=cast.member(cast.ada), email="jana@example.org", role="agent")
    assert (Invitation.objects.count(), cast.member(cast.dora).role) == (1, "agent")


def test_a_stale_page_gives_no_rights(cast: Cast) -> None:
    stale = cast.member(cast.sven)
    made(cast, cast.sven, "agent")
    with pytest.raises(NotAllowed):
        actions.invite(by=stale, email="jana@example.org", role="agent")
    with pytest.raises(NotAllowed):
        become(stale, cast.member(cast.ada), "supervisor")


def test_the_last_administrator_stays(cast: Cast) -> None:
    admin = made(cast, cast.sven, "admin")
    with pytest.raises(Wrong) as wrong:
        become(admin, admin, "agent")
    assert wrong.value.field == "role"
    become(admin, cast.member(cast.ada), "admin")
    become(admin, admin, "agent")
    assert list(Membership.objects.filter(role="admin").values_list("person__first_name", flat=True)) == ["Ada"]


def test_one_who_left_or_is_gone_is_no_administrator_to_rely_on(cast: Cast) -> None:
    admin = made(cast, cast.sven, "admin")
    made(cast, cast.ada, "admin")
    Membership.objects.filter(person=cast.ada).update(left_at=clock.now())
    made(cast, cast.dora, "admin")
    Person.objects.filter(pk=cast.dora.pk).update(is_active=False)
    with pytest.raises(Wrong):
        become(admin, admin, "agent")


def test_two_administrators_who_step_down_at_once_leave_one(cast: Cast) -> None:
    for _ in range(3):
        ada, dora = made(cast, cast.ada, "admin"), made(cast, cast.dora, "admin")
        raised = at_once(
            lambda ada=ada: become(ada, ada, "agent"),
            lambda dora=dora: become(dora, dora, "agent"),
        )
        assert [type(error) for error in raised] == [Wrong]
        assert Membership.objects.filter(role="admin").count() == 1


def test_two_who_throw_each_other_out_at_once_leave_one(cast: Cast) -> None:
    ada, dora = made(cast, cast.ada, "admin"), made(cast, cast.dora, "admin")
    raised = at_once(
        lambda: become(ada, dora, "agent"),
        lambda: become(dora, ada, "agent"),
    )
    assert [type(error) for error in raised] == [NotAllowed]
    assert Membership.objects.filter(role="admin").count() == 1


def test_yes_and_withdrawn_at_once_end_in_one_of_both(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    invitation = actions.invite(by=sven, email="emil@example.org", role="agent")
    raised = at_once(
        lambda: actions.accept(person=cast.emil, invitation_id=invitation.pk),
        lambda: actions.withdraw(by=sven, invitation_id=invitation.pk),
    )
    assert [type(error) for error in raised] == [Refused]
    joined = Membership.objects.filter(person=cast.emil).count()
    assert (Invitation.objects.count(), roles()[-1][2]) == (0, {"role": "agent"} if joined else None)
