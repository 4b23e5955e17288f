"""Countries and their parts to choose from, in the reader's language."""

from collections.abc import Sequence
from functools import lru_cache

import holidays
from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oase.companies.opening.public_holidays import is_region, regions

Group = tuple[str, Sequence[tuple[str, str]]]
"""A heading, and what stands beneath it: code and name."""
NEAR = ("DE", "AT", "CH")
"""Whose parts are always offered; another country's appear once it is chosen."""


def region_choices(chosen: str) -> list[Group]:
    """What a select offers: no holidays, countries, and parts of those close by and of the chosen one."""
    names = {code: country_name(code) for code in regions()}
    countries = sorted(names.items(), key=lambda one: (one[0] not in NEAR, one[1]))
    own = chosen.partition("-")[0]
    parts = ((country, regions().get(country, ())) for country in dict.fromkeys((*NEAR, own)))
    within = [(names[country], [(code, region_name(code)) for code in codes]) for country, codes in parts if codes]
    return [(_("Countries"), countries), *within]


def country_name(code: str) -> str:
    """A country in the reader's language; its code where there is no word for it."""
    return str(Locale((get_language() or "de")[:2]).territories.get(code, code))


def region_name(code: str) -> str:
    """A country or a part of it with its country, such as "Bayern, Deutschland"; a part by its own people's name."""
    country, _dash, part = code.partition("-")
    if not part or not is_region(code):
        return country_name(country)
    return f"{_aliases(country).get(part, part)}, {country_name(country)}"


@lru_cache(maxsize=256)
def _aliases(country: str) -> dict[str, str]:
    known = holidays.country_holidays(country).get_subdivision_aliases()
    return {part: names[0] for part, names in known.items() if names}
