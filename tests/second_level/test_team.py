"""Who sees whom: figures only for those who lead, and always by name."""

from datetime import timedelta

from oase.companies.models import Membership
from oase.conversations.models import Assignment
from oase.conversations.queries import assignment_of, office_visible_to
from oase.conversations.watching import move_on
from oase.jobs import clock
from oase.second_level.advisors.actions import set_away
from oase.second_level.queries import earlier_visible_to, takers_visible_to, team_visible_to, unheld_visible_to
from tests.cast import Cast


def names(memberships: list[Membership]) -> list[str]:
    return [one.person.first_name for one in memberships]


def test_sven_sees_what_each_one_holds_and_was_late_with(cast: Cast) -> None:
    cast.given_on()
    lapsed = cast.given_on("Und noch etwas zur Aroma 4.")
    Assignment.objects.filter(conversation=lapsed, ended_at=None).update(due_at=clock.now() - timedelta(minutes=1))
    assert move_on(lapsed.pk)
    team = team_visible_to(cast.member(cast.sven))
    assert [(one.membership.person.first_name, one.held, one.waiting, one.late) for one in team] == [
        ("Ada", 1, 1, 1),
        ("Dora", 1, 1, 0),
        ("Sven", 0, 0, 0),
    ]


def test_agents_see_colleagues_without_figures(cast: Cast) -> None:
    cast.given_on()
    team = team_visible_to(cast.member(cast.ada))
    assert [(one.membership.person.first_name, one.held, one.waiting, one.late) for one in team] == [
        ("Ada", None, None, None),
        ("Dora", None, None, None),
        ("Sven", None, None, None),
    ]


def test_the_deputy_comes_first_and_whoever_is_away_not_at_all(cast: Cast) -> None:
    conversation = office_visible_to(cast.member(cast.ada)).get(pk=cast.given_on().pk)
    holder_id = assignment_of(conversation).holder_id  # type: ignore[union-attr]  # it is open
    assert names(takers_visible_to(cast.member(cast.ada), conversation, holder_id)) == ["Dora", "Sven"]
    assert names(takers_visible_to(cast.member(cast.sven), conversation, holder_id)) == ["Dora"]
    set_away(membership=cast.member(cast.dora), until=clock.now() + timedelta(days=1))
    assert names(takers_visible_to(cast.member(cast.ada), conversation, holder_id)) == ["Sven"]


def test_earlier_concerns_are_those_of_this_customer_at_this_company(cast: Cast) -> None:
    first, second = cast.given_on("Frage zur Aroma 4."), cast.given_on()
    ada = cast.member(cast.ada)
    assert earlier_visible_to(ada, second) == [first]
    Membership.objects.create(person=cast.karla, company=cast.kaffeewerk)
    assert earlier_visible_to(cast.member(cast.karla), second) == []


def test_what_nobody_has_taken_is_counted(cast: Cast) -> None:
    set_away(membership=cast.member(cast.ada), until=clock.now() + timedelta(days=1))
    set_away(membership=cast.member(cast.dora), until=clock.now() + timedelta(days=1))
    cast.customer.refresh_from_db()
    cast.asks(topic=cast.invoices)
    assert unheld_visible_to(cast.member(cast.sven)) == 1
    assert unheld_visible_to(cast.member(cast.mallory)) == 0
