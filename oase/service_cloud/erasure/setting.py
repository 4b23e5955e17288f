"""A company decides how long it keeps solved concerns; what the next night would delete is said before."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from oase.companies.audit.recording import record_change
from oase.companies.models import Company, Membership
from oase.companies.roles.now import read_anew
from oase.companies.roles.rules import leads
from oase.companies.words import NotAllowed, Wrong
from oase.conversations.models import Message
from oase.jobs import clock
from oase.service_cloud.erasure.retention import COMPANY, KINDS, LONGEST_DAYS, Rule, rule_of

COUNTED = 1000
"""Beyond it "more than" says enough, and counting costs no more."""


@dataclass(frozen=True)
class Deleted:
    """How many solved concerns of one kind the next night deletes: as it stands, and as it would be."""

    kind: str
    now: int
    then: int
    most: int = COUNTED


@transaction.atomic
def save_retention(*, by: Membership, rules: Mapping[str, Rule]) -> None:
    """Decide for every kind of concern how long it is kept; the next night follows it.

    Raises:
        Wrong: no sensible number of days; its field is `<kind>_days`.
        NotAllowed: `by` does not lead.
    """
    company = Company.objects.select_for_update(no_key=True).get(pk=by.company_id)
    read_anew(by)
    if not leads(by):
        raise NotAllowed
    _check(rules)
    before = {kind: asdict(rule_of(company, kind)) for kind in KINDS}
    after = {kind: asdict(rules[kind]) for kind in KINDS}
    company.retention = company.retention | after
    company.save(update_fields=["retention"])
    record_change(company=company, by=by.person, area="retention", before=_plain(before), after=_plain(after))


def preview_retention(*, by: Membership, rules: Mapping[str, Rule]) -> list[Deleted]:
    """What these rules would delete in the next night, kind by kind. Nothing is stored.

    Raises:
        Wrong: no sensible number of days.
        NotAllowed: `by` does not lead.
    """
    if not leads(by):
        raise NotAllowed
    _check(rules)
    company = Company.objects.get(pk=by.company_id)
    return [
        Deleted(kind, _gone(company, kind, rule_of(company, kind)), _gone(company, kind, rules[kind])) for kind in KINDS
    ]


def _check(rules: Mapping[str, Rule]) -> None:
    for kind in KINDS:
        if not 0 <= rules[kind].days <= LONGEST_DAYS:
            raise Wrong(f"{kind}_days", _("Please choose between 0 and %(most)d days.") % {"most": LONGEST_DAYS})


def _gone(company: Company, kind: str, rule: Rule) -> int:
    zone = ZoneInfo(company.time_zone)
    last: datetime = clock.now().astimezone(zone) - timedelta(days=rule.days)
    solved = company.conversations.filter(solved_at__lt=datetime(last.year, 1, 1, tzinfo=zone))
    by_staff = Exists(Message.objects.filter(conversation=OuterRef("pk"), author_role=Message.AGENT))
    return solved.filter(by_staff if kind == COMPANY else ~by_staff)[: COUNTED + 1].count()


def _plain(rules: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    return {f"{kind}_{name}": value for kind, rule in rules.items() for name, value in rule.items()}
