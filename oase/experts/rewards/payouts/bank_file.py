"""The file for the bank: a SEPA credit transfer, pain.001.001.09 (ISO 20022), the same however often it is made."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from sepaxml import SepaTransfer
from sepaxml.validation import try_valid_xml
from text_unidecode import unidecode

from oase.conversations.words import Refused
from oase.experts.rewards.payouts.models import PayoutRun
from oase.experts.rewards.payouts.reading import Note

SCHEMA: Final = "pain.001.001.09"
_SPACE = f"{{urn:iso:std:iso:20022:tech:xsd:{SCHEMA}}}"
_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS", "&": "+"}
)


def bank_letters(text: str, most: int) -> str:
    """The text in the letters every bank takes (EPC 217-08), German as Germans spell it without umlauts."""
    plain = re.sub(r"[^A-Za-z0-9/?:().,'+ -]", " ", unidecode(text.translate(_SPELLED)))
    # No reference may begin or end with a slash, or hold two of them.
    return " ".join(re.sub(r"/{2,}", "/", plain).split())[:most].strip("/ ") or "-"


def bank_file(run: PayoutRun, notes: Sequence[Note], again: Sequence[Note] = ()) -> bytes:
    """All transfers of a run as one batch; those whose details were forgotten are left out.

    `again`: transfers of earlier months that the bank sent back. The reference of a transfer is the number of its
    credit note, so a bank that is given the file twice can see it.

    Raises:
        Refused: there is nothing to transfer.
        sepaxml.validation.ValidationError: the file is not what the schema asks for.
    """
    known = [(note, note.details) for note in (*notes, *again) if note.details is not None]
    if not known:
        raise Refused(_("There is nothing to transfer in this month."))
    payer = run.payer
    config = {"name": bank_letters(payer["name"], 70), "IBAN": payer["iban"], "batch": True, "currency": "EUR"}
    config |= {"BIC": payer["bic"]} if payer["bic"] else {}
    config["address"] = _address(payer["street"], payer["postcode"], payer["town"], payer["country"])
    transfer = SepaTransfer(config, schema=SCHEMA, clean=True)
    for note, details in known:
        transfer.add_payment(
            {
                "name": bank_letters(details.holder, 70),
                "IBAN": details.iban,
                "amount": note.payout.cents,
                "execution_date": run.pay_on,
                "description": bank_letters(f"Gutschrift {note.number} {payer['name']}", 140),
                "endtoend_id": note.reference,
                "address": _address(details.street, details.postcode, details.town, details.country),
            }
        )
    return _settled(transfer.export(validate=False), run)


def _address(street: str, postcode: str, town: str, country: str) -> dict[str, str]:
    return {
        "street_name": bank_letters(street, 70),
        "postcode": bank_letters(postcode, 16),
        "town": bank_letters(town, 35),
        "country": country,
    }


def _settled(made: bytes, run: PayoutRun) -> bytes:
    """The file with ids and a time of its own run instead of drawn ones, checked against the official structure."""
    document = ET.fromstring(made)
    for path, text in (
        ("GrpHdr/MsgId", f"OASE-{run.pk.hex[:29]}"),
        ("GrpHdr/CreDtTm", run.closed_at.strftime("%Y-%m-%dT%H:%M:%S")),
        ("PmtInf/PmtInfId", f"PAY-{run.pk.hex[:30]}"),
    ):
        _found(document, path).text = text
    bank = _found(document, "PmtInf/DbtrAgt/FinInstnId")
    if len(bank) == 0:
        # Without a BIC the German banks ask for this word (DFÜ-Abkommen, Anlage 3).
        other = ET.SubElement(bank, f"{_SPACE}Othr")
        ET.SubElement(other, f"{_SPACE}Id").text = "NOTPROVIDED"
    ET.register_namespace("", _SPACE.strip("{}"))
    written: bytes = ET.tostring(document, encoding="UTF-8", xml_declaration=True)
    try_valid_xml(written, SCHEMA)
    return written


def _found(document: ET.Element, path: str) -> ET.Element:
    steps = "/".join(f"{_SPACE}{step}" for step in ["CstmrCdtTrfInitn", *path.split("/")])
    element = document.find(steps)
    if element is None:
        raise LookupError(f"a transfer has no {path}")
    return element
