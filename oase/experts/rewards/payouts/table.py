"""The payouts of a month as a table for the accounts (CSV, RFC 4180, UTF-8)."""

import csv
from collections.abc import Sequence
from io import StringIO

from oase.experts.rewards.payouts.reading import Note

COLUMNS = (
    "credit_note", "date", "month", "name", "street", "postcode", "town", "country", "tax_number", "taxation", "iban",
    "net_eur", "tax_eur", "total_eur",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection)."""


def table(notes: Sequence[Note]) -> str:
    """One row for each credit note; amounts in euros with a point. Who was forgotten has no name in it."""
    written = StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for note in notes:
        details = note.details
        whose = (
            [""] * 7
            if details is None
            else [
                details.holder, details.street, details.postcode, details.town, details.country, details.tax_number,
                details.taxation,
            ]
        )  # fmt: skip
        iban = "" if details is None else details.iban
        head = [note.number, note.written_on.isoformat(), f"{note.run.month:%Y-%m}"]
        amounts = (note.payout.net_cents, note.payout.tax_cents, note.payout.cents)
        rows.writerow([*map(_harmless, [*head, *whose, iban]), *map(_euros, amounts)])
    return written.getvalue()


def _harmless(text: str) -> str:
    # Where commas are decimal points a spreadsheet cuts at semicolons: what follows one would be a cell of its own.
    text = text.replace(";", ",")
    return f"'{text}" if text.startswith(FORMULA) else text


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
