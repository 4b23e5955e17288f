"""The expert's answer to a suspension, and the decision on it."""

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.reputation.alarms import tell_moderators
from oase.experts.reputation.models import Appeal, Suspension
from oase.experts.reputation.rules import LEADERS, may_moderate
from oase.experts.reputation.suspending import lift
from oase.experts.reputation.words import said
from oase.jobs import clock
from oase.people.models import Person


@transaction.atomic
def appeal(*, suspension_id: int, by: Person, words: str) -> Appeal:
    """Say why one should not be suspended; once for each suspension.

    Raises:
        NotAllowed: it is not their own.
        Refused: it has ended, they appealed already, or the words are empty, too long or could not be shielded.
    """
    own = Suspension.objects.select_for_update(of=("self",)).select_related("company")
    found = own.filter(pk=suspension_id, expert_id=by.pk).first()
    if found is None:
        raise NotAllowed("not their own suspension")
    if found.lifted_at is not None:
        raise Refused(_("This suspension has ended already."))
    if Appeal.objects.filter(suspension=found).exists():
        raise Refused(_("You have appealed already. Somebody will look at it."))
    body = said(words, names=[by.first_name, found.company.name])
    made = Appeal.objects.create(suspension=found, words=body, at=clock.now())
    tell_moderators(found.company_id)
    return made


@transaction.atomic
def decide(*, suspension_id: int, by: Membership, granted: bool, reply: str) -> Appeal:
    """Grant an appeal, which lifts the suspension, or decline it with a reason; the first decision stands.

    Who suspended does not decide, unless nobody else leads the company.

    Raises:
        NotAllowed: it is another company's, about themself, or they do not lead here.
        Refused: there is no appeal, the same person suspended and another one could decide, or a declined appeal
            without a word.
    """
    found = Suspension.objects.select_related("company", "expert__person").filter(
        pk=suspension_id, company_id=by.company_id
    )
    suspension = found.first()
    if suspension is None or not may_moderate(by, suspension.expert_id):
        raise NotAllowed("not an appeal of theirs to decide")
    made = Appeal.objects.select_for_update().filter(suspension=suspension).first()
    if made is None:
        raise Refused(_("There is no appeal yet."))
    if made.decided_at is not None:
        return made
    if suspension.by_id == by.person_id and others_lead(by, suspension.expert_id):
        raise Refused(_("Somebody else decides about this appeal: you made the suspension."))
    if not granted and not reply.strip():
        raise Refused(_("Please say in a few words why it stays."))
    names = [suspension.expert.person.first_name, suspension.company.name]
    made.granted, made.reply = granted, said(reply, names=names) if reply.strip() else ""
    made.decided_by_id, made.decided_at = by.person_id, clock.now()
    made.save(update_fields=["granted", "reply", "decided_by", "decided_at"])
    if granted:
        lift(by=by, suspension_id=suspension.pk)
    tell_moderators(by.company_id)
    return made


def others_lead(by: Membership, expert_id: int) -> bool:
    """Whether somebody else leads this company who could decide about this expert."""
    leaders = Membership.objects.filter(company_id=by.company_id, role__in=LEADERS, left_at=None)
    return leaders.filter(person__is_active=True).exclude(person_id__in=[by.person_id, expert_id]).exists()
