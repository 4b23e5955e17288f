"""An expert's mail to a relay address comes in: as an answer, by the same verb as on the desk.

Two things have to agree: the address, which only the holder of an assignment was ever given, and the sender. What must
not go out unseen is kept as a draft on their desk, and they are told so.
"""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import override

from oase.channels.email.reading import Mail, Unreadable
from oase.conversations.append import NotAllowed
from oase.conversations.drafts import draft_of, save_draft
from oase.conversations.models import Assignment
from oase.conversations.words import Refused
from oase.experts import actions
from oase.experts.availability.models import ExpertNotice, MailedAnswer
from oase.experts.availability.notices import post
from oase.experts.availability.relay import assignment_in
from oase.experts.checks.asking import waiting_in
from oase.people.models import Person


class WrongSender(Unreadable):
    """Somebody else wrote to an address that only the holder of `assignment` was given."""

    def __init__(self, assignment: Assignment) -> None:
        super().__init__("It came to an expert's relay address from another address.")
        self.assignment = assignment


def meant_for(mail: Mail) -> Assignment | None:
    """The assignment whose holder this mail was written by, as its address says; None for any other mail."""
    assignment_id = assignment_in(address.email for address in (*mail.to, *mail.cc))
    if assignment_id is None:
        return None
    return Assignment.objects.select_related("conversation__company", "holder").filter(pk=assignment_id).first()


def known(digest: str) -> MailedAnswer | None:
    """What became of the same mail earlier."""
    return MailedAnswer.objects.select_related("conversation").filter(digest=digest).first()


@transaction.atomic
def answer_by_mail(assignment: Assignment, mail: Mail, digest: str) -> MailedAnswer:
    """Make the new words of a mail the holder's answer, or keep them as their draft and tell them why.

    Raises:
        Unreadable: a program wrote it.
        WrongSender: somebody else did.
    """
    expert = assignment.holder
    if mail.automatic:
        raise Unreadable("It is an automatic mail to an expert's relay address.")
    if expert is None or not expert.is_active or mail.sender.email.lower() != expert.email.lower():
        raise WrongSender(assignment)
    with override("en" if expert.language == "en" else "de"):
        reason = _answered(assignment, expert, mail, digest)
    outcome = {"": MailedAnswer.SENT, **dict.fromkeys(("moved", "long", "waits"), MailedAnswer.REFUSED)}
    if reason:
        _tell(assignment, expert, ExpertNotice.UNSENT, digest, reason)
    elif any(not one.inline for one in mail.attachments):
        _tell(assignment, expert, ExpertNotice.FILES, digest)
    return MailedAnswer.objects.create(
        person=expert,
        conversation=assignment.conversation,
        digest=digest,
        outcome=outcome.get(reason, MailedAnswer.KEPT),
    )


def warn(assignment: Assignment) -> None:
    """Tell the holder, once, that somebody else wrote to an address that only they were given."""
    if assignment.holder is not None and assignment.ended_at is None:
        _tell(assignment, assignment.holder, ExpertNotice.UNSENT, f"from:{assignment.pk}", "address")


def _answered(assignment: Assignment, expert: Person, mail: Mail, digest: str) -> str:
    """Why it could not go out; empty when it did."""
    if assignment.ended_at is not None:
        return "moved"
    text, conversation_id = mail.reply or mail.text, assignment.conversation_id
    if _is_only_quoted(text):
        return _kept(conversation_id, expert, text, "look")
    try:
        actions.answer(
            conversation_id=conversation_id,
            by=expert,
            text=text,
            client_id=uuid5(NAMESPACE_URL, f"mail:desk:{digest}"),
            told=(),
        )
    except NotAllowed:
        return "moved"
    except actions.Untold:
        return _kept(conversation_id, expert, text, "look")
    except Refused:
        if waiting_in(assignment.conversation) is not None:
            # The draft is the answer that waits, and goes with it.
            return "waits"
        return _kept(conversation_id, expert, text, "check")
    return ""


def _is_only_quoted(text: str) -> bool:
    return all(line.lstrip().startswith(">") for line in text.splitlines() if line.strip())


def _kept(conversation_id: UUID, expert: Person, text: str, reason: str) -> str:
    """Put the words where they can be looked at, behind what was being written there."""
    begun = draft_of(expert.pk, conversation_id)
    whole = f"{begun.text}\n\n{text}" if begun is not None and begun.text.strip() else text
    try:
        save_draft(conversation_id=conversation_id, person=expert, body=whole)
    except Refused:
        return "long"
    return reason


def _tell(assignment: Assignment, expert: Person, kind: str, about: str, reason: str = "") -> None:
    post(
        person_id=expert.pk,
        kind=kind,
        key=f"{kind}:{about}",
        conversation_id=assignment.conversation_id,
        reason=reason,
    )
