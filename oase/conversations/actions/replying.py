from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.presence import hold_still, is_there
from oase.companies.queries import membership_of
from oase.conversations.actions.choosing import heed, hide_before, readable_before
from oase.conversations.append import Appended, NewMessage, NotAllowed, again, append
from oase.conversations.assignments import assign, current, is_forgotten, withdraw_proposal
from oase.conversations.chain import Step, company_step
from oase.conversations.choices.recording import remember
from oase.conversations.choices.standing import NO_WISHES, Wishes
from oase.conversations.events import record
from oase.conversations.footing import lock_all
from oase.conversations.handing import pass_on
from oase.conversations.joining import lock_where_told
from oase.conversations.meanwhile import look_first
from oase.conversations.models import Assignment, Conversation, Message
from oase.conversations.promises import answer_due
from oase.conversations.rules import SECOND_LEVEL, Standing, may_write, steps_in, takes_over
from oase.conversations.sensitive import is_sensitive
from oase.conversations.shielding import hide_in
from oase.conversations.solution import begin
from oase.conversations.words import IncomingFile, Refused, attach, check_files, clean_text
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.models import Sealed


@transaction.atomic
def reply(
    *,
    conversation_id: UUID,
    author: Person,
    role: str,
    text: str,
    client_id: UUID,
    audience: str = Message.CONVERSATION,
    files: Sequence[IncomingFile] = (),
    wishes: Wishes = NO_WISHES,
    known: int | None = None,
) -> Appended:
    """Add a message. A customer's reply makes it the holder's turn again and reopens what was solved.

    An answer keeps the promise and makes it the customer's turn. An agent who answers what nobody in the second level
    holds takes it over by that. Notes (audience `staff`) change no turn. `known`: the newest entry that whoever answers
    has seen; where somebody else answered after it, they look first.

    Raises:
        NotAllowed: this author may not write here now, or an expert sends files.
        AnsweredMeanwhile: somebody else answered after `known`.
        Refused: the text is empty or too long, or a file is too large.
    """
    text = clean_text(text, with_files=bool(files))
    check_files(files)
    if role == Message.EXPERT and files:
        raise NotAllowed("experts send no files")
    conversation = lock_where_told(conversation_id)
    conversation_id = conversation.pk
    ground = lock_all([(conversation_id, client_id)])
    if (earlier := ground.earlier.get((conversation_id, client_id))) is not None:
        return again(earlier, author.pk)
    standing = ground.footings[conversation_id].standing
    if not may_write(author.pk, role, audience, standing):
        raise NotAllowed(f"person {author.pk} may not write as {role}")
    if is_forgotten(conversation):
        raise Refused(_("This customer was forgotten: nobody would read it."))
    if role == Message.AGENT and audience == Message.CONVERSATION:
        last_seq = ground.footings[conversation_id].last_seq
        look_first(conversation_id, author_id=author.pk, known=known, last_seq=last_seq)
    # Only the customer opens a word; may_write below sees to it that this is the customer.
    read = readable_before(conversation, wishes.masked) if wishes.masked else ()
    wishes = heed(conversation, wishes, text) if _is_customers(conversation, author, role) else NO_WISHES
    hidden = hide_in(conversation, text, wishes=wishes, expert_id=author.pk if role == Message.EXPERT else None)
    if role == Message.EXPERT and hidden.shielded_at is None:
        # An expert's words have no original in the vault: what is not shielded now would be lost.
        raise Refused(_("Your answer could not be checked for personal data just now. Please try again in a moment."))
    before = _take_up(conversation, author, role, audience, standing)
    (written,) = append(
        [
            NewMessage(
                conversation_id=conversation.pk,
                client_id=client_id,
                author_id=author.pk,
                author_role=role,
                audience=audience,
                body=hidden.body,
                shielded_at=hidden.shielded_at,
                original=_original(conversation, text, role),
                placeholders=hidden.placeholders,
            )
        ],
        also=before,
    )
    conversation.refresh_from_db(fields=["last_seq", "last_message_at", "placeholders"])
    remember(conversation, wishes, by=author, message_id=written.id, text=text, spans=hidden.found, read=read)
    attach(conversation, written.id, files)
    hide_before(conversation, wishes.masked, but=written.id)
    if role == Message.CUSTOMER:
        _to_the_company(conversation, text)
    return written


