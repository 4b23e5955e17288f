"""From which account a company pays its experts."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Membership
from oase.companies.roles.now import read_anew
from oase.conversations.append import NotAllowed
from oase.experts.rewards.payouts.details import (
    EU,
    WrongDetail,
    checked_bic,
    checked_iban,
    checked_tax_number,
    line_of,
)
from oase.experts.rewards.payouts.models import Payer

LINES: Mapping[str, str] = {"name": "holder", "street": "street", "postcode": "postcode", "town": "town"}


@dataclass(frozen=True)
class PayerWanted:
    """Legal name, address, tax number and account of a company."""

    name: str
    street: str
    postcode: str
    town: str
    tax_number: str
    iban: str
    bic: str = ""
    country: str = "DE"


PAYER_FIELDS = tuple(field.name for field in fields(PayerWanted))


def leading(by: Membership) -> None:
    """Money is for those who lead.

    Raises:
        NotAllowed: they do not, or left.
    """
    read_anew(by)
    if by.role == Membership.AGENT:
        raise NotAllowed("only those who lead deal with payouts")


@transaction.atomic
def save_payer(*, by: Membership, wanted: PayerWanted) -> None:
    """Set from which account experts are paid. Closed months stay as they were.

    Raises:
        NotAllowed: they do not lead.
        WrongDetail: something cannot stand.
    """
    leading(by)
    values: dict[str, str] = {}
    for field, kind in LINES.items():
        try:
            values[field] = line_of(kind, getattr(wanted, field))
        except WrongDetail as wrong:
            raise WrongDetail(field, str(wrong)) from wrong
    if wanted.country not in EU:
        raise WrongDetail("country", _("Please choose a country of the European Union."))
    values |= {
        "country": wanted.country,
        "tax_number": checked_tax_number(wanted.tax_number, wanted.country),
        "iban": checked_iban(wanted.iban),
        "bic": checked_bic(wanted.bic),
    }
    before = Payer.objects.filter(company_id=by.company_id).values(*values).first()
    Payer.objects.update_or_create(company_id=by.company_id, defaults=values)
    record_change(
        company=by.company,
        by=by.person,
        area="payouts",
        before=None if before is None else _masked(before),
        after=_masked(values),
    )


def _masked(values: Mapping[str, str]) -> dict[str, str]:
    """An account is told by its end: the log is for all who lead, and is kept for ever."""
    return {**values, "iban": f"…{values['iban'][-4:]}"}
