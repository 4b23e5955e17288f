"""A team that deals out: by turns, to who is there and carries least, each concern to one person."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections

from oase.companies.models import Customer, Membership, Topic
from oase.companies.teams.models import Team
from oase.conversations import actions, watching
from oase.conversations.append import NotAllowed
from oase.conversations.models import Assignment, Conversation
from oase.conversations.words import Refused
from oase.experts.opening import Question
from oase.experts.receiving import receive_all
from oase.experts.routing import receive
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.actions import set_away
from oase.second_level.advisors.jobs import go_round
from oase.second_level.dealing import deal_waiting
from tests.cast import Cast, current

DAY = timedelta(days=1)


@pytest.fixture
def team(cast: Cast) -> Team:
    """Invoices are dealt out among Sven and Emil; Karla's advisor and deputy are away."""
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Büro", name_en="Desk", deals=True)
    emil = Membership.objects.create(person=cast.emil, company=cast.kaffeewerk, languages=["de"])
    team.members.add(cast.member(cast.sven), emil)
    cast.invoices.team = team
    cast.invoices.save()
    for away in (cast.ada, cast.dora):
        set_away(membership=cast.member(away), until=clock.now() + DAY)
    return team


def member(name: str) -> Membership:
    return Membership.objects.select_related("person", "company").get(person__first_name=name)


def asks(cast: Cast) -> Conversation:
    customer = Customer.objects.select_related("person", "company").get(pk=cast.customer.pk)
    topic = Topic.objects.get(pk=cast.invoices.pk)
    return receive(customer=customer, topic=topic, text="Meine Rechnung", client_id=uuid4())


def with_ada(cast: Cast) -> Conversation:
    """Ada is there again, and Karla's next concern is hers."""
    set_away(membership=cast.member(cast.ada), until=None)
    return asks(cast)


def holder(conversation: Conversation) -> str:
    now = current(conversation)
    assert now.level == Assignment.TEAM
    return now.holder.first_name if now.holder else ""


def test_it_goes_round_and_each_concern_has_one_holder(cast: Cast, team: Team) -> None:
    opened = [asks(cast) for _ in range(4)]
    assert [holder(one) for one in opened] == ["Sven", "Emil", "Sven", "Emil"]
    assert {current(one).team for one in opened} == {team}
    asked = opened[1].events.get(kind="asked")
    assert asked.to is not None
    assert (asked.to.first_name, current(opened[1]).stands_in_for) == ("Emil", cast.ada)


def test_whoever_carries_less_comes_first(cast: Cast, team: Team) -> None:
    first = asks(cast)
    actions.solve(conversation_id=first.pk, by=member("Sven").person)
    assert holder(asks(cast)) == "Emil", "nobody carries anything, and it was Sven's turn before"
    assert holder(asks(cast)) == "Sven"
    Membership.objects.filter(person__first_name="Emil").update(capacity=200)
    assert [holder(asks(cast)) for _ in range(3)] == ["Emil", "Emil", "Emil"], (
        "Emil carries ten times as much with ease"
    )


def test_a_customer_is_helped_in_their_language_first(cast: Cast, team: Team) -> None:
    Membership.objects.filter(person__first_name="Emil").update(languages=["en"])
    assert [holder(asks(cast)) for _ in range(2)] == ["Sven", "Sven"]


def test_never_to_somebody_who_is_not_there(cast: Cast, team: Team) -> None:
    set_away(membership=member("Sven"), until=clock.now() + DAY)
    assert [holder(asks(cast)) for _ in range(2)] == ["Emil", "Emil"]
    set_away(membership=member("Emil"), until=clock.now() + DAY)
    waiting = asks(cast)
    assert (holder(waiting), go_round()) == ("", 0)


def test_what_waits_is_dealt_out_when_somebody_comes(cast: Cast, team: Team) -> None:
    for name in ("Sven", "Emil"):
        set_away(membership=member(name), until=clock.now() + DAY)
    waiting = asks(cast)
    promised = current(waiting).due_at
    set_away(membership=member("Emil"), until=None)
    assert (deal_waiting(), deal_waiting(), holder(waiting)) == (1, 0, "Emil")
    assert (current(waiting).due_at, current(waiting).stands_in_for) == (promised, cast.ada)
    event = waiting.events.order_by("-seq")[0]
    assert (event.kind, event.actor, event.detail["reason"]) == ("assigned", None, "turn")


def test_a_team_that_begins_to_deal_deals_out_what_waits(cast: Cast, team: Team) -> None:
    Team.objects.update(deals=False)
    waiting = [asks(cast) for _ in range(3)]
    assert ([holder(one) for one in waiting], deal_waiting()) == (["", "", ""], 0)
    Team.objects.update(deals=True)
    assert deal_waiting() == 3
    assert sorted(holder(one) for one in waiting) == ["Emil", "Sven", "Sven"]


def test_who_falls_ill_gives_theirs_to_the_next(cast: Cast, team: Team) -> None:
    one = asks(cast)
    set_away(membership=member(holder(one)), until=clock.now() + DAY)
    assert holder(one) == "Emil"
    set_away(membership=cast.member(cast.ada), until=None)
    assert (current(one).level, current(one).holder) == (Assignment.ADVISOR, cast.ada), "she was only stood in for"


