"""However many windows are open, no budget is overdrawn: the verbs wait for each other, and the database insists."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from oase.companies.teams.models import Team
from oase.conversations.models import Conversation
from oase.jobs import clock
from oase.second_level.goodwill.actions import BeyondBudget
from oase.second_level.goodwill.budgets import month_of
from oase.second_level.goodwill.models import Goodwill, GoodwillBudget
from tests.cast import Cast
from tests.second_level.goodwill.story import budgets, gives, voucher
from tests.threads import at_once

WINDOWS = 6


def _write(cast: Cast, conversation: Conversation, team: Team | None, who: int) -> None:
    """Past every verb, straight into the ledger."""
    member = cast.member(cast.dora if team is not None and who % 2 else cast.ada)
    with transaction.atomic():
        Goodwill.objects.create(
            client_id=uuid4(), company=cast.kaffeewerk, conversation=conversation, kind=voucher(cast), cents=1000,
            giver=member, by=member.person, budget="team" if team else "own", team=team,
            month=month_of(cast.kaffeewerk), at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize("shared", [False, True])
def test_written_past_the_verbs_the_database_lets_through_what_the_budget_holds(cast: Cast, shared: bool) -> None:
    team = budgets(cast, own=0, shared=2500) if shared else budgets(cast, own=2500)
    voucher(cast)
    concerns = [cast.asks() for _ in range(WINDOWS)]  # each window has its own, so that no lock of a concern helps
    raised = at_once(*(partial(_write, cast, one, team, place) for place, one in enumerate(concerns)))
    assert [type(error) for error in raised] == [IntegrityError] * (WINDOWS - 2)
    assert {"the budget holds less than that" in str(error) for error in raised} == {True}
    assert Goodwill.objects.aggregate(cents=Sum("cents")) == {"cents": 2000}


def test_through_the_verbs_whoever_comes_too_late_is_told_what_is_left(cast: Cast) -> None:
    budgets(cast, own=2500)
    voucher(cast)
    windows: list[Callable[[], object]] = [partial(gives, cast, cast.asks()) for _ in range(WINDOWS)]
    raised = at_once(*windows)
    assert [type(error) for error in raised] == [BeyondBudget] * (WINDOWS - 2)
    assert [error.left for error in raised if isinstance(error, BeyondBudget)] == [500] * (WINDOWS - 2)
    assert Goodwill.objects.aggregate(cents=Sum("cents")) == {"cents": 2000}


def test_two_of_a_team_with_two_budgets_never_wait_for_each_other_in_a_circle(cast: Cast) -> None:
    budgets(cast, own=1000, shared=1000)
    voucher(cast)
    people = [cast.ada, cast.dora] * 3
    raised = at_once(*(partial(gives, cast, cast.asks(), by=one) for one in people))
    assert [type(error) for error in raised] == [BeyondBudget] * 3
    assert sorted(Goodwill.objects.values_list("budget", flat=True)) == ["own", "own", "team"]


def test_a_budget_made_smaller_holds_for_what_comes_after(cast: Cast) -> None:
    budgets(cast, own=2500)
    conversation = cast.asks()
    gives(cast, conversation, cents=2000)
    GoodwillBudget.objects.update(cents=1000)
    with pytest.raises(BeyondBudget) as refused:
        gives(cast, conversation, cents=1)
    assert refused.value.left == 0
    assert Goodwill.objects.aggregate(cents=Sum("cents")) == {"cents": 2000}
