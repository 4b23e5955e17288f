"""Rewards taken back and transfers that came back: the books keep both, and nobody is paid twice or for nothing."""

import pytest
from django.db import IntegrityError, connection, transaction

from oase.companies.models import Company, Membership
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.reputation.models import Judgement, Report
from oase.experts.rewards.ledger.balances import balance_of, owed_to
from oase.experts.rewards.ledger.booking import book, paid
from oase.experts.rewards.models import TakenBack
from oase.experts.rewards.payouts.bank_file import bank_file
from oase.experts.rewards.payouts.models import PaidReward, Payout, PayoutRun, Returned, SentAgain
from oase.experts.rewards.payouts.reading import notes_for, sent_again_for
from oase.experts.rewards.payouts.returning import note_return
from oase.experts.rewards.taking_back import take_back
from tests.cast import Cast
from tests.experts.rewards.months import DECEMBER, NOVEMBER, close, earn, ready


def test_what_was_taken_back_is_not_paid(cast: Cast) -> None:
    ready(cast)
    bad, _good = earn(cast.emil, cast.kaffeewerk, 420), earn(cast.emil, cast.kaffeewerk, 300)
    taken = take_back(by=cast.member(cast.sven), reward_id=bad.pk, reason="fraud")
    assert (taken.by, taken.reason, taken.was_paid) == (cast.sven, "fraud", False)
    assert balance_of(cast.kaffeewerk.pk) == {"rewards": 300, "owed": -300}
    run = close(cast)
    assert [payout.net_cents for payout in run.payouts.all()] == [300]
    with pytest.raises(Refused):
        take_back(by=cast.member(cast.sven), reward_id=bad.pk, reason="mistake")
    assert TakenBack.objects.count() == 1


def test_what_was_paid_before_is_taken_off_the_next_payout_once(cast: Cast) -> None:
    ready(cast)
    bad = earn(cast.emil, cast.kaffeewerk, 420)
    close(cast)
    take_back(by=cast.member(cast.sven), reward_id=bad.pk, reason="mistake")
    assert owed_to(cast.emil.pk) == -420
    earn(cast.emil, cast.kaffeewerk, 300, NOVEMBER)
    less = close(cast, NOVEMBER, in_month=DECEMBER)
    assert not less.payouts.exists()
    later = DECEMBER.replace(year=2027, month=1)
    earn(cast.emil, cast.kaffeewerk, 500, DECEMBER)
    run = close(cast, DECEMBER, in_month=later)
    assert [payout.net_cents for payout in run.payouts.all()] == [380]
    (note,) = notes_for(cast.member(cast.sven), run)
    assert [(one.reason, one.cents) for one in note.positions] == [("solved", 800), ("taken_back", -420)]
    assert owed_to(cast.emil.pk) == 0


@pytest.mark.parametrize("net_cents", [1, 719, 721])
def test_a_payout_is_what_its_rewards_and_its_transaction_say(cast: Cast, net_cents: int) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 720)
    run = close(cast)
    reward = earn(cast.emil, cast.kaffeewerk, 720, NOVEMBER)

    def pay(net_cents: int) -> Payout:
        money = {"expert_id": cast.emil.pk, "net_cents": net_cents, "tax_cents": 0}
        booking = paid(company_id=run.company_id, at=run.closed_at, **money)
        book([booking])
        later = PayoutRun.objects.create(
            company=run.company, month=NOVEMBER, closed_by=run.closed_by, pay_on=run.pay_on
        )
        payout = Payout.objects.create(run=later, company=run.company, number=2, transaction_id=booking.id, **money)
        PaidReward.objects.create(reward=reward, payout=payout)
        return payout

    with pytest.raises(IntegrityError, match="its transaction and its rewards"), transaction.atomic():
        pay(net_cents)
    with transaction.atomic():
        assert pay(720).net_cents == 720


