"""What a closed month is handed out as: a file for the bank, a table for the accounts, a credit note for each."""

import csv
import xml.etree.ElementTree as ET
from io import StringIO

import pytest
from fpdf import FPDF
from sepaxml.validation import ValidationError

from oase.conversations.words import Refused
from oase.experts.models import Expert
from oase.experts.rewards.payouts.bank_file import bank_file, bank_letters
from oase.experts.rewards.payouts.credit_note import credit_note
from oase.experts.rewards.payouts.details import Details, WrongDetail, checked, checked_iban, save_details
from oase.experts.rewards.payouts.models import Payer, PayoutRun
from oase.experts.rewards.payouts.reading import Note, notes_for
from oase.experts.rewards.payouts.table import table
from tests.cast import Cast, person
from tests.experts.rewards.months import EMILS, close, earn, ready

SPACE = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


def _closed(cast: Cast, **details: object) -> tuple[PayoutRun, list[Note]]:
    ready(cast)
    if details:
        save_details(by=cast.emil, wanted=Details(**{**EMILS.__dict__, **details}), agreed=True)
    earn(cast.emil, cast.kaffeewerk, 420)
    earn(cast.emil, cast.kaffeewerk, 84, reason="handover")
    run = close(cast)
    return run, notes_for(cast.member(cast.sven), run)


def _all(xml: bytes, path: str) -> list[str | None]:
    return [
        one.text for one in ET.fromstring(xml).iterfind(".//" + "/".join(f"{SPACE}{step}" for step in path.split("/")))
    ]


def test_the_bank_is_asked_for_exactly_what_is_owed(cast: Cast) -> None:
    ready(cast)
    grete = Expert.objects.create(person=person("Grete", "Moll"), languages=["de"]).person
    liable = Details(**{**EMILS.__dict__, "holder": "Gréta Šöß & Łoś", "small_business": False})
    save_details(by=grete, wanted=liable, agreed=True)
    for one in (cast.emil, grete):
        earn(one, cast.kaffeewerk, 1000)
    run = close(cast)
    xml = bank_file(run, notes_for(cast.member(cast.sven), run))
    assert _all(xml, "CdtTrfTxInf/Amt/InstdAmt") == ["10.00", "11.90"]
    assert _all(xml, "CtrlSum") == ["21.90", "21.90"]
    assert _all(xml, "NbOfTxs") == ["2", "2"]
    assert _all(xml, "CdtTrfTxInf/PmtId/EndToEndId") == ["GS-2026-10-00001", "GS-2026-10-00002"]
    assert _all(xml, "Cdtr/Nm") == ["Emil Hartmann", "Greta Soess + Los"]
    assert _all(xml, "Dbtr/Nm") == ["Kaffeewerk Roester + Soehne GmbH"]
    assert _all(xml, "ReqdExctnDt/Dt") == ["2026-11-06"]


def test_the_file_is_the_same_however_often_it_is_made(cast: Cast) -> None:
    run, notes = _closed(cast)
    again = notes_for(cast.member(cast.sven), PayoutRun.objects.get())
    assert bank_file(run, notes) == bank_file(PayoutRun.objects.get(), again)
    assert credit_note(notes[0]) == credit_note(again[0])


def test_a_company_without_a_bic_is_still_understood(cast: Cast) -> None:
    ready(cast)
    Payer.objects.update(bic="")
    earn(cast.emil, cast.kaffeewerk, 420)
    run = close(cast)
    xml = bank_file(run, notes_for(cast.member(cast.sven), run))
    assert _all(xml, "DbtrAgt/FinInstnId/Othr/Id") == ["NOTPROVIDED"]


def test_a_file_that_is_not_what_the_schema_asks_for_is_never_handed_out(cast: Cast) -> None:
    run, notes = _closed(cast)
    run.payer |= {"iban": "no account"}
    with pytest.raises(ValidationError):
        bank_file(run, notes)


def test_an_empty_month_has_no_file(cast: Cast) -> None:
    ready(cast)
    with pytest.raises(Refused):
        bank_file(close(cast), [])


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Jürgen Weiß", "Juergen Weiss"),
        ("//A//B/", "A/B"),
        ("Σωκράτης", "Sokrates"),
        ("\U0001f600", "-"),
        ("a\tb<c>", "a b c"),
    ],
)
def test_banks_get_letters_they_know(text: str, letters: str) -> None:
    assert bank_letters(text, 70) == letters


