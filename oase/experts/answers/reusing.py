"""That a colleague's saved answer went out again: noted when it is sent, and only if its words are still in it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from django.db.models import Q

from oase.conversations.models import Conversation
from oase.experts.answers.models import Reuse, SavedAnswer
from oase.experts.models import Expert
from oase.jobs import clock

ENOUGH = 0.5
"""Share of a saved answer's pairs of words that must stand in what is sent: an inserted text is changed a little."""
FEWEST = 6
"""Pairs of words a saved answer has at least to count: a greeting stands in every answer."""
MOST_AUTHORS = 3
"""Of one conversation: nobody's help is a patchwork of everybody's."""
MOST = 20
"""Saved answers that are looked at for one answer."""

_WORD = re.compile(r"\w+")


def is_used(saved: str, sent: str) -> bool:
    """Whether enough of a saved answer stands in what was sent."""
    wanted = _pairs(saved)
    return len(wanted) >= FEWEST and len(wanted & _pairs(sent)) >= ENOUGH * len(wanted)


def _pairs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return set(pairwise(words))


def remember_reuse(conversation: Conversation, *, by_id: int, sent: str, inserted: Sequence[int]) -> int:
    """Note which colleagues' saved answers went out with these words; how many colleagues. Each once a conversation.

    What somebody claims to have inserted counts only if it was shared on the topic, and stands in what was sent; never
    that of a colleague whom the company lets rest.
    """
    if not inserted or conversation.topic_id is None:
        return 0
    offered = SavedAnswer.objects.filter(
        Q(shared=True), ~Q(expert_id=by_id), pk__in=list(inserted)[:MOST], topic_id=conversation.topic_id
    )
    resting = Q(suspended_at__isnull=False) | Q(
        suspensions__company_id=conversation.company_id, suspensions__lifted_at=None
    )
    offered = offered.exclude(expert__in=Expert.objects.filter(resting))
    used: dict[int, SavedAnswer] = {}
    for answer in offered.order_by("pk"):
        if is_used(answer.body, sent):
            used.setdefault(answer.expert_id, answer)
    known = set(Reuse.objects.filter(conversation=conversation, by_id=by_id).values_list("author_id", flat=True))
    rows = [
        Reuse(answer=one, author_id=author_id, by_id=by_id, conversation=conversation, at=clock.now())
        for author_id, one in used.items()
        if author_id not in known
    ][: max(MOST_AUTHORS - len(known), 0)]
    Reuse.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
