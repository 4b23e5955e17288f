"""What an expert is owed and was paid, as their desk shows it."""

from dataclasses import dataclass
from datetime import date, datetime

from oase.experts.desk.reading import Desk


@dataclass(frozen=True)
class OwedBy:
    """What one company owes, in euro cents; its name is empty where it is no longer known."""

    company: str
    cents: int


@dataclass(frozen=True)
class PaidOut:
    """One payout, in euro cents; `readable` says whether its credit note can still be opened."""

    id: int
    company: str
    month: date
    closed_at: datetime
    pay_on: date
    net_cents: int
    tax_cents: int
    readable: bool
    returned: bool
    """The bank sent it back: it goes out again with the next month."""

    @property
    def cents(self) -> int:
        """What was transferred."""
        return self.net_cents + self.tax_cents


@dataclass(frozen=True)
class Agreed:
    """Since when it is known where their money goes."""

    agreed_at: datetime


def owed(desk: Desk) -> list[OwedBy]:
    """What is owed now, the most first."""
    return desk.read(OwedBy, "SELECT * FROM desk.owed ORDER BY cents DESC, company")


def paid_out(desk: Desk) -> list[PaidOut]:
    """What was paid, newest first."""
    return desk.read(PaidOut, "SELECT * FROM desk.payout ORDER BY month DESC, id DESC LIMIT 60")


def agreed(desk: Desk) -> Agreed | None:
    """Whether it is known where their money goes."""
    return next(iter(desk.read(Agreed, "SELECT * FROM desk.payment")), None)
