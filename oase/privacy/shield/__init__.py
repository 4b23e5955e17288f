"""The shield: personal data out of a text, placeholders that keep the sense in. Pure functions; usable alone."""

from oase.privacy.shield.known import Known
from oase.privacy.shield.labels import LABELS
from oase.privacy.shield.language import language_of
from oase.privacy.shield.naming import Key, normalised
from oase.privacy.shield.preview import Mask, Piece, preview
from oase.privacy.shield.reading import Reading
from oase.privacy.shield.recognisers import RECOGNISERS, Recogniser
from oase.privacy.shield.shielding import shield
from oase.privacy.shield.spans import Found, Shielded, Span

__all__ = [
    "LABELS",
    "RECOGNISERS",
    "Found",
    "Key",
    "Known",
    "Mask",
    "Piece",
    "Reading",
    "Recogniser",
    "Shielded",
    "Span",
    "language_of",
    "normalised",
    "preview",
    "shield",
]
