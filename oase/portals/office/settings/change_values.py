"""Values of the audit log as people say them: amounts, choices, and what was picked from a list."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from oase.channels.widget.models import Widget
from oase.companies.models import Membership
from oase.conversations.models import Message
from oase.portals.look.money import euros
from oase.portals.office.goodwill.setting import PICTURES
from oase.portals.office.views.form import CHANNEL_WORDS, STATE_WORDS
from oase.second_level.views.models import OwnView

AMOUNTS: Final = frozenset({"cents", "budget_cents", "reward_cents"})
PICKED: Final = frozenset({"topics", "tags", "holders"})
"""Kept by number where a view sorts by them, and by name where a team is meant."""
CHOICES: Final[Mapping[str, Mapping[str, str | Promise]]] = {
    "role": dict(Membership.ROLES),
    "invited_as": dict(Membership.ROLES),
    "side": dict(Widget.SIDES),
    "icon": dict(PICTURES),
    "audience": {
        Message.CONVERSATION: gettext_lazy("The customer"),
        Message.STAFF: gettext_lazy("Only colleagues"),
    },
    "shared": {OwnView.COMPANY: gettext_lazy("All of us"), OwnView.TEAM: gettext_lazy("Team")},
    "state": STATE_WORDS,
    "channels": CHANNEL_WORDS,
    "languages": {"de": gettext_lazy("German"), "en": gettext_lazy("English")},
}


def said(name: str, value: Any) -> str | None:
    """The value of a setting in words; None where it speaks for itself."""
    match value:
        case bool():
            return None
        case int() if name in AMOUNTS:
            return euros(value)
        case str() if name in CHOICES:
            return str(CHOICES[name].get(value, value))
        case [str(), *_] if name in CHOICES:
            return ", ".join(str(CHOICES[name].get(one, one)) for one in value)
        case [*_] if name in PICKED and value and all(str(one).isdigit() or one in {"me", "nobody"} for one in value):
            return ngettext("%(n)s chosen", "%(n)s chosen", len(value)) % {"n": len(value)}
    return None
