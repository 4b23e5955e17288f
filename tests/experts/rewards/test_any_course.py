"""Whatever is earned and paid, in any order: the books add up, and nothing is lost or paid twice."""

from datetime import date

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from oase.conversations.words import Refused
from oase.experts.models import Expert
from oase.experts.rewards.ledger.balances import balance_of, owed_to
from oase.experts.rewards.ledger.models import LedgerEntry
from oase.experts.rewards.payouts.details import Details, remove_details, save_details
from oase.experts.rewards.payouts.models import Payout
from oase.experts.rewards.payouts.payer import save_payer
from oase.people.models import Person
from tests.cast import Cast, gather, person
from tests.experts.rewards.months import EMILS, KAFFEEWERKS, close, earn

MONTHS = [date(2026, month, 1) for month in range(1, 7)]
AFTER = date(2026, 8, 1)


class Books(RuleBasedStateMachine):
    """Three experts, six months, one company; the sums are kept beside the books in plain numbers."""

    @initialize()
    def begin(self) -> None:
        self.cast: Cast = gather()
        save_payer(by=self.cast.member(self.cast.sven), wanted=KAFFEEWERKS)
        self.people: list[Person] = [self.cast.emil]
        for name in ("Grete", "Nils"):
            self.people.append(Expert.objects.create(person=person(name, "Moll"), languages=["de"]).person)
        self.earned = [0, 0, 0]
        self.closed: set[date] = set()

    @rule(who=st.integers(0, 2), cents=st.integers(1, 50_000), month=st.sampled_from(MONTHS))
    def earns(self, who: int, cents: int, month: date) -> None:
        earn(self.people[who], self.cast.kaffeewerk, cents, month)
        self.earned[who] += cents
        self.adds_up()

    @rule(who=st.integers(0, 2), small=st.booleans())
    def says_where(self, who: int, small: bool) -> None:
        details = Details(**{**EMILS.__dict__, "small_business": small})
        save_details(by=self.people[who], wanted=details, agreed=True)

    @rule(who=st.integers(0, 2))
    def forgets_where(self, who: int) -> None:
        remove_details(by=self.people[who])

    @rule(month=st.sampled_from(MONTHS))
    def closes(self, month: date) -> None:
        if month not in self.closed and any(month < one for one in self.closed):
            with pytest.raises(Refused):
                close(self.cast, month, in_month=AFTER)
        else:
            assert close(self.cast, month, in_month=AFTER).month == month
            self.closed.add(month)
        self.adds_up()

    @precondition(lambda self: self.closed)
    @rule()
    def closes_again(self) -> None:
        before = Payout.objects.count()
        close(self.cast, max(self.closed), in_month=AFTER)
        assert Payout.objects.count() == before

    def adds_up(self) -> None:
        assert sum(LedgerEntry.objects.values_list("cents", flat=True)) == 0
        balance = balance_of(self.cast.kaffeewerk.pk)
        assert balance.get("rewards", 0) == sum(self.earned)
        for who, someone in enumerate(self.people):
            paid = list(Payout.objects.filter(expert_id=someone.pk))
            assert owed_to(someone.pk) == self.earned[who] - sum(one.net_cents for one in paid) >= 0
            for one in paid:
                rewards = one.paid_rewards.values_list("reward__cents", flat=True)
                assert (sum(rewards), -one.net_cents - one.tax_cents) == (
                    one.net_cents,
                    one.transaction.entries.get(account="bank").cents,
                )
        numbers = list(Payout.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))

    def teardown(self) -> None:
        empty()


def empty() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE tablename LIKE 'oase_%'")
        cursor.execute(f"TRUNCATE {cursor.fetchone()[0]} RESTART IDENTITY CASCADE")


@pytest.mark.usefixtures("house")
class TestBooks(Books.TestCase):  # type: ignore[misc,valid-type]  # made by hypothesis
    settings = settings(max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))
