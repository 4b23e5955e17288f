"""The words inside placeholders. They keep the sense: whoever reads `[IBAN 1]` knows what was said."""

import re

LABELS: dict[str, tuple[str, str]] = {
    "person": ("Name", "Name"),
    "address": ("Adresse", "Address"),
    "place": ("Ort", "Place"),
    "email": ("E-Mail", "Email"),
    "phone": ("Telefon", "Phone"),
    "iban": ("IBAN", "IBAN"),
    "bic": ("BIC", "BIC"),
    "account": ("Konto", "Account"),
    "card": ("Karte", "Card"),
    "birthdate": ("Geburtsdatum", "Date of birth"),
    "plate": ("Kennzeichen", "Number plate"),
    "vehicle": ("Fahrzeugnummer", "Vehicle number"),
    "customer": ("Kundennummer", "Customer number"),
    "order": ("Bestellnummer", "Order number"),
    "invoice": ("Rechnungsnummer", "Invoice number"),
    "contract": ("Vertragsnummer", "Contract number"),
    "serial": ("Seriennummer", "Serial number"),
    "tracking": ("Sendungsnummer", "Tracking number"),
    "reference": ("Nummer", "Number"),
    "password": ("Passwort", "Password"),
    "tax": ("Steuernummer", "Tax number"),
    "vat": ("USt-ID", "VAT number"),
    "insurance": ("Versicherungsnummer", "Insurance number"),
    "identity": ("Ausweisnummer", "ID number"),
    "ip": ("IP-Adresse", "IP address"),
    "mac": ("MAC-Adresse", "MAC address"),
    "link": ("Link", "Link"),
    "handle": ("Benutzername", "User name"),
    "file": ("Datei", "File"),
    "coordinates": ("Koordinaten", "Coordinates"),
    "private": ("Verborgen", "Hidden"),
}
"""Type of a datum → its German and English label."""

_ALL = sorted({label for pair in LABELS.values() for label in pair}, key=len, reverse=True)
PLACEHOLDER = re.compile(r"\[(" + "|".join(map(re.escape, _ALL)) + r") ([1-9]\d{0,2})\]")
"""A placeholder that is there already. At most three digits, so that no PIN can hide in one."""

MOST = 999


def label(kind: str, language: str) -> str:
    german, english = LABELS[kind]
    return english if language == "en" else german
