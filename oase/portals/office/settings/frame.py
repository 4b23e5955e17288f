"""What every page of the settings needs: who looks, and the ways to the other pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oase.companies.models import Membership
from oase.portals.office import context

TABS = (
    ("overview", "office-settings", _("Overview")),
    ("hours", "office-hours", _("Opening hours")),
    ("holidays", "office-holidays", _("Holidays")),
    ("promises", "office-promises", _("Promises")),
    ("teams", "office-teams", _("Teams")),
    ("roles", "office-roles", _("People and roles")),
    ("tags", "office-tags", _("Tags")),
    ("macros", "office-macros", _("Macros")),
    ("goodwill", "office-goodwill-kinds", _("Goodwill")),
    ("retention", "office-retention", _("Keeping")),
    ("company", "office-company", _("Company")),
    ("widget", "office-widget", _("Widget")),
    ("changes", "office-changes", _("Changes")),
)
"""Key, name of the address (taking the company's slug), and what it is called."""


def frame(membership: Membership, tab: str) -> dict[str, Any]:
    """The frame of a page; `tab` names the one it belongs to."""
    slug = membership.company.slug
    tabs = [{"key": key, "name": name, "url": reverse(address, args=[slug])} for key, address, name in TABS]
    return context.frame(membership, "mine") | {"place": "settings", "tab": tab, "tabs": tabs}
