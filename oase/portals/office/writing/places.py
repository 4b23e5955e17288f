"""Where a member of staff can go: the pages of the second level, for the palette."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oase.companies.models import Membership
from oase.second_level.rules import leads

EVERYBODYS = (
    ("office-inbox", "inbox", _("Concerns")),
    ("office-team", "team", _("Team")),
    ("office-me", "user", _("My page")),
    ("office-goodwill", "gift", _("Goodwill")),
)
LEADERS = (
    ("office-today", "sun", _("The team today")),
    ("office-topics", "graduation-cap", _("Programme")),
    ("office-settings", "settings", _("Settings")),
    ("office-macros", "zap", _("Macros")),
    ("office-payouts", "wallet", _("Payouts")),
)


@dataclass(frozen=True)
class Place:
    """A page, with its icon."""

    url: str
    icon: str
    name: str | Promise


def places_of(membership: Membership) -> list[Place]:
    """The views of the inbox are on the page already; these are all the others this member may open."""
    wanted = EVERYBODYS + (LEADERS if leads(membership) else ())
    return [Place(url, icon, name) for address, icon, name in wanted if (url := _url(address, membership.company.slug))]


def _url(address: str, slug: str) -> str:
    try:
        return reverse(address, args=[slug])
    except NoReverseMatch:
        return ""
