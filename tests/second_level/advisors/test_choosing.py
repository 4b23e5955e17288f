"""Who becomes an advisor: by language, topic, room and fairness; and who is at work."""

from datetime import UTC, datetime, time, timedelta

import pytest

from oase.companies.care import customer_of, with_advisor
from oase.companies.models import Customer, Membership, OpeningHours
from oase.companies.points import points_of
from oase.companies.presence import checked, is_there
from oase.companies.teams.models import Team
from oase.companies.words import Refused
from oase.conversations import actions
from oase.conversations.models import Assignment
from oase.jobs import clock
from oase.second_level.advisors.jobs import go_round
from tests.cast import Cast, current, person

TUESDAY_15 = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)  # 15:00 in Berlin
TUESDAY_10 = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
TUESDAY_22 = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)


@pytest.fixture
def newcomer(cast: Cast) -> Customer:
    return customer_of(person=cast.emil, company=cast.kaffeewerk)


def chosen(customer: Customer, cast: Cast, topic: object = None) -> str:
    Customer.objects.filter(pk=customer.pk).update(advisor=None, deputy=None)
    found = with_advisor(Customer.objects.get(pk=customer.pk), topic)  # type: ignore[arg-type]  # a topic or none
    return found.advisor.person.first_name if found.advisor else ""


def test_points_are_what_is_open_and_late_weighs_more(cast: Cast) -> None:
    ada, dora = cast.member(cast.ada), cast.member(cast.dora)
    first, second = cast.given_on(), cast.given_on("Und noch eine Frage zur Aroma 4.")
    assert points_of([ada, dora]) == {ada.pk: 6, dora.pk: 0}
    Assignment.objects.filter(conversation=first, ended_at=None).update(turn=Assignment.CUSTOMER)
    Assignment.objects.filter(conversation=second, ended_at=None).update(due_at=clock.now() - timedelta(minutes=1))
    assert points_of([ada]) == {ada.pk: 1 + 4}
    actions.solve(conversation_id=first.pk, by=cast.ada)
    assert points_of([ada]) == {ada.pk: 4}


def test_points_are_those_of_this_company_alone(cast: Cast) -> None:
    elsewhere = Membership.objects.create(person=cast.ada, company=cast.velotal)
    cast.given_on()
    assert points_of([elsewhere]) == {elsewhere.pk: 0}


def test_who_knows_the_topic_comes_before_who_has_room(cast: Cast, newcomer: Customer) -> None:
    assert chosen(newcomer, cast, cast.invoices) == "Dora"
    Membership.objects.get(person=cast.ada).knows.add(cast.invoices)
    assert (chosen(newcomer, cast, cast.invoices), chosen(newcomer, cast)) == ("Ada", "Dora")


def test_a_topics_team_knows_the_topic(cast: Cast, newcomer: Customer) -> None:
    cast.invoices.team = Team.objects.create(company=cast.kaffeewerk, name_de="Geld", name_en="Money")
    cast.invoices.save()
    cast.invoices.team.members.add(Membership.objects.get(person=cast.ada))
    assert chosen(newcomer, cast, cast.invoices) == "Ada"


def test_who_carries_more_than_they_should_comes_last_but_is_no_wall(cast: Cast, newcomer: Customer) -> None:
    Membership.objects.filter(person=cast.dora).update(capacity=2)
    assert chosen(newcomer, cast) == "Dora"
    conversation = cast.given_on()
    actions.hand_over(conversation_id=conversation.pk, by=cast.ada, to=cast.member(cast.dora))
    assert chosen(newcomer, cast) == "Ada"
    Membership.objects.filter(person=cast.ada).delete()
    assert chosen(newcomer, cast) == "Dora"


def test_room_is_measured_against_capacity(cast: Cast) -> None:
    Membership.objects.filter(person=cast.dora).update(capacity=2)
    Membership.objects.filter(person=cast.ada).update(capacity=40)
    names = [chosen(customer_of(person=person(name), company=cast.kaffeewerk), cast) for name in ("Uwe", "Eva", "Ida")]
    assert names == ["Dora", "Ada", "Ada"]


def test_outside_her_hours_dora_has_it_and_in_the_morning_it_is_adas(cast: Cast) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(company=cast.kaffeewerk, weekday=day, opens=time(8), closes=time(18)) for day in range(5)
    )
    Membership.objects.filter(person=cast.ada).update(hours=[[day, "09:00", "13:00"] for day in range(5)])
    with clock.standing_at(TUESDAY_15):
        conversation = cast.asks(wants_company=True)
        now = current(conversation)
        assert (now.level, now.holder, now.stands_in_for) == ("deputy", cast.dora, cast.ada)
        Assignment.objects.filter(ended_at=None).update(due_at=TUESDAY_15 + timedelta(days=3))
        assert go_round() == 0
    with clock.standing_at(TUESDAY_10 + timedelta(days=1)):
        assert go_round() == 1
        assert current(conversation).holder == cast.ada


def test_at_night_it_counts_who_is_there_in_the_morning(cast: Cast) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(company=cast.kaffeewerk, weekday=day, opens=time(9), closes=time(18)) for day in range(5)
    )
    Membership.objects.filter(person=cast.ada).update(hours=[[day, "09:00", "13:00"] for day in range(5)])
    Membership.objects.filter(person=cast.dora).update(hours=[[day, "12:00", "18:00"] for day in range(5)])
    ada, dora = cast.member(cast.ada), cast.member(cast.dora)
    there = [(is_there(ada, at), is_there(dora, at)) for at in (TUESDAY_10, TUESDAY_15, TUESDAY_22)]
    assert there == [(True, False), (False, True), (True, False)]


@pytest.mark.parametrize(
    "hours",
    [[(0, time(13), time(9))], [(0, time(9), time(9))], [(1, time(9), time(12)), (1, time(11), time(15))],
     [(1, time(9), time(0)), (1, time(23), time(23, 30))]],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused(hours: list[tuple[int, time, time]]) -> None:
    with pytest.raises(Refused):
        checked(hours)


def test_hours_may_touch_and_end_at_midnight() -> None:
    assert checked([(2, time(12), time(0)), (2, time(9), time(12))]) == [[2, "09:00", "12:00"], [2, "12:00", "00:00"]]
