"""Taking back: a counter-line, an honest word, and the budget has it again."""

from functools import partial

import pytest

from oase.conversations.append import NotAllowed
from oase.conversations.models import Event, Outbox
from oase.conversations.words import Refused
from oase.second_level.goodwill.actions import withdraw
from oase.second_level.goodwill.budgets import budgets_of
from oase.second_level.goodwill.models import Goodwill
from oase.second_level.goodwill.queries import gestures_in, given_visible_to
from tests.cast import Cast
from tests.second_level.goodwill.story import budgets, gives
from tests.threads import at_once


def test_whoever_gave_it_takes_it_back_and_the_customer_is_told_why(cast: Cast) -> None:
    budgets(cast)
    conversation = cast.given_on()
    given, kept = gives(cast, conversation), gives(cast, conversation, cents=300)
    line = withdraw(goodwill_id=given.pk, by=cast.member(cast.ada), words="Das war ein Versehen.")
    assert (line.cents, line.withdraws, line.month) == (-1000, given, given.month)
    assert budgets_of(cast.member(cast.ada))[0].spent == 300
    event = Event.objects.get(kind="goodwill_withdrawn")
    assert (event.actor, event.detail["words"], event.detail["cents"]) == (cast.ada, "Das war ein Versehen.", 1000)
    assert Outbox.objects.filter(kind="goodwill_withdrawn", recipient=cast.karla).count() == 1
    assert [one.cents for one in gestures_in(conversation)] == [300]
    shown = given_visible_to(cast.member(cast.dora), conversation)
    assert [(one.line, one.taken_back, one.may_withdraw) for one in shown] == [
        (kept, False, False),
        (given, True, False),
    ]


def test_it_is_taken_back_once_by_those_who_may_and_with_a_word(cast: Cast) -> None:
    budgets(cast)
    given = gives(cast, cast.given_on())
    for stranger in (cast.dora, cast.mallory):
        with pytest.raises(NotAllowed):
            withdraw(goodwill_id=given.pk, by=cast.member(stranger), words="Nein.")
    with pytest.raises(Refused):
        withdraw(goodwill_id=given.pk, by=cast.member(cast.sven), words=" ")
    both = [cast.member(cast.sven), cast.member(cast.ada)]
    raised = at_once(*(partial(withdraw, goodwill_id=given.pk, by=one, words="Versehen.") for one in both))
    assert [type(error) for error in raised] == [Refused]
    line = Goodwill.objects.exclude(withdraws=None).get()
    with pytest.raises(NotAllowed):  # what takes back is nothing that could be taken back
        withdraw(goodwill_id=line.pk, by=cast.member(cast.sven), words="Doch.")
    assert Goodwill.objects.count() == 2
