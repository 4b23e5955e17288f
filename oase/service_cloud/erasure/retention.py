"""How long solved concerns are kept: for each company and kind, counted from the end of the year they were solved in.

The house's defaults follow German law: a concern in which the company's staff wrote is a business letter and stays six
years (§ 257 HGB, § 147 AO), the years counted from the end of the calendar year. What only the network answered no law
wants kept. `Company.retention` holds what a company decided otherwise: `{"company": {"days": 2192, "duty": true}}`.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from oase.companies.audit.recording import record_change
from oase.companies.models import Company
from oase.conversations.models import Conversation, Message
from oase.jobs import clock

NETWORK, COMPANY = "network", "company"
"""Answered by experts or by nobody; the company's staff took part in writing."""
KINDS = (NETWORK, COMPANY)
LONGEST_DAYS = 36_525


@dataclass(frozen=True)
class Rule:
    """`days` after the end of the year of solving. With `duty` it stays, without a name, when its customer goes."""

    days: int
    duty: bool


DEFAULTS = {NETWORK: Rule(365, duty=False), COMPANY: Rule(2192, duty=True)}


def rule_of(company: Company, kind: str) -> Rule:
    """The company's rule for a kind of concern, or the house's."""
    default, own = DEFAULTS[kind], company.retention.get(kind, {})
    return Rule(int(own.get("days", default.days)), bool(own.get("duty", default.duty)))


@transaction.atomic
def set_rule(company: Company, kind: str, rule: Rule) -> None:
    """Decide how long this company keeps a kind of concern.

    Raises:
        ValueError: no such kind, or no sensible number of days.
    """
    if kind not in KINDS or not 0 <= rule.days <= LONGEST_DAYS:
        raise ValueError(f"kinds are {', '.join(KINDS)}; days go from 0 to {LONGEST_DAYS}")
    before = asdict(rule_of(company, kind))
    company.retention = company.retention | {kind: asdict(rule)}
    company.save(update_fields=["retention"])
    written = [{f"{kind}_{name}": value for name, value in one.items()} for one in (before, asdict(rule))]
    record_change(company=company, by=None, area="retention", before=written[0], after=written[1])


def kind_of(conversation: Conversation) -> str:
    """Which kind a conversation is, together with all that is told on in it or that it is told on in."""
    root = conversation.merged_into_id or conversation.pk
    answers = Message.objects.filter(author_role=Message.AGENT)
    said = answers.filter(conversation=root).exists() or answers.filter(conversation__merged_into=root).exists()
    return COMPANY if said else NETWORK


def kept_until(conversation: Conversation, kind: str) -> datetime:
    """When its time has run out; of an open one, were it solved now."""
    zone = ZoneInfo(conversation.company.time_zone)
    # What is told on in another concern was not solved by that, and stays as long as the other one.
    whole = conversation.merged_into or conversation
    solved = (whole.solved_at or clock.now()).astimezone(zone)
    next_year = datetime(solved.year + 1, 1, 1, tzinfo=zone)
    return next_year + timedelta(days=rule_of(conversation.company, kind).days)


def run_out(now: datetime) -> Iterator[QuerySet[Conversation]]:
    """Solved concerns whose time has run out, whether their customer ever asked or not."""
    answers = Message.objects.filter(author_role=Message.AGENT)
    # Two questions, because one with "or" would look through all messages.
    by_staff = Exists(answers.filter(conversation=OuterRef("pk"))) | Exists(
        answers.filter(conversation__merged_into=OuterRef("pk"))
    )
    for company in Company.objects.order_by("pk"):
        zone = ZoneInfo(company.time_zone)
        for kind in KINDS:
            last = now.astimezone(zone) - timedelta(days=rule_of(company, kind).days)
            solved = company.conversations.filter(
                solved_at__lt=datetime(last.year, 1, 1, tzinfo=zone), merged_into=None
            )
            yield solved.filter(by_staff if kind == COMPANY else ~by_staff)
