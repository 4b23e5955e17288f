"""What was given stands as it was written, and is of one company: the database refuses everything else."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connections, transaction

from oase.conversations.models import Conversation
from oase.jobs import clock
from oase.people.models import Person
from oase.second_level.goodwill.budgets import month_of
from oase.second_level.goodwill.models import Goodwill, GoodwillBudget, GoodwillKind
from tests.cast import Cast
from tests.second_level.goodwill.story import budgets, gives, voucher


def _line(cast: Cast, concern: Conversation, **changed: Any) -> Goodwill:
    fields: dict[str, Any] = {
        "client_id": uuid4(), "company": cast.kaffeewerk, "conversation": concern, "kind": voucher(cast),
        "cents": 100, "giver": cast.member(cast.ada), "by": cast.ada, "budget": "own",
        "month": month_of(cast.kaffeewerk), "at": clock.now(),
    }  # fmt: skip
    with transaction.atomic():
        return Goodwill.objects.create(**(fields | changed))


def test_a_line_of_anothers_or_out_of_its_month_is_refused(cast: Cast) -> None:
    team = budgets(cast, shared=1000)
    conversation, kind = cast.asks(), GoodwillKind.objects.create(company=cast.velotal, name_de="Rad", cents=1)
    wrong: list[dict[str, Any]] = [
        {"giver": cast.member(cast.mallory)},
        {"kind": kind},
        {"company": cast.velotal},
        {"conversation": None},
        {"month": month_of(cast.kaffeewerk).replace(year=2020)},
        {"budget": "team"},
        {"budget": "team", "team": team, "giver": cast.member(cast.sven)},
        {"budget": "own", "team": team},
        {"budget": "beyond"},
        {"budget": "beyond", "approved_by": cast.ada},
        {"budget": "beyond", "approved_by": cast.mallory},
        {"budget": "own", "approved_by": cast.sven},
        {"cents": -100},
        {"cents": 100_001},
    ]
    for changed in wrong:
        with pytest.raises(DatabaseError):
            _line(cast, conversation, **changed)
    given = _line(cast, conversation)
    for changed in ({"cents": -99}, {"cents": -100, "budget": "team", "team": team}, {"cents": 0}):
        with pytest.raises(DatabaseError):
            _line(cast, conversation, withdraws=given, **changed)
    assert Goodwill.objects.count() == 1


@pytest.mark.parametrize("alias", ["default", "owner"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE oase_goodwill SET cents = 1", "UPDATE oase_goodwill SET team_id = NULL", "DELETE FROM oase_goodwill",
     "UPDATE oase_goodwill SET conversation_id = NULL"],
)  # fmt: skip
def test_nobody_changes_the_ledger(cast: Cast, alias: str, statement: str) -> None:
    budgets(cast, own=0, shared=1000)
    given = gives(cast, cast.asks())
    with pytest.raises(DatabaseError), transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(statement)
    again = Goodwill.objects.get()
    assert (again.cents, again.team_id, again.conversation_id) == (1000, given.team_id, given.conversation_id)


def test_a_deleted_team_takes_its_budget_along_and_what_was_given_stays(cast: Cast) -> None:
    team = budgets(cast, own=0, shared=1000)
    assert team is not None
    gives(cast, cast.asks())
    team.delete()
    line = Goodwill.objects.get()
    assert (line.cents, line.budget, line.team_id) == (1000, "team", None)
    assert GoodwillBudget.objects.values_list("cents", flat=True).get() == 0


def test_a_deleted_concern_is_forgotten_and_what_was_given_stays_counted(cast: Cast) -> None:
    budgets(cast)
    conversation = cast.asks()
    gives(cast, conversation)
    with transaction.atomic(using="owner"):
        Conversation.objects.using("owner").get(pk=conversation.pk).delete()
    line = Goodwill.objects.get()
    assert (line.cents, line.conversation_id) == (1000, None)
    assert Person.objects.filter(pk=cast.karla.pk).exists()
