"""What was done, for the one who went: counts per kind, what stays, why and until when. It names nobody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oase.companies.models import Company
from oase.conversations.models import Conversation
from oase.experts.rewards.models import Reward
from oase.people.models import Person
from oase.service_cloud.erasure import retention

KINDS = {
    "originals": gettext_lazy("texts and contact data from the vault"),
    "files": gettext_lazy("files"),
    "concerns": gettext_lazy("concerns deleted"),
    "closed": gettext_lazy("open concerns closed"),
    "shielded": gettext_lazy("kept texts shielded once more"),
    "names": gettext_lazy("texts of others your name was taken out of"),
    "hints": gettext_lazy("notes of the staff about your concerns"),
    "consents": gettext_lazy("words you had opened or hidden"),
    "sign_in": gettext_lazy("sign-in addresses, passkeys and second steps"),
    "sessions": gettext_lazy("open sessions"),
    "mails": gettext_lazy("mails kept here"),
    "exports": gettext_lazy("prepared downloads"),
    "other": gettext_lazy("drafts, notices and other entries"),
}
KIND_OF_TABLE = {
    "oase_export": "exports",
    "oase_sealed": "originals",
    "oase_sealedfile": "files",
    "account_emailaddress": "sign_in",
    "mfa_authenticator": "sign_in",
}


@dataclass(frozen=True)
class Stays:
    """Some concerns of one company and kind that stay without a name."""

    company: str
    kind: str
    concerns: int
    until: datetime

    @property
    def why(self) -> str:
        """The reason, as a sentence."""
        return _("The company must keep letters its staff wrote, without your name.")


def staying(person: Person) -> tuple[list[Stays], list[Conversation]]:
    """What stays of a person's concerns, by company and kind, and which concerns nobody must keep."""
    groups: dict[tuple[int, str], list[datetime]] = {}
    companies: dict[int, Company] = {}
    gone: list[Conversation] = []
    for conversation in Conversation.objects.filter(customer__person=person).select_related("company"):
        kind = retention.kind_of(conversation)
        if not retention.rule_of(conversation.company, kind).duty:
            gone.append(conversation)
            continue
        companies[conversation.company_id] = conversation.company
        until = retention.kept_until(conversation, kind)
        groups.setdefault((conversation.company_id, kind), []).append(until)
    stays = [Stays(companies[company].name, kind, len(ends), max(ends)) for (company, kind), ends in groups.items()]
    return sorted(stays, key=lambda one: (one.company, one.kind)), gone


def earned(person: Person) -> int:
    """What an expert earned here all in all, in euro cents."""
    return sum(Reward.objects.filter(expert_id=person.pk, taken_back=None).values_list("cents", flat=True))


def written(counts: Counter[str], stays: list[Stays], *, cents: int, answers: int) -> dict[str, Any]:
    """The report as it is stored."""
    return {
        "counts": {kind: counts[kind] for kind in KINDS if counts[kind]},
        "stays": [[one.company, one.kind, one.concerns, one.until.isoformat()] for one in stays],
        "earned_cents": cents,
        "answers": answers,
    }


def counted(report: dict[str, Any]) -> list[tuple[int, str]]:
    """The counts with their words."""
    return [(report["counts"][kind], str(words)) for kind, words in KINDS.items() if report.get("counts", {}).get(kind)]


def stays_of(report: dict[str, Any]) -> list[Stays]:
    """What stays, as it was written."""
    return [
        Stays(company, kind, concerns, until)
        for company, kind, concerns, moment in report.get("stays", [])
        if (until := parse_datetime(moment)) is not None
    ]


def concerns_line(number: int) -> str:
    """How many concerns, in words."""
    return ngettext("%(n)d concern", "%(n)d concerns", number) % {"n": number}
