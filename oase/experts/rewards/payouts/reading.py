"""A closed month as it is handed out: each payout with the details it was made with, opened for a named viewer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID
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
from oase.experts.rewards.payouts.models import Payout, PayoutRun, Returned, SentAgain, TakenOff
from oase.experts.rewards.payouts.payer import leading
from oase.privacy import vault

TAKEN_BACK: Final = "taken_back"


@dataclass(frozen=True)
class Position:
    """What a payout is for: so many rewards of one kind, in euro cents before tax; below zero what is taken off."""

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
    attempt: int = 1
    """How often it was sent: above one, the bank sent it back before."""

    @property
    def number(self) -> str:
        """As it stands on the credit note and in the bank's reference."""
        return self.payout.name

    @property
    def reference(self) -> str:
        """By which the bank knows the transfer: one of its own each time it is sent."""
        return self.number if self.attempt == 1 else f"{self.number}-{self.attempt}"

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
    payouts = Payout.objects.filter(run=run).select_related("expert__person", "run").order_by("number")
    return list(payouts.prefetch_related("returns__by", "returns__sent_again__run"))


def again_in(run: PayoutRun) -> QuerySet[SentAgain]:
    """Transfers of earlier months that went out once more with this one."""
    again = SentAgain.objects.filter(run=run).order_by("pk")
    return again.select_related("returned__payout__expert__person", "returned__payout__run__company")


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


def sent_again_for(viewer: Membership, run: PayoutRun) -> list[Note]:
    """Transfers of earlier months that go out once more with this run; opening them is in the log like all others.

    Raises:
        NotAllowed: the viewer does not lead at this company.
    """
    leading(viewer)
    if viewer.company_id != run.company_id:
        raise NotAllowed("another company's month")
    found = []
    for one in again_in(run):
        payout = one.returned.payout
        earlier = Returned.objects.filter(payout=payout, pk__lte=one.returned_id).count()
        note = noted(payout, payout.run, _opened(run, viewer, payout, one.sealed_id))
        found.append(replace(note, attempt=earlier + 1))
    return found


def _note(payout: Payout, run: PayoutRun, viewer: Membership) -> Note:
    return noted(payout, run, _opened(run, viewer, payout, payout.sealed_id))


def _opened(run: PayoutRun, viewer: Membership, payout: Payout, sealed_id: UUID | None) -> Details | None:
    if sealed_id is None:
        return None
    try:
        return read_details(run=run, viewer=viewer, person=payout.expert.person, sealed_id=sealed_id)
    except vault.VaultError:
        return None


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
    off = TakenOff.objects.filter(payout=payout).aggregate(number=Count("pk"), sum=Sum("taken_back__reward__cents"))
    if off["number"]:
        positions.append(Position(TAKEN_BACK, off["number"], -off["sum"]))
    return Note(payout, run, run.company, details, positions, days["first"], days["last"])