def _take_up(conversation: Conversation, author: Person, role: str, audience: str, standing: Standing) -> list[int]:
    """Whoever writes in what nobody cares for any more begins anew; gives back who held it until now."""
    if role == Message.CUSTOMER and not conversation.is_open:
        reopen(conversation, actor=author)
    if steps_in(author.pk, role, audience, standing):
        _say_so(conversation, author)
    if not takes_over(role, audience, standing):
        return []
    step = place_of(author, conversation)
    withdraw_proposal(conversation)
    assign(conversation, step, due_at=answer_due(conversation, step.level))
    record(conversation, "taken", actor=author, to=author, level=step.level)
    return [standing.holder_id] if standing.holder_id else []


def _say_so(conversation: Conversation, author: Person) -> None:
    """Somebody answers in the place of the holder: noted once for each holding."""
    now = current(conversation)
    if not conversation.events.filter(kind="stepped_in", actor=author, at__gte=now.started_at).exists():
        record(conversation, "stepped_in", actor=author, to=now.holder)


def reopen(conversation: Conversation, *, actor: Person) -> Assignment:
    """Open a solved conversation again with the same people, as far as they are still here."""
    step = _same_hands(conversation) or company_step(conversation.customer, conversation.topic)
    conversation.solved_at = conversation.solution_proposed_at = conversation.solution_proposed_by = None
    conversation.save(update_fields=["solved_at", "solution_proposed_at", "solution_proposed_by"])
    begin(conversation)
    assignment = assign(conversation, step, due_at=answer_due(conversation, step.level))
    record(conversation, "reopened", actor=actor, to=step.holder, level=step.level)
    return assignment


def _same_hands(conversation: Conversation) -> Step | None:
    """Whoever held it last, if they may and can still hold it."""
    last = conversation.assignments.select_related("holder", "stands_in_for").order_by("-started_at", "-pk").first()
    if last is None or last.holder_id is None or last.holder is None:
        return None
    if last.level == Assignment.EXPERT:
        # Qualifications and suspensions are kept a room above; here they are only asked for by name.
        company_id = conversation.company_id
        resting = Q(expert__suspensions__company=company_id, expert__suspensions__lifted_at=None)
        staff = Q(memberships__company=company_id, memberships__left_at=None)
        qualified = Person.objects.filter(
            Q(expert__qualifications__lapses_at=None) | Q(expert__qualifications__lapses_at__gt=clock.now()),
            pk=last.holder_id,
            is_active=True,
            expert__suspended_at=None,
            expert__qualifications__topic=conversation.topic,
        ).exclude(pk__in=Person.objects.filter(resting | staff))
        return Step(Assignment.EXPERT, last.holder) if qualified.exists() else None
    hold_still([conversation.company_id])
    colleague = membership_of(last.holder, conversation.company)
    if colleague is None or not is_there(colleague) or (last.stands_in_for_id and not _still_stands_in(last)):
        return None
    return replace(place_of(last.holder, conversation), stands_in_for=last.stands_in_for)


def _still_stands_in(last: Assignment) -> bool:
    """Whether the one they stood in for is still away: else it is theirs again."""
    absent = Membership.objects.filter(person=last.stands_in_for, company=last.conversation.company_id)
    return not any(is_there(one) for one in absent.select_related("person", "company"))


def _original(conversation: Conversation, text: str, role: str) -> Sealed | None:
    # An expert's words reach the customer in shielded form only, so that no contact data slips through.
    if role == Message.EXPERT:
        return None
    return vault.encrypt(text, person_id=conversation.customer.person_id, kind="message")


def _to_the_company(conversation: Conversation, text: str) -> None:
    """What touches life, law, fraud or data rights is the company's from that message on."""
    assignment = current(conversation)
    if assignment.level in SECOND_LEVEL or not is_sensitive(text):
        return
    detail = {"reason": "sensitive", "before": assignment.level}
    step = company_step(conversation.customer, conversation.topic)
    pass_on(conversation, step, kind="assigned", first=True, detail=detail)


def _is_customers(conversation: Conversation, author: Person, role: str) -> bool:
    return role == Message.CUSTOMER and author.pk == conversation.customer.person_id


def place_of(person: Person, conversation: Conversation) -> Step:
    """Where in the second level a member of staff stands for this customer."""
    customer = conversation.customer
    if customer.advisor and customer.advisor.person_id == person.pk:
        return Step(Assignment.ADVISOR, person)
    if customer.deputy and customer.deputy.person_id == person.pk:
        return Step(Assignment.DEPUTY, person)
    membership = membership_of(person, conversation.company)
    leads = membership is not None and membership.role == Membership.SUPERVISOR
    return Step(Assignment.SUPERVISORS if leads else Assignment.TEAM, person)


__all__ = ["NotAllowed", "Refused", "place_of", "reopen", "reply"]
