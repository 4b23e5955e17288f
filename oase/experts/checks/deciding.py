"""What a senior expert may do with an answer that waits, and its author."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from oase.conversations.actions import propose_solution, reply
from oase.conversations.actions.passing import shielded_hint
from oase.conversations.append import NotAllowed
from oase.conversations.assignments import assign, current, lock
from oase.conversations.chain import Step
from oase.conversations.events import record
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.previewing import pieces_of
from oase.conversations.words import Refused, clean_text
from oase.experts.checks.asking import Written, ask
from oase.experts.checks.models import AskedToCheck, Check
from oase.experts.checks.rules import is_senior, seniors, still_asked, with_time_to_look
from oase.experts.checks.sending import close, holds, send, wrote_since
from oase.experts.checks.telling import tell_about
from oase.experts.matching import standing
from oase.experts.matching.models import Standing
from oase.experts.reputation import guard
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy.shield import Piece
from oase.privacy.vault import VaultError


class TooLate(Exception):
    """It was decided, went out, or somebody else looks at it already."""


class NoLonger(Exception):
    """They were asked, and lost the right to look meanwhile: somebody else is asked, or it goes out by itself."""


@transaction.atomic
def take(*, check_id: int, by: Person, session_key: str = "") -> None:
    """Look at an answer: from now on nobody else does; taking what one has already changes nothing.

    Of any number at once exactly one succeeds: the conversation's row decides.

    Raises:
        NotAllowed: they were not asked.
        NoLonger: they may not look at it any more.
        TooLate: it is not to be had any more.
        Refused: they opened as many conversations as one may within an hour.
    """
    conversation, check = _open(check_id, by)
    if check.checker_id not in (None, by.pk):
        raise TooLate
    if check.checker_id is None:
        guard.opening(by.pk, conversation.pk, session_key)
        check.checker_id, check.taken_at = by.pk, clock.now()
        check.until_at = with_time_to_look(check, check.assignment.due_at)
        check.save(update_fields=["checker", "taken_at", "until_at"])
        tell_about(check, conversation)


@transaction.atomic
def let_go_by(*, check_id: int, by: Person) -> None:
    """Not for them: others are asked. When nobody is left to ask, the answer goes out at once.

    Raises:
        NotAllowed: they were not asked.
    """
    try:
        conversation, check = _open(check_id, by, leaving=True)
    except TooLate:
        return
    AskedToCheck.objects.filter(check_of=check, expert_id=by.pk, passed_at=None).update(passed_at=clock.now())
    if check.checker_id == by.pk:
        check.checker_id = check.taken_at = None
        check.save(update_fields=["checker", "taken_at"])
    if check.checker_id is None and not still_asked(check):
        asked = AskedToCheck.objects.filter(check_of=check).values_list("expert_id", flat=True)
        ask(check, seniors(conversation, without=[*asked, check.author_id]))
    if check.checker_id is None and not still_asked(check):
        send(check, conversation, Check.UNSEEN)
    tell_about(check, conversation, also=(by.pk,))


@transaction.atomic
def agree(*, check_id: int, by: Person, seen: int | None = None, remark: str = "") -> None:
    """The answer is good: it goes out under its author's name. Doing it twice is doing it once.

    `seen`: the last entry of the conversation that was on their page. `remark` is for the author and gets shielded.

    Raises:
        NotAllowed: they were not asked.
        NoLonger: they may not look at it any more.
        TooLate: it was decided by somebody else, or went out.
        Refused: the customer wrote meanwhile, or the shield could not vouch for the answer.
    """
    if _decided_before(check_id, by, Check.AGREED):
        return
    conversation, check = _taken(check_id, by)
    if seen is not None and wrote_since(check, conversation, seen=seen):
        raise Refused(_("The asker has just written more. Please read it, and then decide."))
    send(check, conversation, Check.AGREED, remark=shielded_hint(conversation, remark, expert_id=by.pk))
    Standing.objects.filter(expert_id=check.author_id, topic=conversation.topic).update(checked=F("checked") + 1)
    standing.measure([check.author_id])


@transaction.atomic
def answer_instead(*, check_id: int, by: Person, written: Written, remark: str = "") -> tuple[UUID, str]:
    """Answer in place of the author, and hold the conversation from then on; what waited is never sent.

    Gives back the conversation and the answer as it was shielded. Doing it twice is doing it once.

    Raises:
        NotAllowed: they were not asked.
        NoLonger: they may not look at it any more.
        TooLate: it was decided by somebody else, or went out.
        Refused: the text is empty or too long, or the shield could not vouch for it.
    """
    if before := _decided_before(check_id, by, Check.REPLACED):
        sent = Message.objects.filter(conversation_id=before, author_id=by.pk).order_by("seq").first()
        return before, sent.body if sent else ""
    conversation, check = _taken(check_id, by)
    due_at = current(conversation).due_at
    close(check, Check.REPLACED, remark=shielded_hint(conversation, remark, expert_id=by.pk))
    assign(conversation, Step(Assignment.EXPERT, by), due_at=due_at)
    record(conversation, "claimed", actor=by, to=by, level=Assignment.EXPERT, reason="checked")
    reply(
        conversation_id=conversation.pk,
        author=by,
        role=Message.EXPERT,
        text=written.text,
        client_id=written.client_id,
    )
    if written.solved:
        propose_solution(conversation_id=conversation.pk, by=by)
    conversation.refresh_from_db(fields=["last_seq"])
    tell_about(check, conversation)
    standing.measure([check.author_id, by.pk])
    said = Message.objects.get(conversation=conversation, client_id=written.client_id)
    return conversation.pk, said.body


@transaction.atomic
def take_back(*, conversation_id: UUID, by: Person) -> bool:
    """The author wants to write it anew; false when there was nothing to take back any more. Their words stay a draft.

    Raises:
        NotAllowed: they do not hold the conversation.
    """
    try:
        conversation = lock(conversation_id)
    except Conversation.DoesNotExist as error:
        raise NotAllowed("no such conversation") from error
    held = conversation.assignments.filter(ended_at=None, level=Assignment.EXPERT, holder=by).first()
    if held is None:
        raise NotAllowed("not held by this expert")
    check = Check.objects.filter(assignment=held, decided_at=None).first()
    if check is None:
        return False
    withdraw(check, conversation)
    return True


def withdraw(check: Check, conversation: Conversation) -> None:
    """Its author does something else; under the conversation's lock."""
    close(check, Check.WITHDRAWN)
    tell_about(check, conversation)


