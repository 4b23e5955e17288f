"""Who is on the staff, and as what: keyword-only verbs, one transaction each, written into the audit log."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Company, Membership
from oase.companies.roles.models import OPEN_FOR, Invitation
from oase.companies.roles.rules import leads, may_change, may_give
from oase.companies.words import NotAllowed, Refused, Wrong, clean_line
from oase.jobs import clock
from oase.people.actions import person_for_email
from oase.people.models import Person

MOST_OPEN = 200
MOST_POINTS = 500
AGAIN_AFTER = timedelta(minutes=10)
"""How soon the mail may be sent once more: nobody's mailbox is filled by pressing a button."""


@transaction.atomic
def invite(*, by: Membership, email: str, role: str, language: str = "de") -> Invitation:
    """Offer somebody a place on the staff; a mail goes to them, and nothing changes until they say yes.

    Whether the address is known here changes nothing that `by` could see. Who is new is written to in `language`.

    Raises:
        Wrong: no address, one that is invited or on the staff already, or a role that is not theirs to give.
        NotAllowed: `by` does not lead.
    """
    company = _company_of(by)
    address = _address(email)
    _check_role(by, role)
    if company.memberships.filter(person__email__iexact=address, left_at=None, person__is_active=True).exists():
        raise Wrong("email", _("Whoever has this address is on your staff already."))
    open_ones = company.invitations.filter(until__gt=clock.now())
    if open_ones.filter(person__email__iexact=address).exists():
        raise Wrong("email", _("This address is invited already."))
    if open_ones.count() >= MOST_OPEN:
        raise Wrong("email", _("%(most)d invitations are open. Withdraw some of them first.") % {"most": MOST_OPEN})
    person = person_for_email(email=address, language=language)
    now = clock.now()
    invitation, _made = Invitation.objects.update_or_create(
        company=company,
        person=person,
        defaults={
            "role": role,
            "by": by.person,
            "at": now,
            "until": now + OPEN_FOR,
            "not_before": now,
            "sent_at": None,
            "attempts": 0,
        },
    )
    record_change(
        company=company, by=by.person, area="roles", subject="", before=None, after={"invited_as": role}
    )  # the log keeps no address of somebody who never said yes
    return invitation


@transaction.atomic
def invite_again(*, by: Membership, invitation_id: int) -> None:
    """Send the mail of an open invitation once more, and let it stay open as long as a new one.

    Raises:
        Refused: it is gone, or the mail went out a moment ago.
        NotAllowed: `by` does not lead, or may not give its role.
    """
    invitation = _invitation_of(by, invitation_id)
    now = clock.now()
    if invitation.sent_at is None or invitation.sent_at > now - AGAIN_AFTER:
        raise Refused(_("The mail has only just been sent. Please give it a few minutes."))
    invitation.until, invitation.not_before, invitation.sent_at = now + OPEN_FOR, now, None
    invitation.attempts = 0
    invitation.save(update_fields=["until", "not_before", "sent_at", "attempts"])


@transaction.atomic
def withdraw(*, by: Membership, invitation_id: int) -> None:
    """Take an invitation back.

    Raises:
        Refused: it is gone: taken back, or accepted.
        NotAllowed: `by` does not lead, or may not give its role.
    """
    invitation = _invitation_of(by, invitation_id)
    before = {"invited_as": invitation.role}
    invitation.delete()
    record_change(company=by.company, by=by.person, area="roles", subject="", before=before, after=None)


@transaction.atomic
def accept(*, person: Person, invitation_id: int) -> Membership:
    """The one who was invited says yes, and is on the staff from now on; whoever left before comes back as the same.

    Raises:
        Refused: it was withdrawn, or has run out.
    """
    invitation = _own(person, invitation_id)
    company, role = invitation.company, invitation.role
    invitation.delete()
    member, made = Membership.objects.get_or_create(
        person=person, company=company, defaults={"role": role, "languages": [person.language]}
    )
    if not made and member.left_at is None:
        return member  # an invitation takes nothing away
    member.role, member.left_at = role, None
    member.save(update_fields=["role", "left_at"])
    record_change(
        company=company, by=person, area="roles", subject=person.first_name, before=None, after={"role": role}
    )
    return member


