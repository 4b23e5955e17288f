"""Finding a customer: by what is known of them exactly, for a purpose, and in their access log."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from oase.companies.models import Customer, Membership, Purpose, in_language
from oase.companies.words import NotAllowed, Refused
from oase.conversations.models import Conversation
from oase.privacy import vault
from oase.privacy.blind import LONGEST
from oase.privacy.models import AccessLog
from oase.second_level.search.filling import marks_of
from oase.second_level.search.models import BlindMark
from oase.second_level.search.trying import check_tries, looked_in_vain

MOST: Final = 10
"""Whoever shares a name with more is asked for a number: nobody looks through a list of people."""
AN_HOUR: Final = 3600
_SALT: Final = "oase.search.customers"


@dataclass(frozen=True)
class Sought:
    """Customers somebody asked for within this hour, and what for."""

    customers: tuple[int, ...]
    purpose: int

    def token(self, membership: Membership) -> str:
        """What stands in an address instead of a name; it opens for this member, for an hour."""
        value = {"who": list(self.customers), "for": self.purpose, "by": membership.pk}
        return signing.dumps(value, salt=_SALT, compress=True)


def read_token(token: str, membership: Membership) -> Sought | None:
    """Who was asked for; None when it was somebody else who asked, or longer ago than an hour."""
    try:
        value = signing.loads(token, salt=_SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return None
    return Sought(tuple(value["who"]), value["for"]) if value["by"] == membership.pk else None


class _InVain(Refused):
    """Nobody is known by it, or too many are."""


def find_customers(*, membership: Membership, text: str, purpose_id: int | None) -> Sought:
    """The customers whose mail address, number, phone or full name this is, each with a line in their access log.

    Raises:
        NotAllowed: they left the staff.
        Refused: no purpose was chosen, nothing was typed, nobody is known by it, too many are, or they looked for many
            in vain within this hour.
    """
    check_tries(membership)
    try:
        return _find(membership=membership, text=text, purpose_id=purpose_id)
    except _InVain:
        looked_in_vain(membership)
        raise


@transaction.atomic
def _find(*, membership: Membership, text: str, purpose_id: int | None) -> Sought:
    if membership.left_at is not None:
        raise NotAllowed("only staff of the company")
    purpose = Purpose.objects.filter(company_id=membership.company_id, pk=purpose_id or 0).first()
    if purpose is None:
        raise Refused(_("Please choose what you are looking for this customer for."))
    text = text.strip()[:LONGEST]
    marks = {mark for _, mark in marks_of(membership.company_id, mails=[text], number=text, name=text, phone=text)}
    if not marks:
        raise Refused(
            _("Please enter a whole mail address, a customer number, a phone number, or first and last name.")
        )
    found = _known_by(membership, marks)
    if not found:
        raise _InVain(
            _("No customer with a concern is known by exactly this. Is every letter right, and are both names there?")
        )
    if len(found) > MOST:
        raise _InVain(_("Several customers go by this name. Please ask for the customer number or the mail address."))
    sought = Sought(tuple(customer.pk for customer in found), purpose.pk)
    _log(membership, found, purpose)
    return sought


@transaction.atomic
def sought_visible_to(membership: Membership, sought: Sought) -> list[Customer]:
    """The customers once more, as long as they are there; reading them again is logged, too.

    Raises:
        Refused: what they were sought for is no purpose of the company any more.
    """
    purpose = Purpose.objects.filter(company_id=membership.company_id, pk=sought.purpose).first()
    if purpose is None or membership.left_at is not None:
        raise Refused(_("Please choose what you are looking for this customer for."))
    there = list(_there(membership).filter(pk__in=sought.customers))
    _log(membership, there, purpose)
    return there


def _there(membership: Membership) -> QuerySet[Customer]:
    at_company = Customer.objects.filter(company_id=membership.company_id, person__is_active=True)
    return at_company.exclude(person_id=membership.person_id).select_related("person").order_by("pk")


def _known_by(membership: Membership, marks: Collection[bytes]) -> list[Customer]:
    known = BlindMark.objects.filter(company_id=membership.company_id, mark__in=marks).values("customer")
    with_concerns = Conversation.objects.filter(customer=OuterRef("pk"))
    return list(_there(membership).filter(Exists(with_concerns), pk__in=known)[: MOST + 1])


def _log(membership: Membership, customers: Iterable[Customer], purpose: Purpose) -> None:
    """A line for each, in their own language; it is about the concern in which something was said last."""
    for customer in customers:
        latest = Conversation.objects.filter(customer=customer).order_by("-last_message_at", "-pk")
        about = latest.values_list("pk", flat=True).first()
        if about is not None:
            vault.log_access(
                viewer_id=membership.person_id,
                purpose=in_language(purpose.text_de, purpose.text_en, customer.person.language),
                about=about,
                kind=AccessLog.FOUND,
                person_id=customer.person_id,
            )
