"""The credit note by which a company bills for an expert (§ 14 Abs. 2 Satz 2, Abs. 4 UStG), as PDF.

It says both names and addresses, the expert's tax number, its date and number, what was done and when, the amount
before tax and the tax or why there is none, and the word "Gutschrift". It is written in German, as the authorities ask.
"""

from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path
from typing import Final

from babel.dates import format_date
from babel.numbers import format_currency
from django.utils.translation import gettext as _
from fpdf import FPDF, XPos, YPos
from fpdf.fonts import TTFFont
from text_unidecode import unidecode

from oase.conversations.words import Refused
from oase.experts.rewards.models import Reward
from oase.experts.rewards.payouts.details import REGULAR, REVERSE, SMALL, VAT_PERCENT
from oase.experts.rewards.payouts.reading import TAKEN_BACK, Note

FONTS = Path(__file__).parent / "fonts"
PALM, INK, FAINT = (28, 90, 67), (33, 37, 41), (110, 110, 104)
WORK: Final[Mapping[str, str]] = {
    Reward.SOLVED: "Beantwortete und gelöste Anfragen",
    Reward.HANDOVER: "Bearbeitete Anfragen, begründet weitergegeben",
    Reward.CHECK: "Geprüfte Antworten",
    Reward.REUSE: "Wiederverwendete Antworten",
    TAKEN_BACK: "Zurückgenommene Vergütungen früherer Monate",
}
TAX_WORDS: Final[Mapping[str, str]] = {
    SMALL: "Steuerfrei nach § 19 Abs. 1 UStG (Kleinunternehmer); Umsatzsteuer wird nicht ausgewiesen.",
    REVERSE: "Steuerschuldnerschaft des Leistungsempfängers (§ 13b UStG, reverse charge).",
}
LEFT, WIDTH = 22, 166


def credit_note(note: Note) -> bytes:
    """The PDF; the same bytes however often it is made.

    Raises:
        Refused: the expert was forgotten, and with them what has to stand on it.
    """
    details = note.details
    if details is None:
        raise Refused(_("Name and address on this credit note were forgotten with the expert. The amounts stay."))
    page = _Page(note)
    page.addresses()
    page.heading(f"Gutschrift {note.number}")
    page.facts(
        ("Datum", _day(note.written_on)),
        ("Leistungszeitraum", f"{_day(note.first_day)} bis {_day(note.last_day)}"),
        ("Steuernummer oder USt-IdNr. des Leistenden", details.tax_number),
        ("Steuernummer oder USt-IdNr. des Empfängers", note.run.payer["tax_number"]),
    )
    page.positions()
    if details.taxation != REGULAR:
        page.words(TAX_WORDS[details.taxation])
    page.words(
        "Abrechnung im Gutschriftverfahren, wie vereinbart (§ 14 Abs. 2 Satz 2 UStG). "
        f"Der Betrag wird ab dem {_day(note.run.pay_on)} auf das Konto {_grouped(details.iban)} überwiesen. "
        "Bitte widersprechen Sie, wenn etwas nicht stimmt."
    )
    return bytes(page.pdf.output())


def _day(day: date) -> str:
    return str(format_date(day, "d. MMMM y", locale="de"))


def _euros(cents: int) -> str:
    return str(format_currency(Decimal(cents) / 100, "EUR", locale="de"))


def _grouped(iban: str) -> str:
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


class _Page:
    """One sheet of A4, written from top to bottom."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self.pdf = FPDF(format="A4")
        self.pdf.set_creation_date(note.run.closed_at.astimezone(UTC).replace(microsecond=0))
        self.pdf.set_title(f"Gutschrift {note.number}")
        self.pdf.set_author(note.run.payer["name"])
        self.pdf.set_lang("de")
        self.pdf.set_margins(LEFT, 20)
        for style, name in (("", "regular"), ("B", "bold")):
            self.pdf.add_font("Figtree", style, FONTS / f"figtree-{name}.ttf")
        self.pdf.add_page()
        font = self.pdf.fonts["figtree"]
        self._drawn = set(font.cmap) if isinstance(font, TTFFont) else set[int]()

    def _font(self, size: float, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        self.pdf.set_font("Figtree", style, size)
        self.pdf.set_text_color(*colour)

    def _letters(self, text: str) -> str:
        """What the font cannot draw is spelled in Latin letters instead of left out."""
        return "".join(sign if ord(sign) in self._drawn else unidecode(sign) for sign in text)

    def _line(self, text: str, height: float = 5.2) -> None:
        self.pdf.cell(WIDTH, height, self._letters(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def addresses(self) -> None:
        payer, details = self.note.run.payer, self.note.details
        assert details is not None  # said by `credit_note`
        self._font(9, "B", PALM)
        self._line("Leistungsempfänger und Aussteller")
        self._font(10)
        for line in (payer["name"], payer["street"], f"{payer['postcode']} {payer['town']}", payer["country"]):
            self._line(line)
        self.pdf.ln(8)
        self._font(9, "B", PALM)
        self._line("Leistender und Empfänger der Gutschrift")
        self._font(11)
        for line in (details.holder, details.street, f"{details.postcode} {details.town}", details.country):
            self._line(line)
        self.pdf.ln(12)

    def heading(self, text: str) -> None:
        self._font(20, "B", PALM)
        self._line(text, 11)
        self.pdf.ln(3)

    def facts(self, *facts: tuple[str, str]) -> None:
        for name, value in facts:
            self._font(10, "", FAINT)
            self.pdf.cell(84, 5.6, self._letters(name))
            self._font(10)
            self.pdf.cell(WIDTH - 84, 5.6, self._letters(value), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.pdf.ln(7)

    def positions(self) -> None:
        self._row("Leistung", "Anzahl", "Betrag netto", head=True)
        for one in self.note.positions:
            self._row(WORK[one.reason], str(one.number), _euros(one.cents))
        payout, details = self.note.payout, self.note.details
        assert details is not None
        self.pdf.ln(2)
        self._row("Summe netto", "", _euros(payout.net_cents))
        if details.taxation == REGULAR:
            self._row(f"Umsatzsteuer {VAT_PERCENT} %", "", _euros(payout.tax_cents))
        self._row("Auszahlungsbetrag", "", _euros(payout.cents), head=True)
        self.pdf.ln(6)

    def _row(self, what: str, number: str, amount: str, *, head: bool = False) -> None:
        self._font(10, "B" if head else "")
        self.pdf.set_draw_color(*FAINT)
        border = "B" if head else ""
        self.pdf.cell(106, 7, what, border=border)
        self.pdf.cell(20, 7, number, border=border, align="R")
        self.pdf.cell(40, 7, amount, border=border, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def words(self, text: str) -> None:
        self._font(9.5)
        self.pdf.multi_cell(WIDTH, 5, self._letters(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.pdf.ln(2)
