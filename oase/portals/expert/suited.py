"""Saved answers for an open conversation: those like its question, or those searched for."""

from typing import Any

from django.http import HttpRequest

from oase.experts.answers.ranking import searched, suggested
from oase.experts.desk import Desk, Held
from oase.experts.desk.answers import suited_answers

MOST_SUGGESTED, MOST_FOUND = 3, 8
LONGEST_SEARCH = 200


def suited_of(request: HttpRequest, desk: Desk, work: Held) -> dict[str, Any]:
    """What the part of the page needs: `suited`, the `words` searched for, and how many there are to search."""
    words, kept = request.GET.get("q", "")[:LONGEST_SEARCH], suited_answers(desk, work.id)
    if words.strip():
        found = searched(words, kept, most=MOST_FOUND)
    else:
        asked = [one.body for one in desk.messages(work.id) if one.author_role == "customer"] if kept else []
        found = suggested(asked[-1] if asked else work.subject, kept, most=MOST_SUGGESTED)
    return {"suited": found, "words": words, "kept_count": len(kept)}
