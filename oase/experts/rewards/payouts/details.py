"""Where an expert's money goes, and what the law asks a credit note to say of them (§ 14 Abs. 4 UStG, § 34a UStDV)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from babel import Locale
from django.db import transaction
from django.utils.translation import gettext as _
from stdnum import bic as bic_number
from stdnum import iban as iban_number
from stdnum.de import stnr
from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from oase.conversations.append import NotAllowed
from oase.conversations.words import Refused
from oase.experts.models import Expert
from oase.experts.rewards.payouts.models import PaymentDetails, Payout, SentAgain
from oase.jobs import clock
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.models import Sealed

KIND = "payment"
SMALL, REGULAR, REVERSE = "small", "regular", "reverse"
VAT_PERCENT = 19
"""§ 12 Abs. 1 UStG."""
EU: Final = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
SEPA: Final = frozenset(EU) | {
    "AD", "AL", "CH", "GB", "GI", "IS", "LI", "MC", "MD", "ME", "MK", "NO", "RS", "SM", "VA",
}  # fmt: skip
"""Countries of the Single Euro Payments Area, by the first letters of their IBANs."""


class WrongDetail(Refused):
    """One detail cannot stand; `field` is its name."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Details:
    """Name and address as on an invoice, account and tax. `small_business`: § 19 UStG, no value added tax is shown."""

    holder: str
    street: str
    postcode: str
    town: str
    iban: str
    tax_number: str
    """Tax number or VAT id."""
    country: str = "DE"
    small_business: bool = True

    @property
    def taxation(self) -> str:
        """Abroad the company owes the tax itself (§ 13b UStG)."""
        if self.country != "DE":
            return REVERSE
        return SMALL if self.small_business else REGULAR

    def tax_on(self, net_cents: int) -> int:
        """The value added tax on an amount, in cents, half a cent rounded up."""
        return (net_cents * VAT_PERCENT + 50) // 100 if self.taxation == REGULAR else 0


def countries(language: str) -> list[tuple[str, str]]:
    """The countries an address can be in, with their names in a language, by name."""
    names = Locale.parse(language.replace("-", "_")).territories
    return sorted(((code, names[code]) for code in EU), key=lambda one: one[1])


LONGEST: Final[Mapping[str, int]] = {"holder": 70, "street": 70, "postcode": 16, "town": 35}


def line_of(field: str, text: str) -> str:
    """One line of an address, single spaced.

    Raises:
        WrongDetail: it is empty, too long, or holds signs that cannot be seen.
    """
    text = " ".join(text.split())
    if not text:
        raise WrongDetail(field, _("Please fill this in: it has to stand on the credit note."))
    if len(text) > LONGEST[field]:
        raise WrongDetail(field, _("Please keep this under %(most)d characters.") % {"most": LONGEST[field]})
    if not text.isprintable():
        raise WrongDetail(field, _("There is a sign in it that cannot be printed. Please type it again."))
    return text


def checked_iban(text: str) -> str:
    """An account number of the SEPA area (ISO 13616), without spaces.

    Raises:
        WrongDetail: its check digits are wrong, or it is elsewhere.
    """
    try:
        number = str(iban_number.validate(text))
    except ValidationError as error:
        raise WrongDetail("iban", _("This is no valid IBAN. Please compare it with your bank card.")) from error
    if number[:2] not in SEPA:
        raise WrongDetail("iban", _("We can transfer to accounts of the SEPA area only."))
    return number


def checked_bic(text: str) -> str:
    """A bank's code (ISO 9362), or nothing.

    Raises:
        WrongDetail: it is none.
    """
    if not text.strip():
        return ""
    try:
        return str(bic_number.validate(text))
    except ValidationError as error:
        raise WrongDetail("bic", _("This is no valid BIC. It may stay empty.")) from error


def checked_tax_number(text: str, country: str) -> str:
    """A German tax number or VAT id; abroad the VAT id of that country.

    Raises:
        WrongDetail: it is none.
    """
    text = " ".join(text.split())
    try:
        number = str(vat.validate(text))
    except ValidationError:
        number = ""
    if number and number[:2] == {"GR": "EL"}.get(country, country):
        return number
    if country == "DE":
        try:
            return str(stnr.format(stnr.validate(text)))
        except ValidationError as error:
            raise WrongDetail("tax_number", _("This is neither a tax number nor a VAT id.")) from error
    raise WrongDetail("tax_number", _("This is no VAT id of the country chosen. It begins with its two letters."))


def checked(wanted: Details) -> Details:
    """The details as they are stored.

    Raises:
        WrongDetail: one of them cannot stand.
    """
    lines = {field: line_of(field, getattr(wanted, field)) for field in LONGEST}
    if wanted.country not in EU:
        raise WrongDetail("country", _("Please choose a country of the European Union."))
    tax_number = checked_tax_number(wanted.tax_number, wanted.country)
    iban = checked_iban(wanted.iban)
    return Details(
        **lines,
        iban=iban,
        tax_number=tax_number,
        country=wanted.country,
        small_business=wanted.small_business and wanted.country == "DE",
    )


@transaction.atomic
def save_details(*, by: Person, wanted: Details, agreed: bool) -> None:
    """Say where one's money goes. What earlier payouts were made with stays as it was.

    Raises:
        NotAllowed: they are no expert.
        WrongDetail: something cannot stand, or they do not agree that the company bills for them.
    """
    if not Expert.objects.filter(pk=by.pk).exists():
        raise NotAllowed("only experts are paid")
    details = checked(wanted)
    if not agreed:
        raise WrongDetail("agreed", _("Without your consent to credit notes we cannot pay you."))
    before = PaymentDetails.objects.select_for_update().filter(person=by).first()
    sealed = vault.seal(json.dumps(asdict(details), sort_keys=True), person_id=by.pk, kind=KIND)
    values = {"sealed": sealed, "agreed_at": clock.now()}
    PaymentDetails.objects.update_or_create(person=by, defaults=values)
    if before is not None:
        _forget(before.sealed_id)


@transaction.atomic
def remove_details(*, by: Person) -> None:
    """Take the details back: what is earned from now on waits. What earlier payouts were made with stays."""
    details = PaymentDetails.objects.select_for_update().filter(person=by).first()
    if details is not None:
        details.delete()
        _forget(details.sealed_id)


def _forget(sealed_id: UUID) -> None:
    used = Payout.objects.filter(sealed_id=sealed_id), SentAgain.objects.filter(sealed_id=sealed_id)
    if not any(rows.exists() for rows in used):
        Sealed.objects.filter(pk=sealed_id).delete()


def own_details(person_id: int) -> Details | None:
    """What this person said, for their own eyes; None when they said nothing, or it does not open any more."""
    ids = PaymentDetails.objects.filter(person_id=person_id).values_list("sealed_id", flat=True)
    texts = vault.left_of_own(person_id=person_id, ids=list(ids))
    return next(map(details_from, texts.values()), None)


def details_from(text: str) -> Details:
    """Details as they were sealed."""
    return Details(**json.loads(text))
