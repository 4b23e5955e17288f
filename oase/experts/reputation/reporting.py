"""Somebody says that an expert's help was not right: the customer, an expert who reads the thread, or staff."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.queries import membership_of
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import is_forgotten, lock
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.words import Refused
from oase.experts.models import Expert
from oase.experts.reputation.alarms import tell_moderators
from oase.experts.reputation.models import Judgement, Opening, Report
from oase.experts.reputation.rules import may_moderate
from oase.experts.reputation.words import said
from oase.jobs import clock
from oase.people.models import Person


@dataclass(frozen=True)
class Reportable:
    """An expert who wrote in a conversation, or held it."""

    id: int
    first_name: str
    face: str


def experts_in(conversation_id: UUID, *, besides: int) -> list[Reportable]:
    """The experts who wrote to the customer of this conversation or held it, but not the person `besides`."""
    wrote = Message.objects.filter(conversation=conversation_id, author=OuterRef("pk"), author_role=Message.EXPERT)
    held = Assignment.objects.filter(conversation=conversation_id, holder=OuterRef("pk"), level=Assignment.EXPERT)
    people = Person.objects.filter(Exists(wrote) | Exists(held), is_active=True).exclude(pk=besides)
    return [Reportable(one.pk, one.first_name, one.face) for one in people.order_by("first_name", "pk")]


@transaction.atomic
def report(*, conversation_id: UUID, expert_id: int, by: Person, reason: str, words: str = "") -> Report:
    """Report an expert's help in one conversation to those who lead its company; again, it changes what was said.

    What was decided already stands. Nobody else learns who reported.

    Raises:
        NotAllowed: `by` may not read this conversation, or this expert neither wrote nor held it.
        Refused: no reason was given, `other` without a word on it, or the words could not be shielded.
    """
    try:
        conversation = lock(conversation_id)
    except Conversation.DoesNotExist as error:
        raise NotAllowed("no such conversation") from error
    role = role_in(conversation, by)
    found = next((one for one in experts_in(conversation_id, besides=by.pk) if one.id == expert_id), None)
    if role is None or found is None or not Expert.objects.filter(pk=expert_id).exists():
        raise NotAllowed("nobody to report here")
    if is_forgotten(conversation):
        raise Refused(_("This customer was forgotten: there is nothing left to look at."))
    if reason not in dict(Report.REASONS):
        raise Refused(_("Please choose what was not right."))
    if reason == Report.OTHER and not words.strip():
        raise Refused(_("Please say in a few words what was not right."))
    before = Report.objects.filter(conversation=conversation, expert_id=expert_id, by=by).first()
    if before is not None and Judgement.objects.filter(report=before).exists():
        return before
    about = by.pk if role == Report.PEER else None
    body = said(words, about=conversation, expert_id=about, names=[found.first_name]) if words.strip() else ""
    written, _new = Report.objects.update_or_create(
        conversation=conversation,
        expert_id=expert_id,
        by=by,
        defaults={"role": role, "reason": reason, "words": body, "at": clock.now()},
    )
    tell_moderators(conversation.company_id)
    return written


def role_in(conversation: Conversation, by: Person) -> str | None:
    """As what this person knows the conversation; None when it is none of their business."""
    if conversation.customer.person_id == by.pk:
        return Report.CUSTOMER
    if membership_of(by, conversation.company) is not None:
        return Report.AGENT
    holds = Assignment.objects.filter(conversation=conversation, holder=by, level=Assignment.EXPERT, ended_at=None)
    opened = Opening.objects.filter(conversation=conversation, expert_id=by.pk, excerpt=False)
    return Report.PEER if holds.exists() or opened.exists() else None


@transaction.atomic
def judge(*, report_id: int, by: Membership, upheld: bool) -> Judgement:
    """Decide about a report; the first decision stands.

    Raises:
        NotAllowed: it is another company's, about themself, by themself or in their own concern, or they do not lead.
    """
    others = Report.objects.exclude(by=by.person_id).exclude(conversation__customer__person_id=by.person_id)
    found = others.filter(pk=report_id, conversation__company_id=by.company_id).first()
    if found is None or not may_moderate(by, found.expert_id):
        raise NotAllowed("not a report of theirs to decide")
    judgement, _new = Judgement.objects.get_or_create(
        report=found, defaults={"upheld": upheld, "by_id": by.person_id, "at": clock.now()}
    )
    tell_moderators(by.company_id)
    return judgement
