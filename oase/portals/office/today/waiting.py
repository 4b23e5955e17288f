"""What waits for a decision of those who lead, with the way to it."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from oase.companies.models import Membership
from oase.experts.programme.queries import to_mark_visible_to
from oase.experts.reputation.queries import waiting_for
from oase.second_level.advisors.models import AdvisorChange
from oase.second_level.goodwill.queries import waiting_visible_to


@dataclass(frozen=True)
class Waiting:
    """So much of one kind; `url` leads there, and is empty where there is nothing to decide but to know."""

    icon: str
    words: str
    url: str


def waiting_today(membership: Membership) -> list[Waiting]:
    """Wishes for goodwill, answers to be marked, reports and appeals, and handover notes that are still to come."""
    slug = membership.company.slug
    wishes, marks = waiting_visible_to(membership).count(), to_mark_visible_to(membership).count()
    decisions, notes = waiting_for(membership), _notes(membership).count()
    found = [
        (wishes, "gift", "office-goodwill", ngettext(
            "%(n)s wish for goodwill waits for you", "%(n)s wishes for goodwill wait for you", wishes)),
        (decisions, "shield-alert", "office-moderation", ngettext(
            "%(n)s report or appeal waits for you", "%(n)s reports or appeals wait for you", decisions)),
        (marks, "graduation-cap", "office-marking", ngettext(
            "%(n)s answer waits to be marked", "%(n)s answers wait to be marked", marks)),
        (notes, "note", "", ngettext(
            "%(n)s handover note is still to be written", "%(n)s handover notes are still to be written", notes)),
    ]  # fmt: skip
    return [
        Waiting(icon, words % {"n": number}, reverse(name, args=[slug]) if name else "")
        for number, icon, name, words in found
        if number
    ]


def _notes(membership: Membership) -> QuerySet[AdvisorChange]:
    asked = AdvisorChange.objects.filter(customer__company_id=membership.company_id, note_asked_at__isnull=False)
    return asked.filter(note=None)
