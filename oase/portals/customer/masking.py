"""What an expert would see of a text, word by word: what is hidden, what was opened again, what could be hidden too.

The form says it in two lists. `seen` are data the shield found, `hide` are those whose box is checked. So what was
found and is unchecked was opened; what is checked without being found was hidden by hand; and without script, or before
the preview came, everything found stays hidden.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.http import QueryDict

from oase.companies.models import Company, Customer
from oase.conversations.choices.standing import Wishes
from oase.conversations.knowing import known_in, known_of_helper, readable_words, together
from oase.conversations.models import Conversation
from oase.conversations.previewing import pieces_of
from oase.people.known import known_of
from oase.people.models import Person
from oase.privacy.shield import Mask, Piece, preview

log = logging.getLogger(__name__)
MOST_CHOICES = 200
LONGEST_CHOICE = 200
MOST_WORDS = 500
"""Beyond this words can no longer be tapped, only read: a page of a thousand buttons helps nobody."""
WORD = re.compile(r"[^\W_]+(?:[-'’.@][^\W_]+)*")
BREAK = re.compile(r"\n")


@dataclass(frozen=True)
class Bit:
    """A bit of the preview. `kind` is text, word, mask or break; `hidden` and `found` are for masks."""

    kind: str
    text: str = ""
    placeholder: str = ""
    hidden: bool = False
    found: bool = False
    first: bool = False
    """The first of its kind in the text carries the hidden field; the others would only repeat it."""


@dataclass
class Seen:
    """A text as an expert would see it; `bits` is None when it cannot be shown, and then nothing of it is."""

    bits: list[Bit] | None = field(default_factory=list)

    @property
    def hidden(self) -> int:
        return sum(bit.hidden for bit in self.bits or ())


def wishes_in(post: QueryDict) -> Wishes:
    """Read what was chosen in the preview."""
    seen, hide = _listed(post, "seen"), _listed(post, "hide")
    return Wishes(
        opened=tuple(one for one in seen if one not in hide),
        masked=tuple(one for one in hide if one not in seen),
        closed=tuple(one for one in seen if one in hide),
    )


def _listed(post: QueryDict, name: str) -> list[str]:
    words = (" ".join(word.replace("\0", "").split()) for word in post.getlist(name)[:MOST_CHOICES])
    return list(dict.fromkeys(word for word in words if 0 < len(word) <= LONGEST_CHOICE))


def seen_by_experts(
    text: str, *, company: Company, person: Person | None, customer: Customer | None, language: str, wishes: Wishes
) -> Seen:
    """Show `text` as an expert would see it. `person` is who is signed in, never whose address somebody typed."""
    if len(text) > settings.LARGEST_TEXT:
        return Seen(None)
    try:
        known = known_in(customer) if customer else known_of(person) if person else None
        caring = [one.person for one in (customer.advisor, customer.deputy) if one] if customer else []
        pieces = preview(
            text.strip(),
            language=language,
            known=together([known, *map(known_of_helper, caring)]) if known else None,
            vocabulary=readable_words(company, known, [one.first_name for one in caring]),
            opened=wishes.opened,
            masked=wishes.masked,
        )
    except Exception:  # whatever went wrong, an unmasked preview would be a promise nobody keeps
        log.exception("the preview failed")
        return Seen(None)
    return Seen(list(_bits(pieces, wishes.opened, wishes.masked)))


def seen_in(conversation: Conversation, text: str, *, wishes: Wishes, blind: bool) -> Seen:
    """Show one more message as an expert would see it, with what was chosen in this conversation before.

    `blind`: whoever writes has not shown that the customer's address is theirs, and learns nothing of the customer.
    """
    if len(text) > settings.LARGEST_TEXT:
        return Seen(None)
    try:
        pieces, standing = pieces_of(conversation, text.strip(), wishes=wishes, blind=blind)
    except Exception:  # whatever went wrong, an unmasked preview would be a promise nobody keeps
        log.exception("the preview failed")
        return Seen(None)
    return Seen(list(_bits(pieces, standing.opened, wishes.masked)))


def _bits(pieces: list[Piece], shown: tuple[str, ...], masked: tuple[str, ...]) -> Iterator[Bit]:
    opened = _any_of(shown)
    by_hand = {word.casefold() for word in masked}
    named: set[str] = set()
    words = 0
    for piece in pieces:
        if isinstance(piece, Mask):
            value = " ".join(piece.original.split())
            found = piece.type != "private" or value.casefold() not in by_hand
            yield _mask(value, piece.placeholder, named, hidden=True, found=found)
            continue
        for part in opened.split(piece) if opened else [piece]:
            if opened and opened.fullmatch(part):
                yield _mask(" ".join(part.split()), "", named, hidden=False, found=True)
                continue
            for bit in _readable(part, tap=words < MOST_WORDS):
                words += bit.kind == "word"
                yield bit


def _mask(value: str, placeholder: str, named: set[str], *, hidden: bool, found: bool) -> Bit:
    first = value not in named
    named.add(value)
    return Bit("mask", value, placeholder, hidden=hidden, found=found, first=first)


def _any_of(values: tuple[str, ...]) -> re.Pattern[str] | None:
    if not values:
        return None
    longest_first = sorted(values, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, value.split())) for value in longest_first)
    return re.compile(rf"((?<!\w)(?:{either})(?!\w))", re.IGNORECASE)


def _readable(text: str, *, tap: bool) -> Iterator[Bit]:
    for number, line in enumerate(BREAK.split(text)):
        if number:
            yield Bit("break")
        at = 0
        for found in WORD.finditer(line) if tap else ():
            if found.start() > at:
                yield Bit("text", line[at : found.start()])
            yield Bit("word", found[0])
            at = found.end()
        if line[at:]:
            yield Bit("text", line[at:])
