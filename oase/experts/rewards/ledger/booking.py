"""Writing in the books: whole transactions, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from oase.experts.rewards.ledger.models import LedgerEntry, LedgerTransaction


@dataclass(frozen=True)
class Line:
    """One line to be: debit above zero, credit below, in euro cents."""

    account: str
    cents: int
    expert_id: int | None = None


@dataclass(frozen=True)
class Booking:
    """A transaction to be."""

    company_id: int | None
    kind: str
    lines: tuple[Line, ...]
    at: datetime
    id: UUID = field(default_factory=uuid7)


class Unbalanced(ValueError):
    """The lines of a booking do not add up to nothing."""


def earned(*, company_id: int | None, expert_id: int, cents: int, at: datetime) -> Booking:
    """A reward: it costs the company, and the company owes it to the expert."""
    lines = (Line(LedgerEntry.REWARDS, cents), Line(LedgerEntry.OWED, -cents, expert_id))
    return Booking(company_id, LedgerTransaction.EARNED, lines, at)


def paid(*, company_id: int, expert_id: int, net_cents: int, tax_cents: int, at: datetime) -> Booking:
    """A payout: nothing of it is owed any more, the tax is the company's to reclaim, and the bank sends both."""
    lines = (
        Line(LedgerEntry.OWED, net_cents, expert_id),
        Line(LedgerEntry.TAX, tax_cents),
        Line(LedgerEntry.BANK, -net_cents - tax_cents),
    )
    return Booking(company_id, LedgerTransaction.PAID, tuple(line for line in lines if line.cents), at)


def taken_back(*, company_id: int | None, expert_id: int, cents: int, at: datetime) -> Booking:
    """The counter-booking of a reward: it costs the company nothing, and is owed no more."""
    lines = (Line(LedgerEntry.OWED, cents, expert_id), Line(LedgerEntry.REWARDS, -cents))
    return Booking(company_id, LedgerTransaction.TAKEN_BACK, lines, at)


def returned(*, company_id: int, expert_id: int, cents: int, at: datetime) -> Booking:
    """A transfer that came back: the bank has it, and it is owed again, tax included; the tax itself stands."""
    lines = (Line(LedgerEntry.BANK, cents), Line(LedgerEntry.OWED, -cents, expert_id))
    return Booking(company_id, LedgerTransaction.RETURNED, lines, at)


def sent_again(*, company_id: int, expert_id: int, cents: int, at: datetime) -> Booking:
    """The same, on its way once more."""
    lines = (Line(LedgerEntry.OWED, cents, expert_id), Line(LedgerEntry.BANK, -cents))
    return Booking(company_id, LedgerTransaction.SENT_AGAIN, lines, at)


@transaction.atomic
def book(bookings: Sequence[Booking]) -> None:
    """Write transactions, whole or not at all, in two statements for any number.

    Raises:
        Unbalanced: one of them does not add up; nothing was written. The database says the same at the commit.
    """
    for one in bookings:
        if len(one.lines) < 2 or sum(line.cents for line in one.lines) != 0:
            raise Unbalanced(f"the lines of a booking of {one.kind} do not add up to nothing")
    LedgerTransaction.objects.bulk_create(
        LedgerTransaction(id=one.id, company_id=one.company_id, kind=one.kind, lines=len(one.lines), booked_at=one.at)
        for one in bookings
    )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(transaction_id=one.id, account=line.account, expert_id=line.expert_id, cents=line.cents)
        for one in bookings
        for line in one.lines
    )
