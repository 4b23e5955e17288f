"""Public holidays by country and part of it (ISO 3166-1 and -2), as the package `holidays` knows them."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays

KNOWN_YEARS = range(1990, 2100)
"""Beyond them nothing is known: no day is a holiday."""
_LANGUAGES = {"de": "de", "en": "en_US"}


@lru_cache(maxsize=1)
def regions() -> Mapping[str, tuple[str, ...]]:
    """Country code → codes of its parts that have holidays of their own; both as `holidays_in` takes them."""
    known = holidays.list_supported_countries(include_aliases=False)
    return MappingProxyType(
        {country: tuple(f"{country}-{part}" for part in parts) for country, parts in sorted(known.items())}
    )


def is_region(code: str) -> bool:
    """Whether holidays of this country ("DE") or part of it ("DE-BY") are known."""
    country = code.partition("-")[0]
    return country in regions() and (code == country or code in regions()[country])


@lru_cache(maxsize=512)
def holidays_in(region: str, year: int, language: str = "de") -> Mapping[date, str]:
    """The public holidays of one year with their names in `language` ("de" or "en"), or in the country's own.

    A region that is not known has none: what was saved before a part of a country got another code stays open.
    """
    if year not in KNOWN_YEARS or not is_region(region):
        return MappingProxyType({})
    country, _, part = region.partition("-")
    names = holidays.country_holidays(
        country, subdiv=part or None, years=year, language=_spoken(country, language), observed=True
    )
    return MappingProxyType(dict(sorted(names.items())))


def _spoken(country: str, language: str) -> str | None:
    spoken = getattr(holidays.country_holidays(country), "supported_languages", ())
    wanted = _LANGUAGES.get(language, language)
    # German is "de" for Germany, "de_AT" or "de_CH" elsewhere.
    return next((one for one in spoken if one == wanted), None) or next(
        (one for one in spoken if one.partition("_")[0] == language), None
    )
