"""Why something stays out of an expert's answer: one plain sentence for each kind, and how the answer will read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from oase.privacy.shield import Mask, Piece

CONTACT = frozenset({"email", "phone", "handle", "link", "ip", "mac"})
WHERE = frozenset({"address", "place", "coordinates"})
MONEY = frozenset({"iban", "bic", "account", "card"})
SECRET = frozenset({"password"})


@dataclass(frozen=True)
class Kept:
    """One piece that stays out: what was written, what stands there instead."""

    original: str
    placeholder: str


@dataclass(frozen=True)
class Why:
    """Pieces of one kind, and the sentence that says why they stay out."""

    sentence: str
    pieces: list[Kept]


@dataclass(frozen=True)
class Sight:
    """An answer as it will be read."""

    pieces: Sequence[Piece]

    @property
    def text(self) -> str:
        """The answer with its placeholders."""
        return "".join(piece.placeholder if isinstance(piece, Mask) else piece for piece in self.pieces)

    @property
    def masks(self) -> list[Mask]:
        return [piece for piece in self.pieces if isinstance(piece, Mask)]

    @property
    def told(self) -> list[str]:
        """What is named here; sent along, it says that the writer has seen it."""
        return list(dict.fromkeys(" ".join(mask.original.split()) for mask in self.masks))

    @property
    def reasons(self) -> list[Why]:
        """The pieces by kind, in the order in which they stand in the text."""
        found: dict[str, dict[str, Kept]] = {}
        for mask in self.masks:
            original = " ".join(mask.original.split())
            found.setdefault(why(mask.type), {}).setdefault(original, Kept(original, mask.placeholder))
        return [Why(sentence, list(pieces.values())) for sentence, pieces in found.items()]


def why(kind: str) -> str:
    """Why data of this kind stay out of an answer."""
    if kind in CONTACT:
        return _("Contact data stay out: the concern goes on here, where nobody loses it.")
    if kind == "person":
        return _("Names stay out: askers and experts help each other here without knowing who the other is.")
    if kind in WHERE:
        return _("Addresses and places stay out: nobody is to be found outside of here.")
    if kind in MONEY:
        return _("Bank data stay out: whatever has to do with money, the company settles itself.")
    if kind in SECRET:
        return _("Passwords and codes stay out: nobody should have to give one away for an answer.")
    return _("Numbers and details that lead to a person stay out: the placeholder is enough.")