def test_a_report_has_to_be_upheld_first(cast: Cast) -> None:
    conversation = cast.asks("Meine Aroma brüht nicht.")
    reward = earn(cast.emil, cast.kaffeewerk, 420, conversation=conversation)
    report = Report.objects.create(
        conversation=conversation, expert_id=cast.emil.pk, by=cast.karla, role="customer", reason="rude"
    )
    sven = cast.member(cast.sven)
    for reason in ("report", "", "because"):
        with pytest.raises(Refused):
            take_back(by=sven, reward_id=reward.pk, reason=reason)
    Judgement.objects.create(report=report, upheld=True, by=cast.sven)
    assert take_back(by=sven, reward_id=reward.pk, reason="report").reason == "report"


def test_a_transfer_that_came_back_goes_out_with_the_next_month_and_its_note_stands(cast: Cast) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    run = close(cast)
    payout, sven = Payout.objects.get(), cast.member(cast.sven)
    for reason in ("", "XX99"):
        with pytest.raises(Refused):
            note_return(by=sven, payout_id=payout.pk, reason=reason)
    note_return(by=sven, payout_id=payout.pk, reason="AC04")
    assert (owed_to(cast.emil.pk), balance_of(cast.kaffeewerk.pk)["bank"]) == (420, 0)
    with pytest.raises(Refused):
        note_return(by=sven, payout_id=payout.pk, reason="AC04")
    again = close(cast, NOVEMBER, in_month=DECEMBER)
    assert (again.payouts.count(), SentAgain.objects.get().run) == (0, again)
    assert balance_of(cast.kaffeewerk.pk) == {"rewards": 420, "owed": 0, "bank": -420}
    file = bank_file(again, notes_for(sven, again), sent_again_for(sven, again))
    assert b"<EndToEndId>GS-2026-10-00001-2</EndToEndId>" in file
    assert sent_again_for(sven, run) == []
    # And once more.
    note_return(by=sven, payout_id=payout.pk, reason="AC01")
    last = close(cast, DECEMBER, in_month=DECEMBER.replace(year=2027, month=1))
    assert [note.reference for note in sent_again_for(sven, last)] == ["GS-2026-10-00001-3"]


def test_what_came_back_waits_while_more_was_taken_back_than_is_owed(cast: Cast) -> None:
    ready(cast)
    bad = earn(cast.emil, cast.kaffeewerk, 420)
    close(cast)
    sven = cast.member(cast.sven)
    note_return(by=sven, payout_id=Payout.objects.get().pk, reason="MS03")
    take_back(by=sven, reward_id=bad.pk, reason="fraud")
    assert owed_to(cast.emil.pk) == 0
    run = close(cast, NOVEMBER, in_month=DECEMBER)
    assert (run.payouts.count(), SentAgain.objects.count(), owed_to(cast.emil.pk)) == (0, 0, 0)


def test_nobody_else_does_either(cast: Cast) -> None:
    ready(cast)
    reward = earn(cast.emil, cast.kaffeewerk, 420)
    close(cast)
    payout = Payout.objects.get()
    elsewhere = Membership.objects.create(
        company=Company.objects.create(slug="elsewhere", name="Elsewhere"), person=cast.mallory, role="admin"
    )
    left = cast.member(cast.sven)
    left.left_at = payout.run.closed_at
    left.save()
    for by in (cast.member(cast.ada), elsewhere, left):
        with pytest.raises(NotAllowed):
            take_back(by=by, reward_id=reward.pk, reason="fraud")
        with pytest.raises(NotAllowed):
            note_return(by=by, payout_id=payout.pk, reason="AC04")
    with pytest.raises(NotAllowed):
        take_back(
            by=Membership(company=cast.kaffeewerk, person=cast.emil, role="admin"), reward_id=reward.pk, reason="fraud"
        )
    assert (TakenBack.objects.count(), Returned.objects.count()) == (0, 0)


def test_the_books_refuse_what_no_transaction_says(cast: Cast) -> None:
    first, other = earn(cast.emil, cast.kaffeewerk, 420), earn(cast.emil, cast.kaffeewerk, 300)
    with transaction.atomic():
        TakenBack.objects.create(
            reward=first, reason="fraud", by=cast.sven, transaction_id=other.transaction_id, was_paid=False
        )
        with pytest.raises(IntegrityError), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    assert not TakenBack.objects.exists()
