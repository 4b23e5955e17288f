from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.presence import hold_still, is_there
from oase.companies.queries import membership_of
from oase.companies.teams.models import Team
from oase.conversations.actions.replying import place_of
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import current, lock
from oase.conversations.chain import company_step, team_step
from oase.conversations.handing import pass_on
from oase.conversations.models import Assignment, Conversation
from oase.conversations.rules import SECOND_LEVEL
from oase.conversations.shielding import hide_in
from oase.conversations.words import Refused, clean_text
from oase.people.models import Person


def shielded_hint(conversation: Conversation, text: str, *, expert_id: int | None = None) -> str:
    """A short word for the next holder, without personal data; empty stays empty. `expert_id`: whose it is."""
    if not text.strip():
        return ""
    # An event is written once: what is opened today could not be closed in it.
    hidden = hide_in(conversation, clean_text(text)[:500], expert_id=expert_id, consents=False)
    conversation.save(update_fields=["placeholders"])
    return hidden.body


@transaction.atomic
def ask_for_company(*, conversation_id: UUID, by: Person) -> None:
    """The customer wants the company: their advisor, or whoever stands in, takes over at once.

    Raises:
        NotAllowed: `by` is not the customer.
        Refused: it is solved, or the company has it already.
    """
    conversation = lock(conversation_id)
    if conversation.customer.person_id != by.pk:
        raise NotAllowed("only the customer asks for the company")
    if not conversation.is_open:
        raise Refused(_("This concern is already solved. Write a message to open it again."))
    if current(conversation).level in SECOND_LEVEL:
        raise Refused(_("The company is already looking after this."))
    step = company_step(conversation.customer, conversation.topic)
    pass_on(conversation, step, kind="company_asked", actor=by, first=True)


@transaction.atomic
def hand_over(*, conversation_id: UUID, by: Person, to: Membership, note: str = "") -> None:
    """A member of staff gives it to a colleague, who then holds it.

    Raises:
        NotAllowed: `by` or `to` is not staff of the company.
        Refused: it is solved, or the colleague is not there.
    """
    conversation = lock(conversation_id)
    hold_still([conversation.company_id])
    colleague = membership_of(to.person, conversation.company)
    if membership_of(by, conversation.company) is None or colleague is None:
        raise NotAllowed("only among staff of the company")
    if by.pk == conversation.customer.person_id or to.person_id == conversation.customer.person_id:
        raise NotAllowed("nobody looks after their own concern")
    if not conversation.is_open:
        raise Refused(_("This concern is already solved. Write a message to open it again."))
    if not colleague.is_there:
        raise Refused(
            _("%(name)s is not there at the moment. Please choose someone else.") % {"name": to.person.first_name}
        )
    if current(conversation).holder_id == to.person_id:
        raise Refused(_("%(name)s already holds this concern.") % {"name": to.person.first_name})
    hint = shielded_hint(conversation, note)
    pass_on(
        conversation,
        place_of(to.person, conversation),
        kind="handed_over",
        actor=by,
        detail={"hint": hint},
        among_colleagues=True,
    )


@transaction.atomic
def hand_over_to_team(*, conversation_id: UUID, by: Person, to: Team, note: str = "") -> None:
    """A member of staff gives it to a team: dealt to whose turn it is there, or taken by whoever wants.

    Raises:
        NotAllowed: `by` is not staff of the company, it is their own concern, or the team is another company's.
        Refused: it is solved, nobody of the team is there, or it waits for the team already.
    """
    conversation = lock(conversation_id)
    hold_still([conversation.company_id])
    if membership_of(by, conversation.company) is None or by.pk == conversation.customer.person_id:
        raise NotAllowed("only staff of the company, and nobody their own concern")
    team = Team.objects.filter(pk=to.pk, company_id=conversation.company_id).first()
    if team is None:
        raise NotAllowed("only to a team of the company")
    if not conversation.is_open:
        raise Refused(_("This concern is already solved. Write a message to open it again."))
    before = current(conversation)
    if before.level == Assignment.TEAM and before.team_id == team.pk and before.holder_id is None:
        raise Refused(_("The team “%(name)s” has this concern already.") % {"name": team.name})
    closed = {by.pk, conversation.customer.person_id} | ({before.holder_id} if before.holder_id else set())
    members = Membership.objects.filter(teams=team, left_at=None).exclude(person_id__in=closed)
    if not any(is_there(one) for one in members.select_related("person", "company")):
        words = _("Nobody of the team “%(name)s” is there at the moment. Please choose someone else.")
        raise Refused(words % {"name": team.name})
    hint = shielded_hint(conversation, note)
    pass_on(
        conversation,
        team_step(team, conversation.customer, besides=closed),
        kind="handed_over",
        actor=by,
        detail={"hint": hint, "team_de": team.name_de, "team_en": team.name_en},
        among_colleagues=True,
    )


@transaction.atomic
def take(*, conversation_id: UUID, by: Person) -> None:
    """A member of staff takes it into their own hands.

    Raises:
        NotAllowed: `by` is not staff of the company, or it is their own concern.
        Refused: it is solved, or they hold it already.
    """
    conversation = lock(conversation_id)
    if membership_of(by, conversation.company) is None or by.pk == conversation.customer.person_id:
        raise NotAllowed("only staff of the company take over")
    if not conversation.is_open:
        raise Refused(_("This concern is already solved. Write a message to open it again."))
    if current(conversation).holder_id == by.pk:
        raise Refused(_("You already hold this concern."))
    pass_on(conversation, place_of(by, conversation), kind="taken", actor=by, among_colleagues=True)
