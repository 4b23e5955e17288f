"""The books: they add up, whoever writes, and nothing in them changes."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connections, transaction
from django.db.models import Model
from django.utils import timezone
from uuid_utils.compat import uuid7

from oase.experts.rewards.ledger.balances import balance_of, owed_to
from oase.experts.rewards.ledger.booking import Booking, Line, Unbalanced, book, earned
from oase.experts.rewards.ledger.models import LedgerEntry, LedgerTransaction
from oase.experts.rewards.models import Reward
from oase.experts.rewards.payouts.models import PaidReward, Payout, PayoutRun
from tests.cast import Cast
from tests.experts.rewards.months import close, earn, ready

BOOKS: tuple[type[Model], ...] = (LedgerTransaction, LedgerEntry, Reward, PayoutRun, Payout, PaidReward)


def _transaction(cast: Cast, *lines: tuple[str, int, int | None], said: int | None = None) -> LedgerTransaction:
    made = LedgerTransaction.objects.create(company=cast.kaffeewerk, kind="earned", lines=said or len(lines))
    for account, cents, expert_id in lines:
        LedgerEntry.objects.create(transaction=made, account=account, cents=cents, expert_id=expert_id)
    return made


def _count() -> tuple[int, int]:
    return LedgerTransaction.objects.count(), LedgerEntry.objects.count()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([("rewards", 420), ("owed", -419)], None),
        ([("rewards", 420), ("owed", 420)], None),
        ([("rewards", 420)], 2),
        ([], 2),
        ([("rewards", 420), ("owed", -420), ("bank", 5)], None),
        ([("rewards", 420), ("owed", -420)], 3),
    ],
)
def test_what_does_not_add_up_is_refused_at_the_commit(
    cast: Cast, lines: list[tuple[str, int]], said: int | None
) -> None:
    whose = [(account, cents, cast.emil.pk if account == "owed" else None) for account, cents in lines]
    with pytest.raises(IntegrityError, match="lines, and"), transaction.atomic():
        _transaction(cast, *whose, said=said)
    assert _count() == (0, 0)


@pytest.mark.parametrize(
    ("account", "cents", "whose"),
    [("owed", 5, False), ("rewards", 5, True), ("rewards", 0, False), ("bank", 100_000_000_001, False)],
)
def test_what_is_no_line_is_refused_at_once(cast: Cast, account: str, cents: int, whose: bool) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _transaction(cast, (account, cents, cast.emil.pk if whose else None), ("bank", -cents or 1, None))
    assert _count() == (0, 0)


def test_a_line_that_comes_later_is_refused_though_it_is_balanced(cast: Cast) -> None:
    with transaction.atomic():
        made = _transaction(cast, ("rewards", 420, None), ("owed", -420, cast.emil.pk))
    later = [
        LedgerEntry(transaction=made, account="rewards", cents=900),
        LedgerEntry(transaction=made, account="owed", cents=-900, expert_id=cast.emil.pk),
    ]
    with pytest.raises(IntegrityError):
        LedgerEntry.objects.bulk_create(later)
    assert (owed_to(cast.emil.pk), balance_of(cast.kaffeewerk.pk)) == (420, {"rewards": 420, "owed": -420})


def test_a_booking_that_does_not_add_up_is_not_even_begun(cast: Cast) -> None:
    good = earned(company_id=cast.kaffeewerk.pk, expert_id=cast.emil.pk, cents=5, at=timezone.now())
    for lines in ((Line("rewards", 5), Line("bank", -4)), (), (Line("rewards", 5),)):
        with pytest.raises(Unbalanced):
            book([good, Booking(cast.kaffeewerk.pk, "earned", lines, timezone.now())])
    assert _count() == (0, 0)


def test_a_reward_is_what_its_transaction_says(cast: Cast) -> None:
    def reward(**other: object) -> Callable[[], object]:
        def made() -> object:
            booking = earned(company_id=cast.kaffeewerk.pk, expert_id=cast.emil.pk, cents=420, at=timezone.now())
            book([booking])
            fields = {"expert_id": cast.emil.pk, "company": cast.kaffeewerk, "cents": 420, "reason": "solved"}
            return Reward.objects.create(**fields | {"transaction_id": booking.id} | other)

        return made

    for wrong in ({"cents": 421}, {"company": cast.velotal}, {"company": None}, {"transaction_id": uuid7()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            reward(**wrong)()
    assert Reward.objects.count() == 0
    with transaction.atomic():
        reward()()
    assert Reward.objects.count() == 1


@pytest.mark.parametrize("model", BOOKS, ids=lambda model: model.__name__)
def test_the_application_may_neither_change_nor_delete(cast: Cast, model: type[Model]) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    close(cast)
    rows = model._default_manager
    before = list(rows.order_by("pk").values())
    assert before != []
    column = {PaidReward: "payout_id", LedgerEntry: "cents", Reward: "cents", Payout: "net_cents"}.get(model, "id")
    for statement in (f"UPDATE {{}} SET {column} = {column}", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with pytest.raises(ProgrammingError, match="permission denied"), connections["default"].cursor() as cursor:
            cursor.execute(statement.format(rows.model._meta.db_table))
    assert list(rows.order_by("pk").values()) == before


@pytest.mark.parametrize("model", BOOKS, ids=lambda model: model.__name__)
def test_nor_may_the_owner(cast: Cast, model: type[Model]) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    close(cast)
    table = model._default_manager.model._meta.db_table
    column = {PaidReward: "payout_id", LedgerEntry: "cents", Reward: "cents", Payout: "net_cents"}.get(model, "id")
    values = {"id": "gen_random_uuid()"}
    for statement in (f"UPDATE {table} SET {column} = {values.get(column, f'{column} + 1')}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="as it was written"), connections["owner"].cursor() as cursor:
            cursor.execute(statement)


def test_a_reward_forgets_its_conversation_and_never_gets_another(cast: Cast) -> None:
    earn(cast.emil, cast.kaffeewerk, 420)
    other = cast.asks()
    with pytest.raises(DatabaseError, match="as it was written"):
        Reward.objects.using("owner").update(conversation=other)
    Reward.objects.using("owner").update(conversation=None)
    assert Reward.objects.get().conversation_id is None
