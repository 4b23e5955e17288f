"""A topic's prices as rows of a form: parallel lists, one entry a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oase.companies.models import MOST_REWARD_CENTS
from oase.conversations.words import Refused
from oase.experts.rewards.amounts import cents_from
from oase.experts.rewards.models import Price
from oase.experts.rewards.setting_prices import MOST_PRICES, PriceWanted, WrongPrice
from oase.portals.look.money import decimal

DAYS = (
    ("", gettext_lazy("every day")),
    (Price.WORKDAYS, gettext_lazy("Monday to Friday")),
    (Price.WEEKEND, gettext_lazy("Saturday and Sunday")),
)
LANGUAGES = (("", gettext_lazy("every language")), *settings.LANGUAGES)
FIELDS = ("language", "days", "begins", "ends", "amount")
SPARE, ROWS = 2, 4


@dataclass(frozen=True)
class Row:
    """One price as it was typed; hours as 20:00, the amount in euros."""

    language: str = ""
    days: str = ""
    begins: str = ""
    ends: str = ""
    amount: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing in it: it does not count."""
        return not any((self.language, self.days, self.begins, self.ends, self.amount.strip()))


def written(cents: int) -> str:
    """An amount as it stands in a field, in the viewer's language: 420 is "4,20" or "4.20"."""
    return decimal(cents / 100, 2)


def rows_of(prices: Sequence[Price]) -> list[Row]:
    """The rows as the prices stand, with room for more."""
    rows = [Row(one.language, one.days, _hour(one.begins), _hour(one.ends), written(one.cents)) for one in prices]
    return padded(rows)


def rows_in(data: QueryDict) -> list[Row]:
    """The rows as they were typed: never more than a topic may have."""
    columns = [data.getlist(name) for name in FIELDS]
    number = min(max(map(len, columns)), MOST_PRICES)
    cells = ([column[place] if place < len(column) else "" for column in columns] for place in range(number))
    return [Row(*row) for row in cells]


def padded(rows: list[Row]) -> list[Row]:
    """With some empty rows after those that are filled."""
    wanted = min(MOST_PRICES, max(ROWS, sum(not row.is_empty for row in rows) + SPARE, len(rows)))
    return rows + [Row()] * (wanted - len(rows))


def base_in(data: QueryDict) -> int:
    """The topic's own price in euro cents.

    Raises:
        WrongPrice: it is no amount, or an absurd one.
    """
    try:
        return cents_from(data.get("base", ""), most=MOST_REWARD_CENTS)
    except Refused as refused:
        raise WrongPrice(None, str(refused)) from refused


def wanted_in(rows: Sequence[Row]) -> list[tuple[int, PriceWanted]]:
    """The prices that are filled in, each with the place of its row.

    Raises:
        WrongPrice: one of them cannot be read; `place` is that of its row.
    """
    return [(place, _wanted(place, row)) for place, row in enumerate(rows) if not row.is_empty]


def _wanted(place: int, row: Row) -> PriceWanted:
    try:
        cents = cents_from(row.amount, most=MOST_REWARD_CENTS)
    except Refused as refused:
        raise WrongPrice(place, str(refused)) from refused
    return PriceWanted(cents, row.language, row.days, _time(place, row.begins), _time(place, row.ends))


def _time(place: int, text: str) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise WrongPrice(place, _("Please write hours such as 20:00.")) from error


def _hour(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""
