"""The views that everybody has: who is in which, in which order, and that nobody sees what is not theirs."""

from datetime import timedelta
from uuid import uuid4

import pytest

from oase.companies.models import Membership
from oase.companies.teams.models import Team
from oase.conversations import actions
from oase.conversations.models import Assignment, Conversation
from oase.conversations.watching import move_lapsed
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.mentions.models import Mention
from oase.second_level.shaping.models import Snooze
from oase.second_level.views.queries import counts_visible_to, rows_visible_to, view_visible_to
from oase.second_level.views.standing import VIEWS
from tests.cast import Cast, current


def views_with(cast: Cast, person: Person, conversation: Conversation) -> set[str]:
    member = cast.member(person)
    found = {key for key in VIEWS if conversation in rows_visible_to(member, key, 50)}
    counted = {key for key, count in counts_visible_to(member).items() if count.number}
    assert counted == found
    return found


def says(cast: Cast, conversation: Conversation, person: Person, role: str, **more: str) -> None:
    actions.reply(conversation_id=conversation.pk, author=person, role=role, text="Gern.", client_id=uuid4(), **more)


def test_a_concern_is_in_the_views_that_its_place_says(cast: Cast) -> None:
    conversation = cast.claimed()
    assert views_with(cast, cast.ada, conversation) == {"experts", "open"}
    conversation = cast.given_on()
    Conversation.objects.exclude(pk=conversation.pk).update(company=cast.velotal)
    assert views_with(cast, cast.ada, conversation) == {"mine", "waiting", "open"}
    assert views_with(cast, cast.dora, conversation) == {"waiting", "open"}
    says(cast, conversation, cast.ada, "agent")
    assert views_with(cast, cast.ada, conversation) == {"mine", "open"}
    actions.solve(conversation_id=conversation.pk, by=cast.ada)
    assert views_with(cast, cast.ada, conversation) == {"solved"}


def test_what_is_late_stays_late_until_it_is_answered(cast: Cast) -> None:
    conversation = cast.given_on()
    over = current(conversation).due_at + timedelta(seconds=1)
    with clock.standing_at(over):
        assert views_with(cast, cast.ada, conversation) == {"mine", "late", "waiting", "open"}
        assert move_lapsed() == 1
        # Dora has a new promise to keep; the customer waits all the same.
        assert views_with(cast, cast.dora, conversation) == {"mine", "late", "waiting", "open"}
        says(cast, conversation, cast.dora, "agent")
        assert views_with(cast, cast.dora, conversation) == {"mine", "open"}


def test_what_nobody_holds_is_nobodys(cast: Cast) -> None:
    Membership.objects.filter(person__in=[cast.ada, cast.dora]).update(away_until=clock.now() + timedelta(days=3))
    conversation = cast.asks(wants_company=True)
    assert views_with(cast, cast.sven, conversation) == {"nobody", "waiting", "open"}


def test_what_sleeps_is_for_later_and_not_mine(cast: Cast) -> None:
    conversation = cast.given_on()
    Snooze.objects.create(conversation=conversation, by=cast.ada, until=clock.now() + timedelta(minutes=5))
    assert views_with(cast, cast.ada, conversation) == {"snoozed", "waiting", "open"}
    assert views_with(cast, cast.dora, conversation) == {"waiting", "open"}


def test_a_team_sees_its_own(cast: Cast) -> None:
    team = Team.objects.create(company=cast.kaffeewerk, name_de="Rechnung", name_en="Invoices")
    team.members.add(cast.member(cast.dora))
    cast.invoices.team = team
    cast.invoices.save()
    conversation = cast.asks("Meine Rechnung stimmt nicht.", topic=cast.invoices)
    assert views_with(cast, cast.dora, conversation) == {"team", "waiting", "open"}
    assert views_with(cast, cast.ada, conversation) == {"mine", "waiting", "open"}


def test_who_is_in_two_teams_sees_both_in_one_order(cast: Cast) -> None:
    member = cast.member(cast.ada)
    concerns = [cast.given_on(f"Frage {number} zur Aroma 4.") for number in range(4)]
    for place, one in enumerate(concerns):
        team, _ = Team.objects.get_or_create(company=cast.kaffeewerk, name_de=f"{place % 2}", name_en=f"{place % 2}")
        team.members.add(member)
        Assignment.objects.filter(conversation=one, ended_at=None).update(
            team=team, due_at=clock.now() + timedelta(hours=9 - place)
        )
    assert rows_visible_to(cast.member(cast.ada), "team", 50) == concerns[::-1]


def test_who_is_named_in_a_note_has_it_until_they_write(cast: Cast) -> None:
    conversation = cast.given_on()
    says(cast, conversation, cast.ada, "agent", audience="staff")
    note = conversation.messages.get(audience="staff")
    Mention.objects.create(message=note, conversation=conversation, person=cast.dora)
    assert views_with(cast, cast.dora, conversation) == {"mentioned", "waiting", "open"}
    says(cast, conversation, cast.dora, "agent", audience="staff")
    assert views_with(cast, cast.dora, conversation) == {"waiting", "open"}


def test_the_soonest_promise_comes_first_and_the_customers_turn_last(cast: Cast) -> None:
    answered, later, sooner = (cast.given_on(f"Frage {number} zur Aroma 4.") for number in range(3))
    says(cast, answered, cast.ada, "agent")
    for one, hours in ((answered, 1), (later, 9), (sooner, 4)):
        Assignment.objects.filter(conversation=one, ended_at=None).update(due_at=clock.now() + timedelta(hours=hours))
    assert rows_visible_to(cast.member(cast.ada), "mine", 50) == [sooner, later, answered]
    assert rows_visible_to(cast.member(cast.ada), "mine", 2) == [sooner, later]


def test_another_companys_staff_and_whoever_asked_see_nothing(cast: Cast) -> None:
    conversation = cast.given_on()
    Membership.objects.create(person=cast.karla, company=cast.kaffeewerk)
    for person in (cast.mallory, cast.karla):
        assert views_with(cast, person, conversation) == set()


@pytest.mark.parametrize("key", ["", "all", "own-", "own-x", "own-١", "own-99999999999999999999", "own-1 OR 1=1"])
def test_a_view_that_is_none(cast: Cast, key: str) -> None:
    assert view_visible_to(cast.member(cast.ada), key) is None
