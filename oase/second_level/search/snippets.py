"""What was said in a concern where a word was found: the newest message in which one stands, shielded as it is kept."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection

from oase.second_level.search.wanted import Wanted, any_of

BEFORE, LENGTH = 60, 180


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is a word that was looked for."""

    text: str
    hit: bool = False


@dataclass(frozen=True)
class Snippet:
    """Part of a message: whether it is an internal note, its place in the thread, and its text in pieces.

    The place is nought where it was said in a concern that was merged into this one.
    """

    note: bool
    seq: int
    pieces: tuple[Piece, ...]


# The text of a message of this size is looked through for the place; of longer ones its beginning.
_SAID: Final = """
SELECT DISTINCT ON (told.root) told.root, said.audience,
       CASE WHEN told.part = told.root THEN said.seq ELSE 0 END, said.body
  FROM oase_told_in(%(ids)s::uuid[]) AS told
  CROSS JOIN LATERAL (
      SELECT m.seq, m.at, m.audience, left(m.body, 20000) AS body FROM oase_message m
       WHERE m.conversation_id = told.part AND to_tsvector('simple', left(m.body, 20000)) @@ %(looked_for)s::tsquery
       ORDER BY m.seq DESC LIMIT 1) AS said
 ORDER BY told.root, said.at DESC, said.seq DESC
"""


def snippets_in(conversation_ids: Collection[UUID], wanted: Wanted) -> Mapping[UUID, Snippet]:
    """A part of the newest message of each in which one of the words stands; none where only the subject holds it.

    Of words in quotes it is a message in which they stand so. Whether whoever reads may see these concerns is the
    caller's to know.
    """
    if not conversation_ids or not wanted.words:
        return {}
    said_so = [f"({phrase.pattern})" for phrase in wanted.phrases if not phrase.without]
    with connection.cursor() as cursor:
        looked_for = " | ".join(said_so) or any_of(wanted.words)
        cursor.execute(_SAID, {"ids": list(conversation_ids), "looked_for": looked_for})
        rows = cursor.fetchall()
    return {root: Snippet(audience == "staff", seq, cut_out(body, wanted.words)) for root, audience, seq, body in rows}


def pieces_of(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The text in pieces, the words that were looked for apart."""
    pattern = _pattern(words)
    if pattern is None:
        return (Piece(text),) if text else ()
    parts = pattern.split(text)
    return tuple(Piece(part, hit=bool(place % 2)) for place, part in enumerate(parts) if part)


def cut_out(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """As much of the text as fits a line or two, around the first of the words."""
    flat = " ".join(text.split())
    pattern = _pattern(words)
    first = pattern.search(flat) if pattern else None
    begin = max(0, first.start() - BEFORE) if first else 0
    if begin:
        begin = flat.find(" ", begin, first.start() if first else None) + 1 or begin
    end = begin + LENGTH
    if end < len(flat):
        end = max(flat.rfind(" ", begin, end), first.end() if first else 0, begin + LENGTH // 2)
    shown = f"{'… ' if begin else ''}{flat[begin:end]}{' …' if end < len(flat) else ''}"
    return pieces_of(shown, words)


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    alternatives = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)({alternatives})(?!\w)", re.IGNORECASE)