def test_no_cell_of_the_table_is_a_formula(cast: Cast) -> None:
    _, notes = _closed(cast, holder="=HYPERLINK(1)", street="Weg 1;=HYPERLINK(1)", town="@x")
    (row,) = csv.DictReader(StringIO(table(notes)))
    assert (row["name"], row["street"], row["town"]) == ("'=HYPERLINK(1)", "Weg 1,=HYPERLINK(1)", "'@x")
    assert ";" not in table(notes)
    assert (row["net_eur"], row["taxation"]) == ("5.04", "small")


def test_a_credit_note_says_what_the_law_asks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    said = _said(monkeypatch)
    _, notes = _closed(cast)
    assert credit_note(notes[0])[:5] == b"%PDF-"
    words = "\n".join(said)
    for needed in (
        "Gutschrift GS-2026-10-00001", "Kaffeewerk Röster & Söhne GmbH", "Hafenstraße 1", "20457 Hamburg",
        "DE136695976", "Emil Hartmann", "Bergstraße 4", "79098 Freiburg", "181/815/08155", "5. November 2026",
        "20. Oktober 2026 bis 20. Oktober 2026", "Beantwortete und gelöste Anfragen",
        "4,20\xa0€", "0,84\xa0€", "5,04\xa0€",
        "§ 19 Abs. 1 UStG (Kleinunternehmer)", "§ 14 Abs. 2 Satz 2 UStG", "DE89 3704 0044 0532 0130 00",
    ):  # fmt: skip
        assert needed in words, needed
    assert "Umsatzsteuer 19" not in words


def test_tax_is_shown_where_it_is_owed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    said = _said(monkeypatch)
    _, notes = _closed(cast, small_business=False)
    credit_note(notes[0])
    assert {"Umsatzsteuer 19 %", "0,96\xa0€", "6,00\xa0€"} <= set(said)
    assert "Kleinunternehmer" not in "".join(said)


def test_abroad_the_company_owes_the_tax(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    said = _said(monkeypatch)
    _, notes = _closed(cast, country="AT", tax_number="ATU13585627", iban="AT611904300234573201")
    credit_note(notes[0])
    assert (notes[0].payout.tax_cents, "Steuerschuldnerschaft des Leistungsempfängers" in "".join(said)) == (0, True)


def test_letters_that_the_font_lacks_are_spelled(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    said = _said(monkeypatch)
    _, notes = _closed(cast, holder="Σωκράτης Łoś")
    credit_note(notes[0])
    assert "Sokrates Łoś" in said


def _said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written on the page, as it is written."""
    said: list[str] = []
    cell, multi_cell = FPDF.cell, FPDF.multi_cell

    def one(self: FPDF, w: float, h: float, text: str = "", **rest: object) -> object:
        said.append(text)
        return cell(self, w, h, text, **rest)  # type: ignore[arg-type]

    def many(self: FPDF, w: float, h: float, text: str = "", **rest: object) -> object:
        said.append(text)
        return multi_cell(self, w, h, text, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(FPDF, "cell", one)
    monkeypatch.setattr(FPDF, "multi_cell", many)
    return said


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("iban", ""), ("iban", "DE8937040044053201300"), ("iban", "DE88370400440532013000"), ("iban", "XX00"),
        ("holder", "\u200b"), ("holder", "A\x07B"), ("town", ""), ("street", "x" * 71), ("country", "CH"),
        ("tax_number", "DE136695977"), ("tax_number", "ATU13585627"),
    ],
)  # fmt: skip
def test_details_that_cannot_stand_are_named(field: str, value: str) -> None:
    with pytest.raises(WrongDetail) as caught:
        checked(Details(**{**EMILS.__dict__, field: value}))
    assert caught.value.field == field


def test_an_iban_is_kept_without_its_spaces() -> None:
    assert checked_iban(" de89 3704 0044 0532 0130 00 ") == "DE89370400440532013000"
