"""Figures as people write them in the viewer's language."""

from babel.numbers import format_currency, format_decimal

from oase.portals.look.times import babel_locale


def euros(cents: int | None) -> str:
    """An amount of euro cents: 420 is "4,20 €" in German and "€4.20" in English."""
    return "" if cents is None else str(format_currency(cents / 100, "EUR", locale=babel_locale()))


def decimal(value: float | None, places: int = 1) -> str:
    """A number with exactly `places` digits after the point or comma: 4.66 is "4,7"; whole thousands are grouped."""
    if value is None:
        return ""
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(value, pattern, locale=babel_locale()))
