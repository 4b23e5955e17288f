"""Closing a month: once, whoever asks, however often, and whatever happens in between."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.models import Expert
from oase.experts.rewards.ledger.balances import balance_of, owed_to
from oase.experts.rewards.ledger.models import LedgerTransaction
from oase.experts.rewards.payouts import closing
from oase.experts.rewards.payouts.closing import close_month, last_month, owed_until
from oase.experts.rewards.payouts.details import Details, remove_details, save_details
from oase.experts.rewards.payouts.models import PaidReward, Payout, PayoutRun
from oase.privacy import vault
from oase.privacy.models import AccessLog, Sealed
from tests.cast import Cast, person
from tests.experts.rewards.months import DECEMBER, EMILS, NOVEMBER, OCTOBER, close, earn, on, ready
from tests.threads import at_once


@pytest.fixture
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def _grete(cast: Cast) -> Expert:
    return Expert.objects.create(person=person("Grete", "Moll"), languages=["de"])


def _paid() -> list[tuple[str, int, int, int]]:
    rows = Payout.objects.select_related("expert__person").order_by("number")
    return [(one.expert.person.first_name, one.number, one.net_cents, one.tax_cents) for one in rows]


def test_everything_owed_up_to_its_end_is_paid(cast: Cast) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    earn(cast.emil, cast.kaffeewerk, 84, reason="handover")
    earn(cast.emil, cast.kaffeewerk, 999, NOVEMBER)
    earn(cast.emil, cast.velotal, 500)
    run = close(cast)
    assert (run.month, run.pay_on, run.closed_by) == (OCTOBER, date(2026, 11, 6), cast.sven)
    assert _paid() == [("Emil", 1, 504, 0)]
    assert balance_of(cast.kaffeewerk.pk) == {"rewards": 1503, "owed": -999, "bank": -504}
    assert (owed_to(cast.emil.pk, company_id=cast.kaffeewerk.pk), owed_to(cast.emil.pk)) == (999, 1499)


def test_closing_it_again_is_closing_it_once(cast: Cast) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    first = close(cast)
    earn(cast.emil, cast.kaffeewerk, 70)  # booked in October, written down too late
    assert (close(cast), close(cast, in_month=DECEMBER)) == (first, first)
    assert (_paid(), LedgerTransaction.objects.filter(kind="paid").count()) == ([("Emil", 1, 420, 0)], 1)
    close(cast, NOVEMBER, in_month=DECEMBER)
    assert _paid() == [("Emil", 1, 420, 0), ("Emil", 2, 70, 0)]


def test_two_who_close_at_once_get_the_same_run(cast: Cast) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    runs = []
    assert at_once(*[lambda: runs.append(close(cast).pk)] * 6) == []
    assert (len(runs), len(set(runs)), _paid()) == (6, 1, [("Emil", 1, 420, 0)])
    assert balance_of(cast.kaffeewerk.pk) == {"rewards": 420, "owed": 0, "bank": -420}


@pytest.mark.parametrize("place", ["book", "read_details", "_booking", "_payout"])
def test_dying_in_the_middle_leaves_nothing_and_no_number_is_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)

    class Died(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Died

    with monkeypatch.context() as broken:
        broken.setattr(closing, place, die)
        with pytest.raises(Died):
            close(cast)
    assert (PayoutRun.objects.count(), Payout.objects.count(), AccessLog.objects.count()) == (0, 0, 0)
    close(cast)
    assert _paid() == [("Emil", 1, 420, 0)]


def test_who_said_nothing_about_payment_keeps_it_for_the_next_month(cast: Cast) -> None:
    ready(cast)
    grete = _grete(cast)
    earn(grete.person, cast.kaffeewerk, 300)
    earn(cast.emil, cast.kaffeewerk, 420)
    with on(NOVEMBER):
        owed = owed_until(cast.kaffeewerk, OCTOBER)
    assert [(one.name, one.cents, one.rewards, one.has_details) for one in owed] == [
        ("Emil", 420, 1, True), ("Grete", 300, 1, False),
    ]  # fmt: skip
    close(cast)
    assert (_paid(), owed_to(grete.pk)) == ([("Emil", 1, 420, 0)], 300)
    save_details(by=grete.person, wanted=EMILS, agreed=True)
    earn(grete.person, cast.kaffeewerk, 50, NOVEMBER)
    close(cast, NOVEMBER, in_month=DECEMBER)
    assert (_paid()[1:], owed_to(grete.pk)) == ([("Grete", 2, 350, 0)], 0)


def test_details_that_do_not_open_hold_nobody_else_up(cast: Cast) -> None:
    ready(cast)
    grete = _grete(cast)
    save_details(by=grete.person, wanted=EMILS, agreed=True)
    for one in (cast.emil, grete.person):
        earn(one, cast.kaffeewerk, 300)
    Sealed.objects.filter(person=cast.emil, kind="payment").update(ciphertext=b"cut")
    close(cast)
    assert (_paid(), owed_to(cast.emil.pk)) == ([("Grete", 1, 300, 0)], 300)


def test_an_empty_month_closes_with_nobody(cast: Cast) -> None:
    ready(cast)
    run = close(cast)
    assert (run.payouts.count(), _paid(), LedgerTransaction.objects.count()) == (0, [], 0)


def test_value_added_tax_is_paid_on_top_and_booked_apart(cast: Cast) -> None:
    ready(cast)
    liable = Details(**{**EMILS.__dict__, "small_business": False, "tax_number": "DE136695976"})
    save_details(by=cast.emil, wanted=liable, agreed=True)
    earn(cast.emil, cast.kaffeewerk, 1050)
    close(cast)
    assert _paid() == [("Emil", 1, 1050, 200)]  # 199.5 cents are 200
    assert balance_of(cast.kaffeewerk.pk) == {"rewards": 1050, "owed": 0, "tax": 200, "bank": -1250}


@pytest.mark.usefixtures("in_english")
def test_what_cannot_be_closed_says_why_and_changes_nothing(cast: Cast) -> None:
    with pytest.raises(Refused, match="from which account"):
        close(cast)
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    for month, now in ((NOVEMBER, NOVEMBER), (DECEMBER, NOVEMBER), (date(2099, 1, 1), NOVEMBER)):
        with pytest.raises(Refused, match="not over"):
            close(cast, month, in_month=now)
    close(cast)
    with pytest.raises(Refused, match="later month"):
        close(cast, date(2026, 9, 1))
    for who in (cast.ada, cast.dora):
        with pytest.raises(NotAllowed), on(DECEMBER):
            close_month(by=cast.member(who), month=NOVEMBER)
    assert PayoutRun.objects.count() == 1


def test_a_month_ends_where_the_company_is(cast: Cast) -> None:
    ready(cast)
    cast.kaffeewerk.time_zone = "Pacific/Auckland"
    cast.kaffeewerk.save()
    with on(OCTOBER, 31):  # noon in UTC is November there
        assert last_month(cast.kaffeewerk) == OCTOBER
        assert close_month(by=cast.member(cast.sven), month=OCTOBER).month == OCTOBER


def test_the_expert_reads_that_the_company_read_where_their_money_goes(cast: Cast) -> None:
    ready(cast)
    cast.emil.language = "en"
    cast.emil.save()
    earn(cast.emil, cast.kaffeewerk, 420)
    run = close(cast)
    logged = AccessLog.objects.get(person=cast.emil)
    assert (logged.viewer, logged.kind, logged.about, logged.purpose) == (
        cast.sven, "payment", run.pk, "Paying out what you earned",
    )  # fmt: skip


def test_what_a_payout_was_made_with_stays_though_the_details_change(cast: Cast) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    close(cast)
    sealed_id = Payout.objects.get().sealed_id
    assert sealed_id is not None
    save_details(by=cast.emil, wanted=Details(**{**EMILS.__dict__, "town": "Kiel"}), agreed=True)
    remove_details(by=cast.emil)
    (text,) = vault.read_own(person_id=cast.emil.pk, ids=[sealed_id]).values()
    assert ("Freiburg" in text, Sealed.objects.filter(kind="payment").count()) == (True, 1)


def test_no_reward_is_paid_twice_whatever_code_does(cast: Cast) -> None:
    ready(cast)
    reward = earn(cast.emil, cast.kaffeewerk, 420)
    close(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaidReward.objects.create(reward=reward, payout=Payout.objects.get())


def test_what_was_earned_before_the_books_and_belongs_to_nobody_known_is_in_no_month(cast: Cast) -> None:
    ready(cast)
    earn(cast.emil, None, 420)
    close(cast)
    assert (_paid(), owed_to(cast.emil.pk)) == ([], 420)


def test_a_weekend_is_no_day_for_the_bank(cast: Cast) -> None:
    ready(cast)
    with on(NOVEMBER, 6):  # a Friday
        run = close_month(by=cast.member(cast.sven), month=OCTOBER)
    assert run.pay_on - run.closed_at.date() == timedelta(days=3)
