"""Transfers that the bank sent back. The credit note stands; only the money is owed again, and goes out once more.

It goes out with the next month that is closed, to where its expert says by then. Whatever was taken back from them
meanwhile and is not covered keeps it waiting.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from oase.companies.models import Company, Membership
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.rewards.ledger import booking
from oase.experts.rewards.payouts.models import Payer, Payout, PayoutRun, Returned, SentAgain
from oase.experts.rewards.payouts.payer import leading
from oase.jobs import clock


@transaction.atomic
def note_return(*, by: Membership, payout_id: int, reason: str) -> Returned:
    """Write down that the bank sent a transfer back.

    Raises:
        NotAllowed: they do not lead at the company that paid it.
        Refused: no reason was given, or it is written down already.
    """
    leading(by)
    # As closing does: so nobody sends it again meanwhile, and two at once are one.
    Payer.objects.select_for_update().filter(company_id=by.company_id).first()
    payout = Payout.objects.filter(pk=payout_id, company_id=by.company_id).first()
    if payout is None:
        raise NotAllowed("no payout of theirs")
    if reason not in dict(Returned.REASONS):
        raise Refused(_("Please choose what the bank says."))
    if returned_of(by.company).filter(payout=payout).exists():
        raise Refused(_("It is written down already that this transfer came back. Nothing was changed."))
    at = clock.now()
    counter = booking.returned(company_id=by.company_id, expert_id=payout.expert_id, cents=payout.cents, at=at)
    booking.book([counter])
    return Returned.objects.create(payout=payout, reason=reason, by_id=by.person_id, at=at, transaction_id=counter.id)


def returned_of(company: Company) -> QuerySet[Returned]:
    """The transfers of a company that came back and did not go out again yet, the oldest first."""
    waiting = Returned.objects.filter(payout__company=company, sent_again=None)
    return waiting.select_related("payout__run", "payout__expert__person", "by").order_by("pk")


def send_again(run: PayoutRun, left: Mapping[int, int], sealed: Mapping[int, UUID]) -> None:
    """Let what came back go out with this run; inside the transaction that closes the month.

    Args:
        left: what each expert is owed besides what this run pays them anyway, in cents.
        sealed: the details of those to whom money can be sent.
    """
    left, sent, bookings = dict(left), [], []
    for one in returned_of(run.company):
        payout = one.payout
        if payout.expert_id not in sealed or left[payout.expert_id] < payout.cents:
            continue
        left[payout.expert_id] -= payout.cents
        sending = booking.sent_again(
            company_id=run.company_id, expert_id=payout.expert_id, cents=payout.cents, at=run.closed_at
        )
        bookings.append(sending)
        sent.append(SentAgain(returned=one, run=run, sealed_id=sealed[payout.expert_id], transaction_id=sending.id))
    booking.book(bookings)
    SentAgain.objects.bulk_create(sent)