def test_nobody_is_dealt_their_own_concern(cast: Cast, team: Team) -> None:
    carers = {"advisor": cast.member(cast.ada), "deputy": cast.member(cast.dora)}
    own = Customer.objects.create(person=cast.sven, company=cast.kaffeewerk, **carers)
    topic = Topic.objects.get(pk=cast.invoices.pk)
    one = receive(customer=own, topic=topic, text="Meine Rechnung", client_id=uuid4())
    assert holder(one) == "Emil"


def test_what_the_deputy_missed_goes_to_the_next_in_turn_and_then_to_the_team_lead(cast: Cast, team: Team) -> None:
    team.members.add(cast.member(cast.ada), cast.member(cast.dora))
    for back in (cast.ada, cast.dora):
        set_away(membership=cast.member(back), until=None)
    one = asks(cast)
    for expected in ("Ada", "Dora", "Sven"):
        held_by = current(one).holder
        assert held_by is not None
        assert held_by.first_name == expected
        Assignment.objects.filter(ended_at=None).update(due_at=clock.now())
        assert watching.move_on(one.pk)
    assert (current(one).level, current(one).holder) == (Assignment.SUPERVISORS, None)


def test_many_at_once_are_dealt_as_one_after_the_other(cast: Cast, team: Team) -> None:
    gate = threading.Barrier(6)
    opened: list[Conversation] = []

    def ask() -> None:
        gate.wait()
        opened.extend(asks(cast) for _ in range(2))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = [holder(one) for one in opened]
    assert (held.count("Sven"), held.count("Emil")) == (6, 6)


def test_one_who_goes_while_it_is_dealt_holds_nothing_afterwards(cast: Cast, team: Team) -> None:
    gate = threading.Barrier(5)
    opened: list[Conversation] = []

    def ask() -> None:
        gate.wait()
        opened.extend(asks(cast) for _ in range(3))
        connections.close_all()

    def go() -> None:
        gate.wait()
        set_away(membership=member("Sven"), until=clock.now() + DAY)
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)] + [threading.Thread(target=go)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {holder(one) for one in opened} == {"Emil"}


def test_questions_that_come_in_one_batch_are_dealt_one_by_one(cast: Cast, team: Team) -> None:
    words = [Question(cast.kaffeewerk.pk, cast.karla.pk, "Rechnung", uuid4(), cast.invoices.pk) for _ in range(4)]
    receive_all(words)
    held = Assignment.objects.filter(ended_at=None).order_by("pk").values_list("holder__first_name", flat=True)
    assert list(held) == ["Sven", "Emil", "Sven", "Emil"]


def test_ada_gives_it_to_the_team_and_it_stays_with_the_team(cast: Cast, team: Team) -> None:
    team.members.add(cast.member(cast.ada))
    one = with_ada(cast)
    actions.hand_over_to_team(conversation_id=one.pk, by=cast.ada, to=team, note="Bitte prüfen.")
    assert (holder(one), current(one).team, current(one).stands_in_for) == ("Sven", team, None)
    event = one.events.order_by("-seq")[0]
    assert (event.kind, event.actor, event.detail["hint"]) == ("handed_over", cast.ada, "Bitte prüfen.")
    set_away(membership=member("Sven"), until=clock.now() + DAY)
    assert (holder(one), go_round()) == ("Emil", 0)


def test_a_team_that_does_not_deal_gets_it_for_whoever_wants(cast: Cast, team: Team) -> None:
    Team.objects.update(deals=False)
    one = with_ada(cast)
    actions.hand_over_to_team(conversation_id=one.pk, by=cast.dora, to=team)
    assert (holder(one), current(one).team, go_round()) == ("", team, 0)
    with pytest.raises(Refused, match=r"Büro|Desk"):
        actions.hand_over_to_team(conversation_id=one.pk, by=cast.dora, to=team)
    actions.take(conversation_id=one.pk, by=member("Emil").person)
    assert holder(one) == "Emil"


@pytest.mark.parametrize("who", ["karla", "mallory"])
def test_only_staff_give_it_to_a_team(cast: Cast, team: Team, who: str) -> None:
    one = with_ada(cast)
    stranger: Person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.hand_over_to_team(conversation_id=one.pk, by=stranger, to=team)


def test_another_companys_team_and_one_where_nobody_is(cast: Cast, team: Team) -> None:
    one = with_ada(cast)
    before = Assignment.objects.get(conversation=one, ended_at=None)
    foreign = Team.objects.create(company=cast.velotal, name_de="Räder", name_en="Wheels")
    empty = Team.objects.create(company=cast.kaffeewerk, name_de="Leer", name_en="Empty")
    with pytest.raises(NotAllowed):
        actions.hand_over_to_team(conversation_id=one.pk, by=cast.dora, to=foreign)
    for name in ("Sven", "Emil"):
        set_away(membership=member(name), until=clock.now() + DAY)
    for nobody in (empty, team):
        with pytest.raises(Refused):
            actions.hand_over_to_team(conversation_id=one.pk, by=cast.dora, to=nobody)
    assert Assignment.objects.get(conversation=one, ended_at=None) == before
