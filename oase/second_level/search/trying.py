"""Whoever guesses is stopped: a search for a customer who is not there costs a try, and tries come back by the hour."""

from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext as _

from oase.companies.models import Membership
from oase.companies.words import Refused
from oase.jobs import clock

MOST_IN_VAIN: Final = 20
"""Customers a member may look for in vain within an hour: slips of the keyboard, and no list of guesses."""
HOUR: Final = 3600


def _key(membership: Membership) -> str:
    return f"search:vain:{membership.pk}:{int(clock.now().timestamp()) // HOUR}"


def check_tries(membership: Membership) -> None:
    """See that they may look for another customer.

    Raises:
        Refused: they looked for too many in vain within this hour.
    """
    if (cache.get(_key(membership)) or 0) >= MOST_IN_VAIN:
        raise Refused(
            _("You have looked for many customers in vain. Please ask for their number, and try again in an hour.")
        )


def looked_in_vain(membership: Membership) -> None:
    """Count one more. Called outside of what is taken back when nobody was found."""
    key = _key(membership)
    if not cache.add(key, 1, timeout=2 * HOUR):
        cache.set(key, (cache.get(key) or 0) + 1, timeout=2 * HOUR)
