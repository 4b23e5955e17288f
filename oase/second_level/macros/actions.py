"""Sending with a macro: its words, as they were made one's own, and its steps in one transaction."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.teams.models import Team
from oase.conversations.actions import IncomingFile, hand_over, hand_over_to_team, propose_solution, reply, take
from oase.conversations.append import Appended
from oase.conversations.assignments import current
from oase.conversations.models import Conversation, Message
from oase.conversations.words import Refused
from oase.jobs import clock
from oase.second_level.macros.models import Macro
from oase.second_level.macros.steps import ADVISOR, DEPUTY, Step, pause_of
from oase.second_level.macros.variables import gaps_in
from oase.second_level.mentions.actions import write_note
from oase.second_level.shaping.actions import put_tag, snooze


@transaction.atomic
def write(
    *,
    conversation_id: UUID,
    by: Membership,
    text: str,
    client_id: UUID,
    audience: str = Message.CONVERSATION,
    files: Sequence[IncomingFile] = (),
    known: int | None = None,
    macro: Macro | None = None,
    chosen: Collection[int] = (),
) -> Appended:
    """Answer, or write a note, and do the `chosen` steps of the macro (by place): all of it, or nothing.

    Sent twice with the same client id it is said once, and its steps are done once.

    Raises:
        NotAllowed: not staff of the company, their own concern, or another company's macro.
        Refused: a variable is still open, a step cannot be done, or the words cannot be taken (`reply`, `write_note`).
        AnsweredMeanwhile: somebody else answered after `known`.
    """
    if audience == Message.CONVERSATION and (gaps := gaps_in(text)):
        sentence = _("%(name)s is still open in your text. Please fill it in or take it out.")
        raise Refused(sentence % {"name": "{{" + gaps[0] + "}}"})
    if audience == Message.STAFF:
        written = write_note(
            conversation_id=conversation_id, author=by.person, text=text, client_id=client_id, files=files
        )
    else:
        written = reply(
            conversation_id=conversation_id,
            author=by.person,
            role=Message.AGENT,
            text=text,
            client_id=client_id,
            files=files,
            known=known,
        )
    if written.new and macro is not None and macro.company_id == by.company_id:
        for place, step in enumerate(macro.steps):
            if place in chosen:
                _do(step, conversation_id, by)
    return written


def _do(step: Step, conversation_id: UUID, by: Membership) -> None:
    match step:
        case {"kind": "tag", "tag": tag}:
            put_tag(conversation_id=conversation_id, by=by, tag_id=tag)
        case {"kind": "propose"}:
            _hold(conversation_id, by)
            propose_solution(conversation_id=conversation_id, by=by.person)
        case {"kind": "snooze"}:
            _hold(conversation_id, by)
            snooze(conversation_id=conversation_id, by=by, until=clock.now() + pause_of(step))
        case {"kind": "hand_over", "team": team}:
            hand_over_to_team(conversation_id=conversation_id, by=by.person, to=_team(team, by))
        case {"kind": "hand_over", "to": to}:
            colleague = _taker(to, conversation_id, by)
            if colleague.person_id == by.person_id:
                _hold(conversation_id, by)
            elif not _holds(conversation_id, colleague.person_id):
                hand_over(conversation_id=conversation_id, by=by.person, to=colleague)


def _hold(conversation_id: UUID, by: Membership) -> None:
    """What only its holder may do is done by whoever sends: they take it for that."""
    if not _holds(conversation_id, by.person_id):
        take(conversation_id=conversation_id, by=by.person)


def _holds(conversation_id: UUID, person_id: int) -> bool:
    conversation = Conversation.objects.get(pk=conversation_id)
    return conversation.is_open and current(conversation).holder_id == person_id


def _taker(to: object, conversation_id: UUID, by: Membership) -> Membership:
    customer = Conversation.objects.select_related("customer__advisor", "customer__deputy").get(pk=conversation_id)
    closest = {ADVISOR: customer.customer.advisor_id, DEPUTY: customer.customer.deputy_id}
    wanted = closest[to] if isinstance(to, str) and to in closest else to
    staff = Membership.objects.filter(company_id=by.company_id, left_at=None, person__is_active=True)
    people = staff.select_related("person", "company")
    found = people.filter(pk=wanted).first() if isinstance(wanted, int) else None
    if found is None:
        raise Refused(_("Nobody is there to give it to. Please take this step out, or choose somebody."))
    return found


def _team(pk: object, by: Membership) -> Team:
    found = by.company.teams.filter(pk=pk).first() if isinstance(pk, int) else None
    if found is None:
        raise Refused(_("This team is not there any more. Please take this step out, or choose somebody."))
    return found
