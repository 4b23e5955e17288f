"""Closing a month: everything owed up to its end is paid, once.

One transaction under the lock of the company's `Payer` row: whoever comes second waits, and finds the month closed. A
process that dies in between leaves nothing behind.
"""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override
from uuid_utils.compat import uuid7

from oase.companies.models import Company, Membership
from oase.conversations.words import Refused
from oase.experts.rewards.ledger.balances import owed_to
from oase.experts.rewards.ledger.booking import Booking, book, paid
from oase.experts.rewards.models import Reward, TakenBack
from oase.experts.rewards.payouts.details import Details, details_from
from oase.experts.rewards.payouts.models import PaidReward, Payer, PaymentDetails, Payout, PayoutRun, TakenOff
from oase.experts.rewards.payouts.payer import PAYER_FIELDS, PayerWanted, leading
from oase.experts.rewards.payouts.returning import returned_of, send_again
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.models import AccessLog

log = logging.getLogger(__name__)
SATURDAY = 5


@dataclass(frozen=True)
class Owed:
    """What would be paid to one expert; without details it waits for the next month."""

    expert_id: int
    name: str
    cents: int
    """Before tax; nothing is paid while more was taken back than earned."""
    rewards: int
    has_details: bool


def end_of(month: date, company: Company) -> datetime:
    """The first moment after a month, in the company's own time."""
    after = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime(after.year, after.month, 1, tzinfo=ZoneInfo(company.time_zone))


def last_month(company: Company) -> date:
    """The first day of the month that was over last."""
    today = clock.now().astimezone(ZoneInfo(company.time_zone)).date()
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def unpaid_of(company: Company, month: date) -> QuerySet[Reward]:
    """The rewards booked before the end of this month and not paid yet."""
    waiting = Reward.objects.filter(
        company=company, paid=None, taken_back=None, transaction__booked_at__lt=end_of(month, company)
    )
    return waiting.only("pk", "expert_id", "cents").order_by("expert_id", "pk")


def by_expert(rewards: Iterable[Reward]) -> dict[int, list[Reward]]:
    """The rewards of each expert."""
    found: dict[int, list[Reward]] = {}
    for reward in rewards:
        found.setdefault(reward.expert_id, []).append(reward)
    return found


def to_take_off(company: Company) -> dict[int, list[TakenBack]]:
    """What was taken back after it had been paid and is to be taken off the next payout, by expert."""
    found: dict[int, list[TakenBack]] = {}
    taken = TakenBack.objects.filter(reward__company=company, was_paid=True, taken_off=None).select_related("reward")
    for one in taken.order_by("pk"):
        found.setdefault(one.reward.expert_id, []).append(one)
    return found


def _net(rewards: Iterable[Reward], taken: Iterable[TakenBack]) -> int:
    return sum(one.cents for one in rewards) - sum(one.reward.cents for one in taken)


def owed_until(company: Company, month: date) -> list[Owed]:
    """What would be paid if this month were closed now, the most first."""
    waiting = by_expert(unpaid_of(company, month))
    off = to_take_off(company)
    have = set(PaymentDetails.objects.filter(person_id__in=waiting).values_list("person_id", flat=True))
    people = Person.objects.in_bulk(waiting)
    owed = [
        Owed(one, people[one].first_name, _net(rewards, off.get(one, ())), len(rewards), one in have)
        for one, rewards in waiting.items()
    ]
    return sorted(owed, key=lambda one: (-one.cents, one.expert_id))


@transaction.atomic
def close_month(*, by: Membership, month: date) -> PayoutRun:
    """Close a month: book what is paid, number the credit notes. Closing it again gives the same run.

    An expert without payment details, or whose details do not open, keeps what is owed for the next month.

    Raises:
        NotAllowed: they do not lead.
        Refused: it is not over, a later one is closed, or the company did not say from which account it pays.
    """
    leading(by)
    company, month = by.company, month.replace(day=1)
    payer = Payer.objects.select_for_update().filter(company=company).first()
    if payer is None:
        raise Refused(_("Please say first from which account experts are paid."))
    if (before := PayoutRun.objects.filter(company=company, month=month).first()) is not None:
        return before
    if clock.now() < end_of(month, company):
        raise Refused(_("This month is not over yet."))
    if PayoutRun.objects.filter(company=company, month__gt=month).exists():
        raise Refused(_("A later month is closed already: what was owed was paid with it."))
    run = PayoutRun.objects.create(
        company=company,
        month=month,
        closed_by_id=by.person_id,
        closed_at=clock.now(),
        pay_on=_next_working_day(company),
        payer=asdict(PayerWanted(**{field: getattr(payer, field) for field in PAYER_FIELDS})),
    )
    _pay(run, payer, by)
    return run