def look_at(*, check_id: int, by: Person, text: str) -> list[Piece]:
    """How the customer would read what a senior writes instead: readable text and masks in turn.

    Raises:
        NotAllowed: they do not look at it.
        NoLonger: they may not any more.
        Refused: it is too long, or cannot be checked just now.
    """
    taken = Check.objects.filter(pk=check_id, checker_id=by.pk, decided_at=None, assignment__ended_at=None)
    check = taken.select_related(
        "assignment__conversation__company",
        "assignment__conversation__customer__advisor",
        "assignment__conversation__customer__deputy",
    ).first()
    if check is None:
        raise NotAllowed("not checked by this expert")
    if not is_senior(check.assignment.conversation, by.pk):
        raise NoLonger
    if not text.strip():
        return []
    try:
        return pieces_of(check.assignment.conversation, clean_text(text), expert_id=by.pk)[0]
    except VaultError as error:
        raise Refused(_("This cannot be checked for personal data just now.")) from error


def _open(check_id: int, by: Person, *, leaving: bool = False) -> tuple[Conversation, Check]:
    """The check and its conversation, locked, for somebody who was asked and may still look, or is `leaving` it."""
    asked = AskedToCheck.objects.filter(check_of=check_id, expert_id=by.pk)
    found = asked.values_list("check_of__assignment__conversation_id", flat=True).first()
    if found is None:
        raise NotAllowed("not asked to check this")
    conversation = lock(found)
    check = Check.objects.select_related("assignment", "author__person").get(pk=check_id)
    if check.decided_at is not None or not holds(check):
        raise TooLate
    if not leaving and (not is_senior(conversation, by.pk) or by.pk == check.author_id):
        raise NoLonger
    return conversation, check


def _taken(check_id: int, by: Person) -> tuple[Conversation, Check]:
    conversation, check = _open(check_id, by)
    if check.checker_id != by.pk:
        raise TooLate
    return conversation, check


def _decided_before(check_id: int, by: Person, outcome: str) -> UUID | None:
    """The conversation, when they decided so before."""
    decided = Check.objects.filter(pk=check_id, checker_id=by.pk, outcome=outcome)
    return decided.values_list("assignment__conversation_id", flat=True).first()
