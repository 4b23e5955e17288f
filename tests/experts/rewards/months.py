"""Earning and closing months in a few words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.db import transaction

from oase.companies.models import Company
from oase.conversations.models import Conversation
from oase.experts.rewards.ledger.booking import book, earned
from oase.experts.rewards.models import Reward
from oase.experts.rewards.payouts.closing import close_month
from oase.experts.rewards.payouts.details import Details, save_details
from oase.experts.rewards.payouts.models import PayoutRun
from oase.experts.rewards.payouts.payer import PayerWanted, save_payer
from oase.jobs import clock
from oase.people.models import Person
from tests.cast import Cast

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
EMILS = Details(
    holder="Emil Hartmann", street="Bergstraße 4", postcode="79098", town="Freiburg",
    iban="DE89370400440532013000", tax_number="181/815/08155",
)  # fmt: skip
KAFFEEWERKS = PayerWanted(
    name="Kaffeewerk Röster & Söhne GmbH", street="Hafenstraße 1", postcode="20457", town="Hamburg",
    tax_number="DE136695976", iban="DE02500105170137075030", bic="INGDDEFF",
)  # fmt: skip


@contextmanager
def on(month: date, day: int = 5) -> Iterator[None]:
    """In that month, at noon."""
    with clock.standing_at(datetime(month.year, month.month, day, 12, tzinfo=UTC)):
        yield


@transaction.atomic
def earn(
    expert: Person,
    company: Company | None,
    cents: int,
    month: date = OCTOBER,
    reason: str = "solved",
    conversation: Conversation | None = None,
) -> Reward:
    """A reward as `settle` books it; without a conversation, of one that was deleted since."""
    at = datetime(month.year, month.month, 20, 9, tzinfo=UTC)
    booking = earned(company_id=company.pk if company is not None else None, expert_id=expert.pk, cents=cents, at=at)
    book([booking])
    return Reward.objects.create(
        expert_id=expert.pk,
        company=company,
        conversation=conversation,
        cents=cents,
        reason=reason,
        earned_at=at,
        transaction_id=booking.id,
    )


def ready(cast: Cast) -> None:
    """The company says from where it pays, and Emil where to."""
    save_payer(by=cast.member(cast.sven), wanted=KAFFEEWERKS)
    save_details(by=cast.emil, wanted=EMILS, agreed=True)


def close(cast: Cast, month: date = OCTOBER, *, in_month: date = NOVEMBER) -> PayoutRun:
    """Sven closes it."""
    with on(in_month):
        return close_month(by=cast.member(cast.sven), month=month)
