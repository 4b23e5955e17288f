"""Recognising what a question is about, from the keywords of a company's topics.

The longest keyword counts most. Sensitive matters are never for the network: conversations.sensitive.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oase.companies.models import Topic


def _weight(text: str, keywords: Iterable[str]) -> int:
    """Letters of the keywords that stand at the beginning of a word in the text; German endings may follow."""
    return sum(len(word) for word in keywords if word.lower() in text and _beginning(word.lower()).search(text))


@lru_cache(maxsize=8192)
def _beginning(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}")


def recognise(text: str, topics: "Sequence[Topic]") -> "Topic | None":
    """The topic whose keywords weigh most in the text; None when none fits.

    Of two that weigh the same, one that only the company may answer is the safer guess, then the one listed first.
    """
    lowered = text.lower()
    weights = {topic: _weight(lowered, topic.keywords) for topic in topics}
    heaviest = max(weights.values(), default=0)
    best = [topic for topic, weight in weights.items() if weight == heaviest and weight > 0]
    return min(best, key=lambda topic: (topic.open_to_experts, topic.position), default=None)
