"""An expert who is forgotten: the books stay as they were, what is sealed is gone."""

import pytest

from oase.conversations.words import Refused
from oase.experts.rewards.ledger.balances import balance_of, owed_to
from oase.experts.rewards.payouts.credit_note import credit_note
from oase.experts.rewards.payouts.models import PaymentDetails, Payout
from oase.experts.rewards.payouts.reading import notes_for
from oase.experts.rewards.payouts.table import table
from oase.privacy.models import Sealed
from oase.service_cloud.erasure.erasing import erase
from tests.cast import Cast
from tests.experts.rewards.months import DECEMBER, NOVEMBER, close, earn, ready
from tests.service_cloud.erasure.story import wish


def _forgotten(cast: Cast) -> None:
    assert erase(wish(cast.emil).pk).key_destroyed_at is not None


def test_the_books_stay_and_what_is_sealed_is_gone(cast: Cast) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    run = close(cast)
    earn(cast.emil, cast.kaffeewerk, 99, NOVEMBER)
    before = balance_of(cast.kaffeewerk.pk)
    _forgotten(cast)
    assert (balance_of(cast.kaffeewerk.pk), owed_to(cast.emil.pk)) == (before, 99)
    payout = Payout.objects.get()
    assert (payout.net_cents, payout.sealed_id) == (420, None)
    assert (PaymentDetails.objects.count(), Sealed.objects.filter(person=cast.emil).count()) == (0, 0)
    (note,) = notes_for(cast.member(cast.sven), run)
    with pytest.raises(Refused):
        credit_note(note)
    accounts = table([note])
    assert ("Hartmann" in accounts, "DE89" in accounts, "4.20" in accounts) == (False, False, True)


def test_what_was_still_owed_waits_and_holds_no_month_up(cast: Cast) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    _forgotten(cast)
    close(cast)
    close(cast, NOVEMBER, in_month=DECEMBER)
    assert (Payout.objects.count(), owed_to(cast.emil.pk)) == (0, 420)
