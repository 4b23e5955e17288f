"""The team today: who leads sees what needs them, and nobody is measured."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oase.companies.models import Membership
from oase.conversations import actions
from oase.conversations.models import Assignment
from oase.jobs import clock
from oase.second_level.advisors.actions import plan_absence, set_away
from oase.second_level.today.people import planned_visible_to, team_today
from oase.second_level.today.queries import hands_visible_to, late_visible_to, soon_visible_to, unheld_by_team
from tests.cast import Cast
from tests.portals.office.programme.leader import Leader


def test_a_missed_promise_is_late_and_one_close_by_is_soon(cast: Cast) -> None:
    sven, conversation = cast.member(cast.sven), cast.asks(wants_company=True)
    due = conversation.assignments.get(ended_at=None).due_at
    with clock.standing_at(due - timedelta(minutes=30)):
        assert (late_visible_to(sven).count, [one.pk for one in soon_visible_to(sven).shown]) == (0, [conversation.pk])
    with clock.standing_at(due + timedelta(minutes=1)):
        assert ([one.pk for one in late_visible_to(sven).shown], soon_visible_to(sven).count) == ([conversation.pk], 0)


def test_what_was_missed_before_stays_late_though_it_was_promised_anew(cast: Cast) -> None:
    sven, conversation = cast.member(cast.sven), cast.asks(wants_company=True)
    Assignment.objects.filter(conversation=conversation, ended_at=None).update(
        late_since=clock.now() - timedelta(hours=1), due_at=clock.now() + timedelta(minutes=20)
    )
    assert (late_visible_to(sven).count, soon_visible_to(sven).count) == (1, 0)


def test_what_waits_for_its_customer_or_for_experts_is_neither(cast: Cast) -> None:
    sven = cast.member(cast.sven)
    cast.asks()
    ours = cast.asks(wants_company=True)
    Assignment.objects.filter(conversation=ours, ended_at=None).update(turn="customer")
    with clock.standing_at(clock.now() + timedelta(days=30)):
        assert (late_visible_to(sven).count, soon_visible_to(sven).count) == (0, 0)


def test_one_does_not_see_ones_own_concern(cast: Cast) -> None:
    conversation = cast.asks(wants_company=True)
    karla = Membership.objects.create(person=cast.karla, company=cast.kaffeewerk, role="supervisor")
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert (late_visible_to(karla).count, late_visible_to(cast.member(cast.sven)).count) == (0, 1)
    actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=cast.member(cast.dora), note="")
    assert hands_visible_to(karla) == []
    assert [one.event.kind for one in hands_visible_to(cast.member(cast.sven))] == ["handed_over"]


def test_yesterdays_handovers_are_yesterdays(cast: Cast) -> None:
    conversation, sven = cast.asks(wants_company=True), cast.member(cast.sven)
    actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=cast.member(cast.dora), note="")
    with clock.standing_at(clock.now() + timedelta(days=1, hours=1)):
        assert hands_visible_to(sven) == []


def test_what_nobody_holds_is_counted_by_team(cast: Cast) -> None:
    Membership.objects.exclude(person=cast.sven).update(left_at=clock.now())
    cast.asks(wants_company=True)
    assert unheld_by_team(cast.member(cast.sven)) == [("", 1)]


def test_everybody_stands_by_name_with_what_they_carry(cast: Cast) -> None:
    cast.asks(wants_company=True)
    set_away(membership=cast.member(cast.dora), until=clock.now() + timedelta(hours=3))
    team = team_today(cast.member(cast.sven))
    assert [one.membership.person.first_name for one in team] == ["Ada", "Dora", "Sven"]
    assert [(one.points, one.there) for one in team] == [(3, True), (0, False), (0, True)]


def test_why_somebody_will_be_away_is_theirs_alone(cast: Cast) -> None:
    ada = cast.member(cast.ada)
    plan_absence(membership=ada, starts_at=clock.now() + timedelta(days=2), ends_at=clock.now() + timedelta(days=3),
                 reason="Zahnarzt")  # fmt: skip
    plan_absence(membership=ada, starts_at=clock.now() + timedelta(days=20), ends_at=clock.now() + timedelta(days=21))
    assert [one.membership.person.first_name for one in planned_visible_to(cast.member(cast.sven))] == ["Ada"]
    page = Leader(cast.sven).get("today")
    assert "Ada Lind" in page
    assert "Zahnarzt" not in page


def test_nobody_else_sees_any_of_it(cast: Cast) -> None:
    cast.asks(wants_company=True)
    ada = cast.member(cast.ada)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert (late_visible_to(ada).count, soon_visible_to(ada).count) == (0, 0)
    assert (team_today(ada), planned_visible_to(ada), hands_visible_to(ada), unheld_by_team(ada)) == ([], [], [], [])
    for person in (cast.ada, cast.mallory, cast.karla, cast.emil):
        Leader(person).get("today", status=404)


def test_the_page_says_it_all(cast: Cast) -> None:
    conversation = cast.asks(wants_company=True)
    Assignment.objects.filter(conversation=conversation, ended_at=None).update(
        due_at=clock.now() - timedelta(minutes=5), promised_at=clock.now() - timedelta(hours=1)
    )
    page = " ".join(Leader(cast.sven).get("today").split())
    for words in ("3 of 3 are there", "Karla Blum", "Nothing is due within two hours.", "4 of 20"):
        assert words in page
    assert str(conversation.pk) in page


@pytest.mark.parametrize("many", [5])
def test_more_people_and_concerns_cost_no_more_statements(cast: Cast, many: int) -> None:
    browser = Leader(cast.sven)
    cast.asks(wants_company=True)
    browser.get("today")
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get("today")
    for _ in range(many):
        cast.asks(wants_company=True)
    Membership.objects.create(person=cast.emil, company=cast.kaffeewerk, languages=["de"])
    with CaptureQueriesContext(connection) as more:
        browser.get("today")
    assert len(more) <= len(few)
