"""Taking back a reward that nobody should have earned: a counter-booking, and never a change of what was written."""

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Company, Membership
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.reputation.models import Judgement
from oase.experts.rewards.ledger import booking
from oase.experts.rewards.models import Reward, TakenBack
from oase.experts.rewards.payouts.models import PaidReward, Payer
from oase.experts.rewards.payouts.payer import leading
from oase.jobs import clock


@transaction.atomic
def take_back(*, by: Membership, reward_id: int, reason: str) -> TakenBack:
    """Take a reward back; its expert reads on their statement that it was, and why.

    One that was paid already is taken off what the expert is paid next.

    Raises:
        NotAllowed: they do not lead at the company that owes it, or it is their own.
        Refused: it was taken back before, no reason was given, or no report about it was upheld.
    """
    leading(by)
    # In the order of closing: a month that is being closed meanwhile is waited for, and two at once are one.
    Payer.objects.select_for_update().filter(company_id=by.company_id).first()
    Company.objects.select_for_update(no_key=True).get(pk=by.company_id)
    reward = Reward.objects.filter(pk=reward_id, company_id=by.company_id).exclude(expert_id=by.person_id).first()
    if reward is None:
        raise NotAllowed("not a reward of theirs to take back")
    if reason not in dict(TakenBack.REASONS):
        raise Refused(_("Please choose why it is taken back."))
    if TakenBack.objects.filter(pk=reward.pk).exists():
        raise Refused(_("This reward was taken back already. Nothing was changed."))
    if reason == TakenBack.REPORT and not _was_upheld(reward):
        raise Refused(_("No report about this answer was upheld. Please decide about the report first."))
    at = clock.now()
    counter = booking.taken_back(company_id=by.company_id, expert_id=reward.expert_id, cents=reward.cents, at=at)
    booking.book([counter])
    return TakenBack.objects.create(
        reward=reward,
        reason=reason,
        by_id=by.person_id,
        at=at,
        transaction_id=counter.id,
        was_paid=PaidReward.objects.filter(pk=reward.pk).exists(),
    )


def _was_upheld(reward: Reward) -> bool:
    upheld = Judgement.objects.filter(upheld=True, report__expert_id=reward.expert_id)
    return reward.conversation_id is not None and upheld.filter(report__conversation=reward.conversation_id).exists()
