"""What those who lead find to look at: a closed month, an open report, and an alarm that turns out to be harmless."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from oase.companies.models import Company, Membership
from oase.conversations.models import Message
from oase.experts.models import Expert
from oase.experts.reputation.models import Alarm, Report
from oase.experts.reputation.reporting import report
from oase.experts.rewards import settle
from oase.experts.rewards.payouts.closing import close_month, last_month
from oase.experts.rewards.payouts.details import Details, save_details
from oase.experts.rewards.payouts.payer import PayerWanted, save_payer
from oase.jobs import clock
from oase.people.models import Person

# Accounts that banks give as examples: they pass every check, and nobody has them.
EMILS, COMPANYS = "DE89370400440532013000", "DE02120300000000202051"


def pay(people: Mapping[str, Person]) -> None:
    """Say from where and to where money goes, and close the month that was over last."""
    emil = people.get("emil")
    if emil is not None and Expert.objects.filter(pk=emil.pk).exists():
        where = Details(
            holder=f"{emil.first_name} {emil.last_name}", street="Bergstraße 4", postcode="79098", town="Freiburg",
            iban=EMILS, tax_number="181/815/08155",
        )  # fmt: skip
        save_details(by=emil, wanted=where, agreed=True)
    companies = list(Company.objects.order_by("pk"))
    for company in companies:
        wanted = PayerWanted(
            name=f"{company.name} GmbH", street="Hafenstraße 1", postcode="20457", town="Hamburg",
            tax_number="DE136695976", iban=COMPANYS, bic="BYLADEM1001",
        )  # fmt: skip
        save_payer(by=_leader(company), wanted=wanted)
    now = clock.now()
    for company in companies:
        month = last_month(company)
        over = datetime.combine((month + timedelta(days=32)).replace(day=1), time(), tzinfo=ZoneInfo(company.time_zone))
        with clock.standing_at(over - timedelta(hours=1)):
            settle()
        with clock.standing_at(min(over + timedelta(hours=9), now)):
            close_month(by=_leader(company), month=month)


def worry() -> None:
    """A customer reports an answer, and an expert opened much at once because many people asked at once."""
    for company in Company.objects.order_by("pk"):
        said = Message.objects.filter(conversation__company=company, author_role=Message.EXPERT)
        one = said.select_related("conversation__customer__person").order_by("-at").first()
        if one is None:
            continue
        report(
            conversation_id=one.conversation_id,
            expert_id=one.author_id,
            by=one.conversation.customer.person,
            reason=Report.WRONG,
            words="Das hat bei mir nicht geholfen.",
        )
        opened = said.filter(author=one.author_id).order_by("-at").values_list("conversation_id", flat=True)
        Alarm.objects.create(
            expert_id=one.author_id,
            company=company,
            conversations=[str(conversation_id) for conversation_id in dict.fromkeys(opened[:60])][:20],
            sessions=1,
            at=clock.now() - timedelta(minutes=40),
        )


def _leader(company: Company) -> Membership:
    leading = Membership.objects.filter(company=company, left_at=None).exclude(role=Membership.AGENT)
    return leading.select_related("company", "person").order_by("pk")[0]