@transaction.atomic
def decline(*, person: Person, invitation_id: int) -> None:
    """The one who was invited says no; the company sees that the invitation is gone.

    Raises:
        Refused: it was withdrawn, or has run out.
    """
    invitation = _own(person, invitation_id)
    before = {"invited_as": invitation.role}
    company = invitation.company
    invitation.delete()
    record_change(company=company, by=None, area="roles", subject="", before=before, after=None)


@transaction.atomic
def change_place(*, by: Membership, member: Membership, role: str, capacity: int) -> None:
    """Give somebody on the staff another role, or another measure of how much they carry at once, in points.

    It holds from their next page on; what they hold stays with them.

    Raises:
        Wrong: it is not a role, not theirs to give, or the last administrator's; or no sensible number of points.
        NotAllowed: `by` does not lead this company, or `member` stands above them.
    """
    company = _company_of(by)
    stored = member_to_change(by, member)
    _check_role(by, role)
    if not 0 <= capacity <= MOST_POINTS:
        raise Wrong("capacity", _("Please choose between 0 and %(most)d points.") % {"most": MOST_POINTS})
    if stored.role != role:
        keep_an_administrator(stored)
    before = {"role": stored.role, "capacity": stored.capacity}
    stored.role, stored.capacity = role, capacity
    stored.save(update_fields=["role", "capacity"])
    record_change(
        company=company,
        by=by.person,
        area="roles",
        subject=stored.person.first_name,
        before=before,
        after={"role": role, "capacity": capacity},
    )


def member_to_change(by: Membership, member: Membership) -> Membership:
    """The member as they are now. Called under the company's lock.

    Raises:
        Wrong: they have left.
        NotAllowed: `by` may not change their place.
    """
    stored = Membership.objects.select_related("person").get(pk=member.pk)
    # As `by` is now: who was an administrator when the page was opened may be one no longer.
    now = Membership.objects.get(pk=by.pk)
    if not may_change(now, stored):
        raise NotAllowed
    if stored.left_at is not None:
        raise Wrong("role", _("They have left your staff already."))
    return stored


def keep_an_administrator(member: Membership) -> None:
    """See that somebody else is an administrator too. Called under the company's lock, before `member` is one no more.

    Raises:
        Wrong: they are the last.
    """
    others = Membership.objects.filter(
        company_id=member.company_id, role=Membership.ADMIN, left_at=None, person__is_active=True
    ).exclude(pk=member.pk)
    if member.role == Membership.ADMIN and not others.exists():
        raise Wrong(
            "role", _("This is the last administrator. Make somebody else one first, so that nobody is locked out.")
        )


def lock_staff(company_id: int) -> Company:
    """The company, locked until the transaction ends: whoever changes who is on its staff comes through here."""
    return Company.objects.select_for_update(no_key=True).get(pk=company_id)


def _company_of(by: Membership) -> Company:
    company = lock_staff(by.company_id)
    if not leads(Membership.objects.get(pk=by.pk)):
        raise NotAllowed
    return company


def _address(email: str) -> str:
    address = clean_line(email)
    try:
        validate_email(address)
    except ValidationError:
        raise Wrong("email", _("Please write a complete mail address, such as name@example.org.")) from None
    if len(address) > 254:
        raise Wrong("email", _("Please write a complete mail address, such as name@example.org."))
    return address


def _check_role(by: Membership, role: str) -> None:
    if role not in dict(Membership.ROLES):
        raise Wrong("role", _("Please choose a role."))
    if not may_give(by, role):
        raise Wrong("role", _("Only administrators can make somebody an administrator."))


def _invitation_of(by: Membership, invitation_id: int) -> Invitation:
    company = _company_of(by)
    invitation = company.invitations.filter(pk=invitation_id).first()
    if invitation is None:
        raise Refused(_("This invitation is gone: it was accepted, declined or withdrawn."))
    if not may_give(by, invitation.role):
        raise NotAllowed
    return invitation


def _own(person: Person, invitation_id: int) -> Invitation:
    own = Invitation.objects.select_related("company").filter(pk=invitation_id, person_id=person.pk)
    company_id = own.values_list("company_id", flat=True).first()
    if company_id is not None:
        lock_staff(company_id)
    invitation = own.filter(until__gt=clock.now()).first()
    if invitation is None:
        raise Refused(_("This invitation is not open any more. Please ask whoever invited you for a new one."))
    return invitation
