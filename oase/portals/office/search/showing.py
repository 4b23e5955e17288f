"""From what was found to what the page shows: safe HTML, the words that were looked for marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from oase.companies.models import Membership
from oase.conversations.queries import assignment_of
from oase.people.models import Person
from oase.portals.office.showing import holder_words, name_of, picture_of
from oase.second_level.search.queries import Hit, Results
from oase.second_level.search.snippets import Piece


@dataclass(frozen=True)
class Found:
    """One concern as a line of the results. `picture` is that of a pseudonym, for who goes by one."""

    id: str
    url: str
    person: Person
    name: str
    picture: str
    subject: SafeString
    said: SafeString
    note: bool
    holder: str
    solved: bool
    topic: str
    at: datetime


def marked(pieces: Iterable[Piece]) -> SafeString:
    """The text with the words that were looked for in `<mark>`; whatever stands in it is text."""
    return SafeString(
        "".join(f"<mark>{escape(piece.text)}</mark>" if piece.hit else escape(piece.text) for piece in pieces)
    )


def found_of(hit: Hit, membership: Membership) -> Found:
    """A hit as this member sees it."""
    concern, snippet = hit.conversation, hit.snippet
    address = reverse("office-case", args=[membership.company.slug, concern.pk])
    return Found(
        id=str(concern.pk),
        url=f"{address}#m{snippet.seq}" if snippet and snippet.seq else address,
        person=concern.customer.person,
        name=name_of(concern),
        picture=picture_of(concern),
        subject=marked(hit.subject),
        said=marked(snippet.pieces) if snippet else SafeString(""),
        note=snippet is not None and snippet.note,
        holder=holder_words(assignment_of(concern), membership.person_id),
        solved=concern.solved_at is not None,
        topic=concern.topic.name if concern.topic else "",
        at=concern.last_message_at,
    )


def instead_of(results: Results) -> list[tuple[str, str]]:
    """What was typed and what it was taken for, where the two differ."""
    return [(term.typed, term.instead) for term in results.wanted.terms if term.instead]


def left_out_instead_of(results: Results) -> list[tuple[str, str]]:
    """The same of words that are left out."""
    return [(term.typed, term.instead) for term in results.wanted.without if term.instead]
