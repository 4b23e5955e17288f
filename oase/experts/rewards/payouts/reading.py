"""A closed month as it is handed out: each payout with the details it was made with, opened for a named viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Max, Min, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _

from oase.companies.models import Company, Membership
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.rewards.models import Reward
from oase.experts.rewards.payouts.closing import read_details
from oase.experts.rewards.payouts.details import Details, details_from
from oase.experts.rewards.payouts.models import Payout, PayoutRun
from oase.experts.rewards.payouts.payer import leading
from oase.privacy import vault


@dataclass(frozen=True)
class Position:
    """What a payout is for: so many rewards of one kind, in euro cents before tax."""

    reason: str
    number: int
    cents: int


@dataclass(frozen=True)
class Note:
    """One credit note. `details` are None once the expert was forgotten."""

    payout: Payout
    run: PayoutRun
    company: Company
    details: Details | None
    positions: Sequence[Position]
    first_day: date
    last_day: date
    """Between which the questions were solved."""

    @property
    def number(self) -> str:
        """As it stands on the credit note and in the bank's reference."""
        return self.payout.name

    @property
    def written_on(self) -> date:
        """The day on which it was issued."""
        return self.run.closed_at.astimezone(ZoneInfo(self.company.time_zone)).date()


def run_of(company: Company, month: date) -> PayoutRun | None:
    """The closed month of a company."""
    return PayoutRun.objects.select_related("company").filter(company=company, month=month).first()


def runs_of(company: Company) -> QuerySet[PayoutRun]:
    """The closed months of a company with what was paid, newest first."""
    net, tax = Coalesce(Sum("payouts__net_cents"), 0), Coalesce(Sum("payouts__tax_cents"), 0)
    runs = PayoutRun.objects.filter(company=company).select_related("closed_by")
    return runs.annotate(experts=Count("payouts"), cents=net + tax).order_by("-month")


def paid_in(run: PayoutRun) -> list[Payout]:
    """Who was paid in a month, by the number of the credit note. Names are those of their profiles."""
    return list(Payout.objects.filter(run=run).select_related("expert__person", "run").order_by("number"))


def notes_for(viewer: Membership, run: PayoutRun, *, number: int | None = None) -> list[Note]:
    """All credit notes of a run by number, or one of them; every expert reads in their access log who opened theirs.

    Raises:
        NotAllowed: the viewer does not lead at this company.
    """
    leading(viewer)
    if viewer.company_id != run.company_id:
        raise NotAllowed("another company's month")
    payouts = Payout.objects.filter(run=run).select_related("expert__person").order_by("number")
    if number is not None:
        payouts = payouts.filter(number=number)
    return [_note(payout, run, viewer) for payout in payouts]


def _note(payout: Payout, run: PayoutRun, viewer: Membership) -> Note:
    details = None
    if payout.sealed_id is not None:
        try:
            details = read_details(run=run, viewer=viewer, person=payout.expert.person, sealed_id=payout.sealed_id)
        except vault.VaultError:
            details = None
    return noted(payout, run, details)


def own_note(person_id: int, payout_id: int) -> Note:
    """An expert's own credit note.

    Raises:
        NotAllowed: there is none, or it is not theirs.
        Refused: it does not open any more.
    """
    payout = Payout.objects.select_related("run__company").filter(pk=payout_id, expert_id=person_id).first()
    if payout is None:
        raise NotAllowed("not theirs")
    texts = vault.left_of_own(person_id=person_id, ids=[payout.sealed_id] if payout.sealed_id else [])
    details = next(map(details_from, texts.values()), None)
    if details is None:
        raise Refused(_("This credit note cannot be opened any more."))
    return noted(payout, payout.run, details)


def noted(payout: Payout, run: PayoutRun, details: Details | None) -> Note:
    """The credit note of a payout, with details at hand."""
    rewards = Reward.objects.filter(paid__payout=payout)
    lines = rewards.values("reason").annotate(number=Count("pk"), sum=Sum("cents")).order_by("-sum", "reason")
    zone = ZoneInfo(run.company.time_zone)
    days = rewards.annotate(day=TruncDate(F("earned_at"), tzinfo=zone)).aggregate(first=Min("day"), last=Max("day"))
    positions = [Position(one["reason"], one["number"], one["sum"]) for one in lines]
    return Note(payout, run, run.company, details, positions, days["first"], days["last"])
