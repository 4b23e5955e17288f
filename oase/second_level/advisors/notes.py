"""The word that goes along when a customer changes hands: among staff, shielded, kept with the customer."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from oase.companies.models import Customer, Membership
from oase.companies.words import NotAllowed, Refused, Wrong
from oase.conversations.records import records_of_new
from oase.conversations.shielding import hide
from oase.conversations.words import clean_text
from oase.jobs import clock
from oase.live.notify import Poke, person, poke
from oase.people.models import Person
from oase.privacy import vault
from oase.second_level.advisors.models import AdvisorChange, HandoverNote
from oase.second_level.rules import leads

LONGEST = 2000


@transaction.atomic
def add_note(*, change_id: int, by: Membership, text: str) -> HandoverNote:
    """The one who cared before answers what they were asked: what should the new advisor know?

    Raises:
        NotAllowed: `by` is not the one who was asked, nor leads that team.
        Refused: it is empty or too long, was written already, or cannot be checked for personal data just now.
    """
    found = AdvisorChange.objects.select_for_update(no_key=True, of=("self",)).filter(pk=change_id)
    change = found.select_related("customer__company", "customer__person", "after").first()
    if change is None or change.customer.company_id != by.company_id or by.left_at is not None:
        raise NotAllowed("no such change")
    if by.person_id == change.customer.person_id or (change.before_id != by.pk and not leads(by)):
        raise NotAllowed("only the one before, or who leads the team")
    note = write(change, by=by.person, text=text)
    AdvisorChange.objects.filter(pk=change.pk).update(note_asked_at=None)
    if change.after is not None:
        poke([Poke(f"office:{by.company_id}", 0, (person(change.after.person_id),))])
    return note


def write(change: AdvisorChange, *, by: Person, text: str) -> HandoverNote:
    """Store the note, shielded, in the caller's transaction.

    Raises:
        Refused: it is empty or too long, was written already, or cannot be checked for personal data just now.
    """
    words = clean_text(text)
    if len(words) > LONGEST:
        raise Wrong("note", _("Please put it in %(n)s characters.") % {"n": LONGEST})
    body = _shielded(change.customer, words)
    try:
        with transaction.atomic():
            return HandoverNote.objects.create(change=change, by=by, body=body, at=clock.now())
    except IntegrityError as error:
        raise Refused(_("This note was written already.")) from error


def _shielded(customer: Customer, words: str) -> str:
    """Without an original: whoever needs a name or a number finds it in the concern, with a purpose."""
    refused = Refused(_("This could not be checked for personal data just now. Please try again in a moment."))
    names = customer.company.memberships.filter(left_at=None).values_list("person__first_name", flat=True)
    try:
        record = records_of_new([customer], {customer.company_id: list(names)})[customer.pk]
    except vault.VaultError as error:
        raise refused from error
    hidden = hide(
        words,
        conversation_id=f"customer:{customer.pk}",
        language=customer.person.language,
        known=record.known,
        vocabulary=record.vocabulary,
        placeholders={},
    )
    if hidden.shielded_at is None:
        raise refused
    return hidden.body


def notes_visible_to(membership: Membership, customer: Customer) -> list[HandoverNote]:
    """What was handed over with this customer, newest first; nobody reads notes about themself here."""
    if membership.company_id != customer.company_id or membership.person_id == customer.person_id:
        return []
    notes = HandoverNote.objects.filter(change__customer=customer).order_by("-at", "-pk")
    return list(notes.select_related("by", "change__before__person", "change__after__person"))


def mark_read(membership: Membership, customer: Customer) -> None:
    """The new advisor has them before them now."""
    unread = HandoverNote.objects.filter(change__customer=customer, change__after=membership, read_at=None)
    unread.update(read_at=clock.now())


def asked_of(membership: Membership) -> list[AdvisorChange]:
    """Changes for which this member is asked for a word, oldest first."""
    asked = AdvisorChange.objects.filter(before=membership, customer__person__is_active=True)
    asked = asked.exclude(note_asked_at=None).select_related("customer__person", "after__person")
    return list(asked.order_by("note_asked_at", "pk"))
