"""Matters of life, law, fraud and data rights: never for the network, whenever they come up."""

import re

SENSITIVE = "|".join(
    (
        "(?:rechts)?anw[aä]lt(?:e|en|s|in|innen)?|klage|verklagen?|verklagt|strafanzeige|anzeige erstatten",
        "polizei|vor gericht|lawyers?|solicitors?|attorney|sue you|suing|legal action|police",
        "betrug|betrogen|betrüger|gestohlen|geklaut|diebstahl|fraud|scam|scammed|stolen|theft",
        "unf[aä]lle?|verletz(?:t|te|ung|ungen)|verbrennung(?:en)?|verbrüht|notarzt|krankenhaus",
        "(?:mich|mir|hand|finger|arm)(?: \\w+)? verbrannt",
        "accident|injur(?:ed|y|ies)|scalded|hospital|ambulance",
        "(?:was|got|been) burn(?:ed|t)|burn(?:ed|t) (?:my|his|her|our|their|me|myself|himself|herself)",
        "es brennt|(?:akku|batterie|kabel|stecker|gerät|maschine|motor) brennt|feuer gefangen|in flammen|explodiert",
        "raucht|rauch aus|kommt rauch|rauch steigt|qualm|qualmt|qualmte|stromschlag",
        "(?:kabel|stecker|akku|netzteil)(?: \\w+)? verschmort",
        "on fire|caught fire|in flames|exploded|(?<!like )smoke|smoking|electric shock",
        "suizid|selbstmord|umbringen|suicide|kill myself",
        "dsgvo|datenauskunft|auskunft über meine daten|meine daten löschen|löschung meiner daten",
        "gdpr|delete my data|data request|subject access|data breach",
    )
)
# Without IGNORECASE: with it each word is compared with every one of these to its end.
_SENSITIVE = re.compile(rf"(?<!\w)(?:{SENSITIVE})(?!\w)")


def is_sensitive(text: str) -> bool:
    """Whether the text touches life, law, fraud or data rights, and so always goes to the company."""
    return _SENSITIVE.search(" ".join(text.casefold().split())) is not None
