"""A customer gets another advisor: chosen by them, or by staff with a word for the one who follows."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from oase.companies.care import candidates, cares_for
from oase.companies.models import Customer, Membership
from oase.companies.presence import about_to_go
from oase.companies.words import NotAllowed, Refused, Wrong
from oase.conversations.actions import pass_on
from oase.conversations.assignments import lock
from oase.conversations.chain import company_step
from oase.conversations.models import Assignment, Message
from oase.conversations.rules import SECOND_LEVEL
from oase.jobs import clock
from oase.live.notify import Poke, person, poke
from oase.people.models import Person
from oase.second_level.advisors.models import AdvisorChange
from oase.second_level.advisors.notes import write
from oase.second_level.rules import leads

MOST_A_DAY = 3
"""Changes a customer can make within a day: each one moves people's work."""


def choose_advisor(*, customer: Customer, to: Membership, by: Person) -> AdvisorChange:
    """The customer chooses who cares for them from now on. Open concerns that their advisor held follow at once; the
    one before is asked for a word to the one after, if there is anything they could know.

    Raises:
        NotAllowed: `by` is not the customer, or `to` cares for nobody at this company.
        Refused: it is their advisor already, or they changed too often today.
    """
    if customer.person_id != by.pk or to.role == Membership.SUPERVISOR:
        raise NotAllowed("only the customer, and only among those who care for customers")
    change = _change(customer, to, by, AdvisorChange.CUSTOMER, note="")
    follow(change)
    return change


def change_advisor(*, customer: Customer, to: Membership, by: Membership, note: str = "") -> AdvisorChange:
    """Staff give a customer another advisor, with a note that goes along. Whoever takes the customer over themself
    need not write to themself: then the one before is asked for it.

    Raises:
        NotAllowed: `by` is another company's, or the customer themself; `to` cannot care for this customer.
        Refused: there is no note, it is their advisor already, or `by` is neither advisor, deputy nor leads.
    """
    if by.company_id != customer.company_id or by.left_at is not None or by.person_id == customer.person_id:
        raise NotAllowed("only staff of the company, and nobody for themself")
    if by.pk not in {customer.advisor_id, customer.deputy_id} and not leads(by):
        raise Refused(_("Only the advisor, the deputy or the team lead can do this."))
    if not note.strip() and by.pk != to.pk:
        raise Wrong("note", _("Please write what the new advisor should know. It stays among you."))
    change = _change(customer, to, by.person, AdvisorChange.STAFF, note=note)
    follow(change)
    return change


@transaction.atomic
def _change(customer: Customer, to: Membership, by: Person, reason: str, *, note: str) -> AdvisorChange:
    about_to_go(customer.company_id)
    stored = Customer.objects.select_for_update(no_key=True, of=("self",)).select_related("person", "company").get(
        pk=customer.pk
    )  # fmt: skip
    if not stored.person.is_active:
        raise Refused(_("This customer was forgotten. Their concerns stay as they are."))
    if reason == AdvisorChange.CUSTOMER:
        # Counted under the lock, so that several windows are no more than one.
        lately = AdvisorChange.objects.filter(customer=stored, by=by, at__gt=clock.now() - timedelta(days=1))
        if lately.count() >= MOST_A_DAY:
            raise Refused(_("You have changed several times today. Please wait until tomorrow, or write to the team."))
    to.refresh_from_db()
    if not cares_for(to, stored):
        raise NotAllowed("cannot care for this customer")
    before = stored.advisor
    if before is not None and before.pk == to.pk:
        raise Refused(_("%(name)s is already the advisor.") % {"name": to.person.first_name})
    stored.advisor = to
    if stored.deputy_id == to.pk:
        # Whoever cared until now knows them best; if they are gone, somebody else stands in.
        stored.deputy = before if cares_for(before, stored) else None
    if stored.deputy is None:
        stored.deputy = next(iter(candidates(stored, [to])), None)
    stored.save(update_fields=["advisor", "deputy"])
    change = AdvisorChange.objects.create(
        customer=stored, before=before, after=to, by=by, reason=reason, at=clock.now(),
        note_asked_at=clock.now() if before and not note.strip() and _could_tell(before, stored) else None,
    )  # fmt: skip
    if note.strip():
        write(change, by=by, text=note)
    _tell(change)
    return change


def _could_tell(before: Membership, customer: Customer) -> bool:
    """Whether they are still here, and ever held a concern of this customer or wrote in one."""
    if not cares_for(before, customer):
        return False
    held = Assignment.objects.filter(conversation__customer=customer, holder_id=before.person_id)
    wrote = Message.objects.filter(conversation__customer=customer, author_id=before.person_id)
    return held.exists() or wrote.exists()


def _tell(change: AdvisorChange) -> None:
    people = {one.person_id for one in (change.before, change.after) if one is not None}
    poke([
        Poke(f"office:{change.customer.company_id}", 0, tuple(person(one) for one in sorted(people))),
        Poke("concerns", 0, (person(change.customer.person_id),)),
    ])  # fmt: skip


def follow(change: AdvisorChange) -> int:
    """Open concerns of the customer that the one before held, or should have, go to the one after; how many. The
    promise stands as it is. One after the other, each in its own transaction; doing it twice is doing it once.
    """
    if change.before is None or change.after is None or change.customer.advisor_id != change.after_id:
        return 0
    old, new = change.before.person_id, change.after.person_id
    held = Assignment.objects.filter(
        Q(holder_id=old) | Q(stands_in_for_id=old) | Q(holder_id=new, level=Assignment.DEPUTY),
        ended_at=None,
        level__in=SECOND_LEVEL,
        conversation__customer_id=change.customer_id,
        started_at__lt=change.at,
    ).order_by("conversation_id")
    return sum(_follow(one, change) for one in held.values_list("conversation_id", flat=True))


@transaction.atomic
def _follow(conversation_id: UUID, change: AdvisorChange) -> bool:
    conversation = lock(conversation_id)
    now = conversation.assignments.filter(ended_at=None).first()
    if now is None or now.started_at >= change.at:
        return False
    step = company_step(conversation.customer, conversation.topic)
    if (step.level, step.holder) == (now.level, now.holder) or step.level == now.level == Assignment.TEAM:
        return False
    pass_on(conversation, step, kind="advisor_changed", actor=change.by, among_colleagues=True, same_promise=True,
            detail={"reason": change.reason})  # fmt: skip
    return True
