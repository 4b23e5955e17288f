"""Within the budgets: at once, once, and told to the customer under the name of whoever gave it."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from oase.conversations.append import NotAllowed
from oase.conversations.models import Event, Outbox
from oase.conversations.queries import Reader
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.second_level.goodwill.actions import BeyondBudget, give
from oase.second_level.goodwill.budgets import Budget, budgets_of
from oase.second_level.goodwill.models import Goodwill
from oase.second_level.goodwill.queries import gestures_in, gestures_visible_to
from tests.cast import Cast
from tests.second_level.goodwill.story import OWN, SHARED, budgets, flowers, gives, voucher


def _left(cast: Cast) -> list[tuple[str, int]]:
    return [(one.kind, one.left) for one in budgets_of(cast.member(cast.ada))]


def test_what_the_budget_holds_is_given_at_once_and_the_customer_is_told(cast: Cast) -> None:
    budgets(cast)
    conversation = cast.given_on()
    given = gives(cast, conversation, words="Danke für Ihre Geduld!")
    assert (given.cents, given.budget, given.approved_by_id, given.by_id) == (1000, "own", None, cast.ada.pk)
    assert budgets_of(cast.member(cast.ada)) == [Budget("own", OWN, 1000)]
    event = Event.objects.get(kind="goodwill")
    assert event.actor_id == cast.ada.pk
    assert event.detail == {
        "goodwill": given.pk, "kind_de": "Gutschein", "kind_en": "Voucher", "text_de": "Der Code liegt bei.",
        "text_en": "", "cents": 1000, "words": "Danke für Ihre Geduld!",
    }  # fmt: skip
    mail = Outbox.objects.get(kind="goodwill")
    assert (mail.recipient_id, mail.key) == (cast.karla.pk, f"goodwill:{conversation.pk}:{event.seq}")
    [gesture] = gestures_in(conversation)
    assert (gesture.giver, gesture.cents, gesture.words) == (cast.ada, 1000, "Danke für Ihre Geduld!")
    assert gestures_visible_to(Reader(cast.karla.pk)) == [gesture]
    assert gestures_visible_to(Reader(cast.mallory.pk)) == []
    assert gestures_visible_to(Reader(None, frozenset({conversation.pk}))) == [gesture]


def test_names_in_the_words_stay_in_the_vault(cast: Cast) -> None:
    budgets(cast)
    conversation = cast.given_on()
    gives(cast, conversation, words="Liebe Frau Blum, das ist für Sie. Ihre Ada")
    said = Event.objects.get(kind="goodwill").detail["words"]
    assert "Blum" not in said
    assert said.endswith("das ist für Sie. Ihre Ada")


def test_sent_twice_it_is_given_once(cast: Cast) -> None:
    budgets(cast)
    conversation, client_id = cast.given_on(), uuid4()
    sent: dict[str, Any] = {"membership": cast.member(cast.ada), "kind": voucher(cast), "client_id": client_id}
    first = give(conversation_id=conversation.pk, **sent)
    assert give(conversation_id=conversation.pk, **sent) == first
    with pytest.raises(Refused):
        give(conversation_id=cast.asks().pk, **sent)
    with pytest.raises(Refused):
        give(conversation_id=conversation.pk, **(sent | {"membership": cast.member(cast.dora)}))
    assert Goodwill.objects.count() == 1


def test_a_gesture_comes_whole_from_one_budget_ones_own_first_then_a_teams(cast: Cast) -> None:
    team = budgets(cast, own=1500, shared=SHARED)
    conversation = cast.given_on()
    assert gives(cast, conversation).budget == "own"
    from_team = gives(cast, conversation)
    assert (from_team.budget, from_team.team) == ("team", team)
    assert _left(cast) == [("own", 500), ("team", 500)]
    with pytest.raises(BeyondBudget) as refused:
        gives(cast, conversation)
    assert refused.value.left == 500
    assert gives(cast, conversation, cents=500).budget == "own"
    assert _left(cast) == [("own", 0), ("team", 500)]


def test_a_team_shares_its_budget_and_others_have_none_of_it(cast: Cast) -> None:
    budgets(cast, own=0, shared=SHARED)
    conversation = cast.given_on()
    gives(cast, conversation, by=cast.dora)
    with pytest.raises(BeyondBudget):
        gives(cast, conversation)
    with pytest.raises(BeyondBudget):
        gives(cast, conversation, by=cast.sven, cents=1)


def test_every_month_of_the_companys_calendar_begins_anew(cast: Cast) -> None:
    budgets(cast, own=1000)
    conversation = cast.given_on()
    with clock.standing_at(datetime(2027, 1, 31, 22, 59, tzinfo=UTC)):  # 23:59 in Berlin
        gives(cast, conversation)
        with pytest.raises(BeyondBudget):
            gives(cast, conversation)
    with clock.standing_at(datetime(2027, 1, 31, 23, 0, tzinfo=UTC)):  # February there, January in London
        gives(cast, conversation)
    assert [str(month) for month in Goodwill.objects.order_by("at").values_list("month", flat=True)] == [
        "2027-01-01",
        "2027-02-01",
    ]


@pytest.mark.parametrize("cents", [0, -1, 100_001])
def test_an_absurd_value_is_refused(cast: Cast, cents: int) -> None:
    budgets(cast, own=10_000_000)
    with pytest.raises(Refused):
        gives(cast, cast.given_on(), cents=cents)
    assert not Goodwill.objects.exists()


def test_what_has_a_fixed_value_is_given_for_that(cast: Cast) -> None:
    budgets(cast)
    conversation, member = cast.given_on(), cast.member(cast.ada)
    with pytest.raises(Refused, match="25"):
        give(conversation_id=conversation.pk, membership=member, kind=flowers(cast), client_id=uuid4(), cents=100)
    given = give(conversation_id=conversation.pk, membership=member, kind=flowers(cast), client_id=uuid4(), cents=2500)
    assert given.cents == 2500


def test_what_is_given_no_more_and_what_another_company_gives_is_refused(cast: Cast) -> None:
    budgets(cast)
    conversation, member, kind = cast.given_on(), cast.member(cast.ada), voucher(cast)
    kind.retired_at = clock.now()
    for wrong in (kind, None):
        with pytest.raises(Refused):
            give(conversation_id=conversation.pk, membership=member, kind=wrong, client_id=uuid4())
    kind.retired_at, kind.company = None, cast.velotal
    with pytest.raises(Refused):
        give(conversation_id=conversation.pk, membership=member, kind=kind, client_id=uuid4())
    assert not Goodwill.objects.exists()


def test_strangers_those_who_left_and_whoever_asks_themself_give_nothing(cast: Cast) -> None:
    budgets(cast)
    conversation = cast.given_on()
    with pytest.raises(NotAllowed):
        gives(cast, conversation, by=cast.mallory)
    stale = cast.member(cast.ada)
    cast.member(cast.ada).__class__.objects.filter(person=cast.ada).update(left_at=clock.now())
    with pytest.raises(NotAllowed):
        give(conversation_id=conversation.pk, membership=stale, kind=voucher(cast), client_id=uuid4())
    cast.customer.person = cast.dora
    cast.customer.save()
    with pytest.raises(NotAllowed):
        gives(cast, conversation, by=cast.dora)
    assert not Goodwill.objects.exists()
