"""Who is poked about a check: its author, and the seniors who have it on the desk. Never the customer."""

from collections.abc import Collection

from oase.conversations.audience import topic_of
from oase.conversations.models import Conversation
from oase.experts.checks.models import Check
from oase.experts.checks.rules import still_asked
from oase.live.notify import Poke, person, poke


def tell_about(check: Check, conversation: Conversation, *, also: Collection[int] = ()) -> None:
    """Poke those whose page shows the check."""
    seniors = {*still_asked(check), *also, *([check.checker_id] if check.checker_id else [])}
    author = (person(check.author_id),)
    poke(
        [
            Poke("desk", 0, (*author, *(person(one) for one in sorted(seniors)))),
            Poke(topic_of(conversation), conversation.last_seq, author),
        ]
    )
