"""What somebody earned by helping, what was paid, and where their money goes."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from oase.experts.models import Expert
from oase.experts.rewards.models import Reward, TakenBack
from oase.experts.rewards.payouts.details import KIND, details_from
from oase.experts.rewards.payouts.models import PaymentDetails, Payout, PayoutRun, Returned
from oase.people.models import Person
from oase.privacy import vault
from oase.privacy.models import Sealed
from oase.service_cloud.export.parts.contract import Part, Section


def _sections(person: Person) -> Iterator[Section]:
    if Expert.objects.filter(person=person).exists():
        yield _rewards(person)
        yield _payouts(person)
    yield _payment(person)
    closed = PayoutRun.objects.filter(closed_by=person).select_related("company").order_by("month")
    yield Section(
        "closed_months",
        _("Months you closed"),
        _("That it was you stands in the company's books."),
        {"company": _("Company"), "month": _("Month"), "closed_at": _("Closed")},
        [{"company": run.company.name, "month": f"{run.month:%Y-%m}", "closed_at": run.closed_at} for run in closed],
    )
    taken = TakenBack.objects.filter(by=person).select_related("reward__company").order_by("pk")
    returned = Returned.objects.filter(by=person).select_related("payout__company").order_by("pk")
    rows = [(one.reward.company, _("reward taken back"), one.at) for one in taken]
    rows += [(one.payout.company, _("transfer that came back"), one.at) for one in returned]
    yield Section(
        "corrections",
        _("Corrections of payments you wrote down"),
        _("That it was you stands in the company's books."),
        {"company": _("Company"), "what": _("What"), "at": _("When")},
        [{"company": company.name if company else "", "what": what, "at": at} for company, what, at in rows],
    )


def _rewards(person: Person) -> Section:
    words = {
        Reward.SOLVED: _("solved"),
        Reward.HANDOVER: _("handed over"),
        Reward.CHECK: _("looked over"),
        Reward.REUSE: _("saved answer used"),
    }
    rewards = Reward.objects.filter(expert_id=person.pk).select_related("company", "transaction", "taken_back")
    return Section(
        "rewards",
        _("What you earned"),
        _("Kept as long as the law asks for accounts to be kept."),
        {
            "company": _("Company"),
            "earned_at": _("Earned"),
            "booked_at": _("Booked"),
            "cents": _("Cents"),
            "reason": _("Reason"),
            "taken_back_at": _("Taken back"),
        },
        [
            {
                "company": one.company.name if one.company else "",
                "earned_at": one.earned_at,
                "booked_at": one.transaction.booked_at,
                "cents": one.cents,
                "reason": words[one.reason],
                "taken_back_at": one.taken_back.at if hasattr(one, "taken_back") else None,
            }
            for one in rewards.order_by("earned_at", "pk")
        ],
    )


def _payouts(person: Person) -> Section:
    payouts = Payout.objects.filter(expert_id=person.pk).select_related("company", "run").order_by("pk")
    return Section(
        "payouts",
        _("What was paid to you"),
        _("Kept as long as the law asks for accounts to be kept."),
        {
            "company": _("Company"),
            "month": _("Month"),
            "credit_note": _("Credit note"),
            "cents": _("Cents before tax"),
            "tax_cents": _("Cents of tax"),
            "pay_on": _("Paid on"),
        },
        [
            {
                "company": one.company.name,
                "month": f"{one.run.month:%Y-%m}",
                "credit_note": one.name,
                "cents": one.net_cents,
                "tax_cents": one.tax_cents,
                "pay_on": one.run.pay_on.isoformat(),
            }
            for one in payouts
        ],
    )


def _payment(person: Person) -> Section:
    now = PaymentDetails.objects.filter(person=person).first()
    rows = list(Sealed.objects.filter(person=person, kind=KIND).order_by("created_at", "pk").only("id", "created_at"))
    texts = vault.left_of_own(person_id=person.pk, ids=[row.pk for row in rows])
    known = [(row, details_from(texts[row.pk])) for row in rows if row.pk in texts]
    return Section(
        "payment",
        _("Where your money goes"),
        _("Sealed. Opened by a company when it pays you; what a payout was made with stays as it was."),
        {
            "since": _("Said"),
            "used_now": _("Used now"),
            "holder": _("Name"),
            "street": _("Street and number"),
            "postcode": _("Postcode"),
            "town": _("Town"),
            "country": _("Country"),
            "iban": _("IBAN"),
            "tax_number": _("Tax number or VAT id"),
            "small_business": _("Small business"),
            "agreed_at": _("Agreed to credit notes"),
        },
        [
            {
                "since": row.created_at,
                "used_now": now is not None and now.sealed_id == row.pk,
                **details.__dict__,
                "agreed_at": now.agreed_at if now is not None and now.sealed_id == row.pk else None,
            }
            for row, details in known
        ],
    )


PART = Part(
    frozenset(
        {
            "Reward.expert",
            "LedgerEntry.expert",
            "Payout.expert",
            "PayoutRun.closed_by",
            "PaymentDetails.person",
            "TakenBack.by",
            "Returned.by",
        }
    ),
    _sections,
)
