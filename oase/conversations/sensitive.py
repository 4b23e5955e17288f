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
        "suizid|selbstmord|umbringen|bringe? (?:mich|dich|sie|euch|ihn|alle)(?: \\w+)? um|umgebracht",
        "(?:will|möchte|mag) nicht mehr(?: weiter)? leben|mir das leben nehmen|(?:mord|todes)drohung(?:en)?|bombe",
        "suicide|suicidal|kill(?:ing)? (?:my|your|him|her|them)sel(?:f|ves)|end my life|(?:want|going) to die",
        "(?:will|to) kill (?:you|him|her|them|someone|somebody)|death threats?|bomb",
        "rechtliche schritte|gerichtlich|schadens?ersatz(?:forderung|ansprüche)?|mahnbescheid|unterlassungserklärung",
        "verbraucherzentrale|abmahnung|legal (?:steps|proceedings|advice)|(?:to|in) court|lawsuit",
        "(?:to|will|ll) sue|damages claim",
        "betrugs\\w+|phishing|gehackt|hacker|identitätsdiebstahl|identity theft|hacked|fraudulent(?:ly)?|fraudsters?",
        "(?:unbekannte|unberechtigte|nicht autorisierte)n? (?:\\w+ )?(?:abbuchung|buchung|zahlung|überweisung)(?:en)?",
        "(?:unauthori[sz]ed|fraud) (?:\\w+ )?(?:charge|payment|transaction|transfer|withdrawal)s?",
        "dsgvo|datenauskunft|(?:meine[rn]?|alle|personenbezogenen?) daten (?:\\w+ )?(?:zu )?(?:ge)?lösch(?:en|t)",
        "auskunft (?:\\w+ )?(?:über|zu) (?:\\w+ )?(?:meine[rn]?|gespeicherten?|personenbezogenen?) (?:\\w+ )?daten",
        "welche (?:\\w+ )?daten (?:\\w+ ){0,4}(?:über mich|von mir|zu mir)|löschung (?:meiner|aller|der) daten",
        "lösch(?:en|t) sie (?:bitte )?(?:alle )?(?:meine|meiner|alle) (?:\\w+ )?daten",
        "datenleck|datenpanne|datenschutzversto(?:ss|ß)",
        "gdpr|delete (?:all )?(?:of )?my (?:\\w+ )?data|data request|subject access|data breach|right to be forgotten",
        "(?:what|which|all) (?:\\w+ )?(?:data|information) (?:\\w+ ){0,3}(?:about|on) me",
        "(?:erase|remove) (?:all )?my data",
    )
)
# Without IGNORECASE: with it each word is compared with every one of these to its end.
_SENSITIVE = re.compile(rf"(?<!\w)(?:{SENSITIVE})(?!\w)")


def is_sensitive(text: str) -> bool:
    """Whether the text touches life, law, fraud or data rights, and so always goes to the company."""
    return _SENSITIVE.search(" ".join(text.casefold().split())) is not None
