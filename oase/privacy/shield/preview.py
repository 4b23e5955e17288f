"""The masked text in pieces, in order, as a page draws it."""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

from oase.privacy.shield.known import Known
from oase.privacy.shield.naming import Key
from oase.privacy.shield.shielding import as_is, shield


@dataclass(frozen=True, slots=True)
class Mask:
    """A masked piece: what was written, what others see instead, and its type."""

    original: str
    placeholder: str
    type: str


Piece = str | Mask


def preview(
    text: str,
    *,
    language: str | None = None,
    known: Known | None = None,
    vocabulary: Set[str] | None = None,
    taken: Mapping[str, str] | None = None,
    opened: Collection[str] = (),
    masked: Collection[str] = (),
    key: Key = as_is,
    side: str = "",
) -> list[Piece]:
    """Readable text and masks in turn; with their placeholders they join to `shield(…).text`. Takes what that takes."""
    shielded = shield(
        text,
        language=language,
        known=known,
        vocabulary=vocabulary,
        taken=taken,
        opened=opened,
        masked=masked,
        key=key,
        side=side,
    )
    pieces: list[Piece] = []
    at = 0
    for span in shielded.spans:
        if span.start > at:
            pieces.append(text[at : span.start])
        pieces.append(Mask(text[span.start : span.end], span.placeholder, span.type))
        at = span.end
    if at < len(text):
        pieces.append(text[at:])
    return pieces
