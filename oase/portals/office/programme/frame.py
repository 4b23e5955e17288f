"""What every page of the programme needs: who looks, and the ways to the other pages."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from oase.companies.models import Membership
from oase.portals.office import context
from oase.second_level.rules import leads

TABS = (
    ("topics", "office-topics", _("Topics")),
    ("invitation", "office-invitation", _("Invitation")),
    ("lessons", "office-lessons", _("Lessons")),
    ("questions", "office-questions", _("Test questions")),
    ("prices", "office-prices", _("Prices")),
    ("experts", "office-experts", _("Experts")),
    ("marking", "office-marking", _("To be marked")),
    ("plan", "office-plan", _("Plan")),
    ("payouts", "office-payouts", _("Payouts")),
    ("reports", "office-moderation", _("Reports")),
)
FOR_AGENTS = {"marking", "reports"}


def frame(membership: Membership, tab: str) -> dict[str, Any]:
    """The frame of a page; `tab` names the one it belongs to."""
    slug, everything = membership.company.slug, leads(membership)
    tabs = [
        {"key": key, "name": name, "url": address}
        for key, url, name in TABS
        if (everything or key in FOR_AGENTS) and (address := _address(url, slug))
    ]
    return context.frame(membership, "mine") | {"place": "programme", "tab": tab, "tabs": tabs}


def _address(name: str, slug: str) -> str:
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""
