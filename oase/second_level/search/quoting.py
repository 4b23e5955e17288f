"""Words in quotes: concerns in which they were said one after another, in one message or in the subject."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection

from oase.second_level.search.wanted import Phrase

# Few messages hold the longest of the words: only those are taken apart.
_SAID: Final = """
SELECT DISTINCT told.root
  FROM oase_told_in(%(ids)s::uuid[]) AS told JOIN oase_conversation c ON c.id = told.part
 WHERE to_tsvector('simple', c.subject) @@ %(pattern)s::tsquery
    OR EXISTS (SELECT FROM oase_message m
                WHERE m.conversation_id = told.part AND m.body ILIKE ANY (%(like)s::text[])
                  AND to_tsvector('simple', left(m.body, 20000)) @@ %(pattern)s::tsquery)
"""


def told_so(conversation_ids: Sequence[UUID], phrases: Collection[Phrase]) -> set[UUID]:
    """Those of these concerns in which all the phrases stand, and none that is left out."""
    left = set(conversation_ids)
    for phrase in phrases:
        if left:
            said = _said([one for one in conversation_ids if one in left], phrase)
            left = left - said if phrase.without else left & said
    return left


def _said(conversation_ids: Sequence[UUID], phrase: Phrase) -> set[UUID]:
    longest = max(phrase.terms, key=lambda term: len(term.typed), default=None)
    words = longest.words if longest and longest.words else ("",)
    values: dict[str, Any] = {
        "ids": list(conversation_ids),
        "pattern": phrase.pattern,
        "like": [f"%{_literal(word)}%" for word in words],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SAID, values)
        return {root for (root,) in cursor.fetchall()}


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
