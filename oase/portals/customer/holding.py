"""What a customer is told of who holds a concern: who it is, what happens next, by when, and who takes over if not."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from oase.companies.presence import is_there
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.queries import assignment_of
from oase.people.models import Person
from oase.portals.customer.pledge import advisor_of
from oase.portals.look.times import clock, is_late


@dataclass(frozen=True)
class Holding:
    """Everything the holder card, the promise card and the cards of a list say, in sentences."""

    headline: str
    role: str = ""
    who: Person | None = None
    start: datetime | None = None
    due: datetime | None = None
    next_lead: str = ""
    next: str = ""
    late_note: str = ""
    solved: bool = False
    proposed: bool = False
    with_company: bool = False
    yours: bool = False
    """It is the customer's turn."""


def holding_of(conversation: Conversation, *, guest: bool) -> Holding:
    """Say it for this conversation as `concerns_visible_to` read it.

    A guest hears of no advisor before the company holds the concern: that would tell whose address was typed.
    """
    assignment = assignment_of(conversation)
    if conversation.merged_into_id is not None:
        return Holding(
            _("This goes on in another concern of yours"),
            role=_("What you write here arrives there. To read on, sign in or let us send you its link."),
        )
    if assignment is None:
        return Holding(
            _("Solved"), role=_("If anything is missing, just write. The same people are here again."), solved=True
        )
    headline, role = _who(conversation, assignment)
    proposed = conversation.solution_proposed_at is not None
    yours = assignment.turn == Assignment.CUSTOMER
    following = _next(conversation, assignment, guest=guest)
    if yours:
        headline, role = _answered(conversation, assignment, proposed=proposed), following
    return Holding(
        headline=headline,
        role=role,
        who=assignment.holder,
        start=assignment.promised_at,
        due=assignment.due_at,
        next_lead=_("Answer"),
        next=following,
        late_note=_late_note(assignment) if assignment.is_late else "",
        proposed=proposed,
        with_company=assignment.level not in (Assignment.NETWORK, Assignment.EXPERT),
        yours=yours,
    )


def role_of(conversation: Conversation, author: Person, author_role: str) -> str:
    """Who an author is to the customer, under their name."""
    if author_role == Message.EXPERT:
        return _expert_role(conversation)
    customer, company = conversation.customer, conversation.company.name
    if customer.advisor and customer.advisor.person_id == author.pk:
        return _("your advisor at %(company)s") % {"company": company}
    if customer.deputy and customer.deputy.person_id == author.pk:
        return _("deputy of your advisor at %(company)s") % {"company": company}
    return _("from the team of %(company)s") % {"company": company}


def _expert_role(conversation: Conversation) -> str:
    if conversation.topic is None:
        return _("independent expert")
    return _("independent expert for %(topic)s") % {"topic": conversation.topic.name}


def _who(conversation: Conversation, assignment: Assignment) -> tuple[str, str]:
    company = conversation.company.name
    if assignment.holder is not None:
        headline = _("%(name)s takes care") % {"name": assignment.holder.first_name}
        if assignment.level == Assignment.EXPERT:
            role = _expert_role(conversation)
            return headline, role[:1].upper() + role[1:] + ". " + _("Sees neither your name nor your attachments.")
        role = role_of(conversation, assignment.holder, Message.AGENT)
        return headline, role[:1].upper() + role[1:]
    match assignment.level:
        case Assignment.NETWORK:
            return _("Experts are being asked"), _(
                "The first who knows the answer takes it. None of them sees who asks."
            )
        case Assignment.SUPERVISORS:
            return _("The team lead takes care"), _("At %(company)s, until you have an answer") % {"company": company}
        case _:
            return _("The team of %(company)s takes care") % {"company": company}, _("Whoever is free first")


def _answered(conversation: Conversation, assignment: Assignment, *, proposed: bool) -> str:
    proposer = conversation.solution_proposed_by
    if proposed and proposer is not None:
        return _("Is it solved, as %(name)s believes?") % {"name": proposer.first_name}
    if assignment.holder is not None:
        return _("%(name)s has answered") % {"name": assignment.holder.first_name}
    return _("You have an answer")


def _next(conversation: Conversation, assignment: Assignment, *, guest: bool) -> str:
    if assignment.turn == Assignment.CUSTOMER:
        time = {"time": clock(assignment.due_at)}
        if assignment.reminded_at:
            return (
                _("If we hear nothing by %(time)s, we take it for solved. Writing opens it again at any time.") % time
            )
        return _("It is your turn, without haste. If we hear nothing by %(time)s, we ask once more.") % time
    if assignment.level == Assignment.SUPERVISORS:
        return _("It stays with the team lead until you have an answer.")
    return _otherwise(conversation, assignment, guest=guest)


def _otherwise(conversation: Conversation, assignment: Assignment, *, guest: bool) -> str:
    """Who takes over if the promise is missed: the chain of conversations.chain, in words and without writing."""
    company = conversation.company.name
    customer = conversation.customer
    answer = _who_answers(assignment)
    if assignment.level in (Assignment.NETWORK, Assignment.EXPERT):
        heir = None if guest else advisor_of(customer)
        if heir is not None:
            return answer + " " + _("If not, %(name)s, your advisor, takes over by then.") % {"name": heir.first_name}
        return answer + " " + _("If not, the team of %(company)s takes over by then.") % {"company": company}
    if assignment.level == Assignment.ADVISOR and customer.deputy and is_there(customer.deputy):
        return (
            answer
            + " "
            + _("If not, %(name)s, the deputy, takes over by then.") % {"name": customer.deputy.person.first_name}
        )
    if assignment.level in (Assignment.ADVISOR, Assignment.DEPUTY):
        return answer + " " + _("If not, the team of %(company)s takes over by then.") % {"company": company}
    return answer + " " + _("If not, the team lead takes over by then.")


def _who_answers(assignment: Assignment) -> str:
    if assignment.holder is not None:
        return _("%(name)s answers you.") % {"name": assignment.holder.first_name}
    return _("A person answers you.")


def _late_note(assignment: Assignment) -> str:
    if not is_late(assignment.due_at) and assignment.late_since is not None:
        # A new promise was made, but it does not undo the one that was missed.
        time = {"time": clock(assignment.late_since)}
        return _("You have been waiting longer than promised, since %(time)s. We are sorry.") % time
    if assignment.holder is not None:
        return _("%(name)s is late. We are sorry; the next in line is being called.") % {
            "name": assignment.holder.first_name
        }
    return _("This is late. We are sorry; the next in line is being called.")
