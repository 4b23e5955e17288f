"""Recognising what a question is about, from the keywords of a company's topics.

The longest keyword counts most. Matters of life, law, fraud and data protection are never for the network.
"""

import re
from collections.abc import Iterable, Sequence

from oase.companies.models import Topic

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
_SENSITIVE = re.compile(rf"(?<!\w)(?:{SENSITIVE})(?!\w)", re.IGNORECASE)


def is_sensitive(text: str) -> bool:
    """Whether the text touches life, law, fraud or data rights, and so always goes to the company."""
    return _SENSITIVE.search(" ".join(text.split())) is not None


def _weight(text: str, keywords: Iterable[str]) -> int:
    """Letters of the keywords that stand at the beginning of a word in the text; German endings may follow."""
    return sum(len(word) for word in keywords if re.search(rf"(?<!\w){re.escape(word.lower())}", text))


def recognise(text: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic whose keywords weigh most in the text; None when none fits.

    Of two that weigh the same, one that only the company may answer is the safer guess, then the one listed first.
    """
    lowered = text.lower()
    weights = {topic: _weight(lowered, topic.keywords) for topic in topics}
    heaviest = max(weights.values(), default=0)
    best = [topic for topic, weight in weights.items() if weight == heaviest and weight > 0]
    return min(best, key=lambda topic: (topic.open_to_experts, topic.position), default=None)
