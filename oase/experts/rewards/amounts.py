"""Amounts as people write them, in euro; everywhere else they are cents."""

import re
from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oase.conversations.words import Refused

_WRITTEN = re.compile(r"(?:€\s*)?([0-9]{1,3}(?:[.,\s][0-9]{3})+|[0-9]+)(?:[.,]([0-9]{1,2}))?\s*€?")


def cents_from(text: str, *, most: int, least: int = 0) -> int:
    """Euro cents of an amount such as "4,20", "4.20", "4" or "1.250,00".

    Raises:
        Refused: it is no amount, has parts of a cent, or lies outside `least` to `most` (both in cents).
    """
    text = text.strip()
    if text.startswith(("-", "\u2212", "\u2013")):  # hyphen, minus sign, dash
        raise Refused(_("An amount cannot be negative."))
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise Refused(_("Please write the amount in euros and cents, such as 4,20."))
    euros = re.sub(r"\D", "", found[1])
    cents = int(euros.lstrip("0")[:12] or "0") * 100 + int((found[2] or "").ljust(2, "0"))
    if cents > most:
        raise Refused(_("That is more than %(most)s. Please look at the amount once more.") % {"most": euros_of(most)})
    if cents < least:
        raise Refused(_("Please choose at least %(least)s.") % {"least": euros_of(least)})
    return cents


def part_of(cents: int, percent: int) -> int:
    """What a part of a reward comes to in whole cents, rounded down, one at least; as in the statement of `due.py`."""
    return max(1, cents * percent // 100) if cents and percent else 0


def euros_of(cents: int) -> str:
    """An amount for people, in the language in force: 420 is "4,20 €" in German and "€4.20" in English."""
    return str(format_currency(Decimal(cents) / 100, "EUR", locale=(get_language() or "de").replace("-", "_")))