def _pay(run: PayoutRun, payer: Payer, by: Membership) -> None:
    # Read once: a reward that is booked meanwhile waits for the next month.
    waiting, off = by_expert(unpaid_of(run.company, run.month)), to_take_off(run.company)
    returned = set(returned_of(run.company).values_list("payout__expert_id", flat=True))
    # People in order, as everybody who writes: somebody who is being forgotten is waited for, and gone then.
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in={*waiting, *returned}).order_by("pk")
    people = {person.pk: person for person in locked}
    sealed = dict(PaymentDetails.objects.filter(person_id__in=people).values_list("person_id", "sealed_id"))
    payouts: list[Payout] = []
    left: dict[int, int] = {}
    for expert_id in sorted(sealed):
        net_cents = _net(waiting.get(expert_id, ()), off.get(expert_id, ()))
        if net_cents <= 0 and expert_id not in returned:
            continue
        details = _read(run, by, people[expert_id], sealed[expert_id])
        if details is None:
            continue
        left[expert_id] = owed_to(expert_id, company_id=run.company_id) - max(net_cents, 0)
        if net_cents > 0:
            payer.last_number += 1
            payouts.append(_payout(run, payer.last_number, expert_id, net_cents, details, sealed[expert_id]))
    send_again(run, left, {expert_id: sealed[expert_id] for expert_id in left})
    book([_booking(payout, run) for payout in payouts])
    Payout.objects.bulk_create(payouts)
    PaidReward.objects.bulk_create(
        PaidReward(reward=reward, payout=payout) for payout in payouts for reward in waiting[payout.expert_id]
    )
    TakenOff.objects.bulk_create(
        TakenOff(taken_back=one, payout=payout) for payout in payouts for one in off.get(payout.expert_id, ())
    )
    payer.save(update_fields=["last_number"])


def _payout(run: PayoutRun, number: int, expert_id: int, net_cents: int, details: Details, sealed_id: UUID) -> Payout:
    return Payout(
        run=run,
        company_id=run.company_id,
        expert_id=expert_id,
        number=number,
        net_cents=net_cents,
        tax_cents=details.tax_on(net_cents),
        sealed_id=sealed_id,
        transaction_id=uuid7(),
    )


def _booking(payout: Payout, run: PayoutRun) -> Booking:
    booking = paid(
        company_id=run.company_id,
        expert_id=payout.expert_id,
        net_cents=payout.net_cents,
        tax_cents=payout.tax_cents,
        at=run.closed_at,
    )
    return replace(booking, id=payout.transaction_id)


def _read(run: PayoutRun, by: Membership, person: Person, sealed_id: UUID) -> Details | None:
    try:
        with transaction.atomic():
            return read_details(run=run, viewer=by, person=person, sealed_id=sealed_id)
    except vault.VaultError:
        log.warning("the payment details of person %s do not open: what is owed waits", person.pk)
        return None


def read_details(*, run: PayoutRun, viewer: Membership, person: Person, sealed_id: UUID) -> Details | None:
    """An expert's details for the company that pays them; they read in their access log that it did.

    Raises:
        VaultError: they do not open.
    """
    with override(person.language):
        purpose = _("Paying out what you earned")
    texts = vault.reveal(
        viewer_id=viewer.person_id,
        purpose=purpose,
        about=run.pk,
        kind=AccessLog.PAYMENT,
        ids=[sealed_id],
        person_id=person.pk,
    )
    return next(map(details_from, texts.values()), None)


def _next_working_day(company: Company) -> date:
    # Holidays of the bank are the bank's: it takes the day after.
    day = clock.now().astimezone(ZoneInfo(company.time_zone)).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
